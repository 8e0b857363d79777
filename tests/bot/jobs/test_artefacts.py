import pytest

from bot.jobs.artefacts import Artefacts


@pytest.fixture
def artefacts(tmp_path):
    kept = Artefacts(f"sqlite:///{tmp_path / 'queue.sqlite'}")
    yield kept
    kept.close()


def test_pictures_come_back_as_they_were_put(artefacts):
    artefacts.put(
        "tg-1", {"phase_1.jpg": b"\xff\xd8one", "phase_2.jpg": b"\xff\xd8two"}
    )
    artefacts.put("tg-2", {"phase_1.jpg": b"other"})
    assert artefacts.get("tg-1") == {
        "phase_1.jpg": b"\xff\xd8one",
        "phase_2.jpg": b"\xff\xd8two",
    }
    assert artefacts.work_ids() == {"tg-1", "tg-2"}


def test_another_try_replaces_what_the_first_left(artefacts):
    artefacts.put("tg-1", {"phase_1.jpg": b"old", "phase_2.jpg": b"old"})
    artefacts.put("tg-1", {"phase_1.jpg": b"new"})
    assert artefacts.get("tg-1") == {"phase_1.jpg": b"new"}


def test_deleted_pictures_are_gone_from_the_file_too(artefacts, tmp_path):
    artefacts.put("tg-1", {"phase_1.jpg": b"a face nobody else shall see"})
    artefacts.delete("tg-1")
    assert artefacts.get("tg-1") == {}
    artefacts.close()
    for path in tmp_path.iterdir():
        assert b"a face nobody" not in path.read_bytes()
