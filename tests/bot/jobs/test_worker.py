import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa

from bot.jobs.analysis_process import Crashed
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
LEVELS = {}  # of athletes, by the clip; who is not here is trained
SEEN = {}  # clips by the digest of their video


class Drawing:
    """An analyst that leaves files beside the clip."""

    def __init__(self, names):
        self.names, self.hidden = names, []
        self.meanwhile = lambda: None

    async def analyse(self, clip_id, video, place, *rest, hide_faces):
        self.asked = (clip_id, *rest[1:])
        self.looks = [*getattr(self, "looks", []), rest[-1]]
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
        lambda clip_id: LEVELS.get(clip_id, "trained"),
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


async def test_the_athletes_level_reaches_the_analysis(tmp_path, monkeypatch):
    monkeypatch.setitem(LEVELS, "tg-1", "developing")
    made = bench(tmp_path / "bench", DRAWN)
    await made.analyse(JOB)
    assert made.analyst.asked == ("tg-1", "en", None, "developing")


async def test_a_clip_that_is_given_away_meanwhile_is_judged_as_its_new_athletes(
    tmp_path, monkeypatch
):
    made = bench(tmp_path / "bench", DRAWN)
    monkeypatch.setattr(made.analyst, "names", _giving(monkeypatch))
    await made.analyse(JOB)
    assert made.analyst.looks == ["trained", "developing"]


def _giving(monkeypatch):
    """What is drawn; by the end the clip is of somebody who builds up."""
    yield "strip.jpg"
    monkeypatch.setitem(LEVELS, "tg-1", "developing")


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


async def test_a_clip_waits_for_room_on_the_disk_and_nobody_is_told_it_broke(
    tmp_path, monkeypatch
):
    made, pauses = bench(tmp_path / "bench", DRAWN), []

    async def sleep(seconds):
        pauses.append(seconds)

    def put(clip_id, files):
        if len(pauses) < 2:
            raise sa.exc.OperationalError("insert", {}, full())
        made.artefacts.kept[clip_id] = dict(files)

    monkeypatch.setattr("bot.jobs.room.sleep", sleep)
    made.artefacts.put = put
    assert await made.analyse(JOB) == {"told": True}
    assert len(pauses) == 2
    assert set(made.artefacts.kept["tg-1"]) == set(DRAWN)
    assert list((tmp_path / "bench").iterdir()) == []


async def test_another_fault_is_not_waited_out(tmp_path):
    made = bench(tmp_path / "bench", DRAWN)

    async def crash(*_given, **_more):
        raise Crashed("signal 11")

    made.analyst.analyse = crash
    with pytest.raises(Crashed):
        await made.analyse(JOB)


def full():
    """The error of a database that may not grow."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("create table filled (content)")
        database.execute("pragma max_page_count = 2")
        with pytest.raises(sqlite3.OperationalError) as raised:
            database.execute("insert into filled values (zeroblob(9000))")
    return raised.value
