"""The steps that make the history's tables."""

import inspect
import re

import pytest
from sqlite_utils import Database, Migrations

from bot.store import Store
from bot.store.migrations import MIGRATIONS


@pytest.fixture
def database(tmp_path):
    database = Database(tmp_path / "history.sqlite")
    yield database
    database.close()


def names(steps):
    return [step.name for step in steps]


def test_steps_are_numbered_without_a_gap(database):
    steps = names(MIGRATIONS.pending(database))
    assert [int(re.match(r"m(\d{3})_", name)[1]) for name in steps] == [
        number + 1 for number in range(len(steps))
    ]


def test_every_step_says_what_it_does(database):
    for step in MIGRATIONS.pending(database):
        assert inspect.getdoc(step.fn)


def test_opening_the_store_applies_every_step_once(tmp_path):
    path = tmp_path / "history.sqlite"
    for _ in range(2):
        Store(path).close()
    database = Database(path)
    assert MIGRATIONS.pending(database) == []
    names = [step.name for step in MIGRATIONS.applied(database)]
    assert names[0] == "m001_athletes"
    assert names == sorted(set(names))
    database.close()


def test_an_older_file_keeps_its_rows(tmp_path):
    path = tmp_path / "history.sqlite"
    database = Database(path)
    MIGRATIONS.apply(database, stop_before="m003_sent")
    moment = "2026-03-02T12:00:00.000000+00:00"
    database.table("athletes").insert(
        {"id": 1, "weekly": 1, "weekly_since": moment, "created_at": moment}
    )
    database.close()
    store = Store(path)
    assert store.meet(1).created_at.year == 2026
    store.mark_sent("key", 3, athlete_id=1)
    assert store.was_sent("key") == 3
    store.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    steps = Migrations("history")

    @steps()
    def m001_good(db):
        db.table("good").create({"id": int}, pk="id")

    @steps()
    def m002_bad(db):
        db.table("half").create({"id": int}, pk="id")
        raise RuntimeError("power cut")

    monkeypatch.setattr("bot.store.sqlite_file.MIGRATIONS", steps)
    with pytest.raises(RuntimeError, match="power cut"):
        Store(tmp_path / "history.sqlite")
    database = Database(tmp_path / "history.sqlite")
    assert not {"good", "half"} & set(database.table_names())
    database.close()


def test_the_same_summary_can_not_be_written_twice(database):
    MIGRATIONS.apply(database)
    assert database.table("summaries").pks == ["athlete_id", "week"]
