import pytest

from bot.jobs.worker import FACELESS, Workbench
from tests.bot.visits import FakeArtefacts

JOB = {"clip_id": "tg-1", "athlete_id": 1, "chat_id": 1, "file_id": "f"}
DRAWN = (
    "phase_3.jpg",
    "strip.jpg",
    "slow.mp4",
    "slow.jpg",
    "stills.json",
    "motion.npz",
)

HIDES = {}  # whose faces are hidden, by the clip; None for a clip that is gone
SEEN = {}  # clips by the digest of their video


class Drawing:
    """An analyst that leaves files beside the clip."""

    def __init__(self, names):
        self.names, self.hidden = names, []
        self.meanwhile = lambda: None

    async def analyse(self, clip_id, video, place, *rest, hide_faces):
        self.asked = (clip_id, *rest[1:])
        self.hidden.append(hide_faces)
        self.meanwhile()
        for name in self.names:
            (place / name).write_bytes(name.encode())
        return {"told": True}


class Keeping(FakeArtefacts):
    def put(self, clip_id, files):
        self.kept[clip_id] = dict(files)


async def fetch(file_id, target):
    target.write_bytes(b"the clip itself")


def same_video(clip_id, content):
    """The clip before it is the same, where there is one."""
    known = SEEN.setdefault(content, clip_id)
    return None if known == clip_id else known


def bench(folder, names):
    made = Workbench(
        folder,
        fetch,
        Drawing(names),
        Keeping(),
        lambda *told: None,
        same_video,
        lambda clip_id: HIDES.get(clip_id, False),
    )
    made.sweep()
    return made


async def test_everything_that_was_drawn_is_kept_and_nothing_else(tmp_path):
    made = bench(tmp_path / "bench", [*DRAWN, "analysis.json", "slow.part"])
    assert await made.analyse(JOB) == {"told": True}
    assert made.artefacts.kept["tg-1"] == {name: name.encode() for name in DRAWN}
    assert list((tmp_path / "bench").iterdir()) == []


async def test_a_clip_of_which_nothing_could_be_drawn_keeps_nothing(tmp_path):
    made = bench(tmp_path / "bench", ["analysis.json"])
    await made.analyse(JOB)
    assert made.artefacts.kept["tg-1"] == {}


async def test_another_look_is_told_what_was_corrected_and_keeps_its_own(tmp_path):
    made = bench(tmp_path / "bench", DRAWN)
    wanted = {"athlete": 1, "shifts": {}, "mirrored": False}
    await made.analyse(JOB | {"look": 2, "corrections": wanted, "language": "uk"})
    assert made.analyst.asked == ("tg-1-2", "uk", wanted, "trained")
    assert set(made.artefacts.kept) == {"tg-1-2"}


async def test_the_athletes_level_reaches_the_analysis(tmp_path):
    made = bench(tmp_path / "bench", DRAWN)
    await made.analyse(JOB | {"level": "developing"})
    assert made.analyst.asked == ("tg-1", "en", None, "developing")


async def test_a_video_that_was_answered_before_is_not_looked_at_unless_asked(tmp_path):
    made = bench(tmp_path / "bench", DRAWN)
    await made.analyse(JOB)
    del made.analyst.asked
    assert await made.analyse(JOB | {"clip_id": "tg-2"}) == {"same_as": "tg-1"}
    assert not hasattr(made.analyst, "asked")
    assert set(made.artefacts.kept) == {"tg-1"}
    assert await made.analyse(JOB | {"clip_id": "tg-2", "look": 2}) == {"told": True}


@pytest.fixture
def hides(monkeypatch):
    """Whose faces are hidden, by the clip; None for a clip that is gone."""
    monkeypatch.setattr(f"{__name__}.HIDES", {})
    return HIDES


async def test_whoever_hides_their_face_is_drawn_without_it(tmp_path, hides):
    hides["tg-1"] = True
    made = bench(tmp_path / "bench", DRAWN)
    await made.analyse(JOB)
    assert made.analyst.hidden == [True]
    assert set(made.artefacts.kept["tg-1"]) == {*DRAWN, FACELESS}


async def test_who_hides_it_while_it_is_being_drawn_is_drawn_once_more(tmp_path, hides):
    made = bench(tmp_path / "bench", DRAWN)
    made.analyst.meanwhile = lambda: hides.update({"tg-1": True})
    await made.analyse(JOB)
    assert made.analyst.hidden == [False, True]
    assert FACELESS in made.artefacts.kept["tg-1"]


async def test_of_a_clip_deleted_meanwhile_no_picture_is_left(tmp_path, hides):
    made = bench(tmp_path / "bench", DRAWN)
    made.analyst.meanwhile = lambda: hides.update({"tg-1": None})
    await made.analyse(JOB)
    assert made.artefacts.kept == {}
