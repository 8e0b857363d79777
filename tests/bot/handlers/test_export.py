"""/export gives everything kept, and nothing of anybody else."""

import csv
import io
import json
import zipfile
from contextlib import closing
from datetime import UTC, datetime

import pytest

from analysis.serialization import to_json
from bot.handlers import export as module
from bot.handlers.export import export
from tests.bot.analyses import analysis
from tests.bot.visits import add_clip, office, visit

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def counter(tmp_path):
    made = office(tmp_path)
    with closing(made.store):
        add_clip(made.store, "mine", NOW)
        made.store.finish("mine", "analysed", to_json(analysis()))
        made.store.set_note("mine", "=spikes")
        made.store.keep_stills("mine", {"still_1.jpg": b"a picture"})
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
    rows = list(csv.DictReader(io.StringIO(pack.read("measures.csv").decode())))
    assert len(rows) == len(analysis().measures)
    assert {row["clip"] for row in rows} == {"mine"}
    assert rows[0]["note"] == "'=spikes"
    written = to_json(analysis())["measures"]
    assert [row["measure"] for row in rows] == [one["id"] for one in written]
    told = [one["value"] for one in written if one["value"] is not None]
    assert [float(row["value"]) for row in rows if row["value"]] == told


async def test_what_is_too_large_leaves_its_pictures_out_and_says_so(
    counter, monkeypatch
):
    counter.store.keep_stills("mine", {"still_1.jpg": bytes(200_000)})
    monkeypatch.setattr(module, "MOST_BYTES", 100_000)
    await export(visit(counter))
    document, pack = packed(counter)
    assert "pictures don't fit" in document.html
    assert not any(name.endswith(".jpg") for name in pack.namelist())
