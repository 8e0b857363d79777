"""/export gives everything kept, and nothing of anybody else."""

import codecs
import csv
import io
import json
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analysis.serialization import to_json
from analysis.visuals.motion import read_motion
from bot.handlers import export as module
from bot.handlers.export import export
from tests.bot.analyses import analysis
from tests.bot.visits import add_clip, office, visit

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
STARTS = Path(__file__).parents[2] / "stories/starts"
MOTION = (STARTS / "good.motion").read_bytes()


@pytest.fixture
def counter(tmp_path):
    made = office(tmp_path)
    with closing(made.store):
        add_clip(made.store, "mine", NOW)
        made.store.finish("mine", "analysed", to_json(analysis()))
        made.store.set_note("mine", "=spikes")
        made.store.keep_stills(
            "mine", {"still_1.jpg": b"a picture", "motion.npz": MOTION}
        )
        ben = made.store.keep(1, "Ben")
        add_clip(made.store, "bens", NOW)
        made.store.give("bens", ben.id)
        made.store.comment("bens", 1, "Tom", "Push longer.")
        add_clip(made.store, "annas", NOW, athlete=2)
        yield made


def packed(counter):
    _, document = counter.outbox.sent[-1]
    pack = zipfile.ZipFile(io.BytesIO(counter.outbox.contents[-1][document.name]))
    return document, pack


async def test_everything_of_theirs_and_of_who_they_keep_is_in_it(counter):
    await export(visit(counter))
    document, pack = packed(counter)
    assert "2 clips" in document.html
    names = pack.namelist()
    assert {"README.txt", "you.json", "measures.csv"} < set(names)
    assert "clips/2026-07-01_120000_mine/still_1.jpg" in names
    assert not any("annas" in name for name in names)
    clip = json.loads(pack.read("clips/2026-07-01_120000_bens/clip.json"))
    assert (clip["athlete"], clip["state"]) == ("Ben", "waiting")
    assert clip["comments"][0]["text"] == "Push longer."
    assert json.loads(pack.read("you.json"))["athletes"] == ["Ben"]


async def test_the_table_has_every_measure_and_no_formula(counter):
    await export(visit(counter))
    _, pack = packed(counter)
    rows = list(
        csv.DictReader(io.StringIO(pack.read("measures.csv").decode("utf-8-sig")))
    )
    assert len(rows) == len(analysis().measures)
    assert {row["clip"] for row in rows} == {"mine"}
    assert rows[0]["note"] == "'=spikes"
    written = to_json(analysis())["measures"]
    assert [row["measure"] for row in rows] == [one["id"] for one in written]
    told = [one["value"] for one in written if one["value"] is not None]
    assert [float(row["value"]) for row in rows if row["value"]] == told


async def test_a_spreadsheet_knows_the_tables_encoding(counter):
    await export(visit(counter))
    _, pack = packed(counter)
    for name in ("measures.csv", "clips/2026-07-01_120000_mine/motion.csv"):
        assert pack.read(name).startswith(codecs.BOM_UTF8)


async def test_how_the_joints_moved_is_in_it_as_a_table(counter):
    await export(visit(counter))
    _, pack = packed(counter)
    assert not any(name.endswith(".npz") for name in pack.namelist())
    told = pack.read("clips/2026-07-01_120000_mine/motion.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(told)))
    motion = read_motion(MOTION)
    assert len(rows) == len(motion.life_s)
    assert float(rows[3]["time_s"]) == pytest.approx(motion.life_s[3], abs=1e-4)
    for name, joint in (("nose", 0), ("left_knee", 25), ("right_toe", 32)):
        told = [float(rows[3][f"{name}_{axis}"]) for axis in "xy"]
        assert told == pytest.approx(motion.xy[3, joint], abs=1e-3)


async def test_of_too_many_pictures_the_newest_are_in_it_and_it_says_so(
    counter, monkeypatch
):
    for number in range(3):
        id = f"older{number}"
        add_clip(counter.store, id, NOW - timedelta(days=number + 1))
        counter.store.keep_stills(id, {"still_1.jpg": bytes(60_000)})
    monkeypatch.setattr(module, "MOST_BYTES", 100_000)
    await export(visit(counter))
    document, pack = packed(counter)
    pictures = [name.split("/")[1] for name in pack.namelist() if ".jpg" in name]
    assert [one[18:] for one in pictures] == ["mine", "older0"]
    assert "oldest starts, 2 of them" in document.html
    assert "oldest starts, 2 of them" in pack.read("README.txt").decode()
    assert len(counter.outbox.contents[-1][document.name]) <= 100_000


async def test_numbers_that_fit_into_no_file_are_told_in_words(counter, monkeypatch):
    monkeypatch.setattr(module, "MOST_BYTES", 2_000)
    await export(visit(counter))
    assert "too much for one file" in counter.outbox.texts[-1]
