"""A history of any version that was released, with rows in every table, brought here.

The rows are made from the tables themselves, so that a new step needs no new fixture.
"""

import hashlib
import sqlite3
from contextlib import closing
from datetime import datetime

import pytest
from sqlite_utils import Database

from bot.store import Store
from bot.store.file_copy import check
from bot.store.migrations import MIGRATIONS, known_steps

STEPS = sorted(known_steps())
MOMENT = "2026-03-02T12:00:00.000000+00:00"
# What a column holds where any text or number won't do.
MEANT = {
    "pictures": "{}",
    "state": "analysed",
    "language": "uk",
    "chosen_language": "uk",
    "timezone": "Europe/Kyiv",
    "kind": "share",
    "keep_days": None,
    "kept_by": None,
    "subject": None,
    "asked": None,
    "again": None,
}
# Of a link's token only a digest is kept by now, under another name.
REPLACED = {"token"}
KINDS = {"INTEGER": 1, "TEXT": MOMENT, "BLOB": b"\xff\x00"}


def write_row(database, table):
    """One row of athlete 1 and clip c1, with something in every column."""
    row = {}
    for column in database.table(table).columns:
        row[column.name] = MEANT.get(column.name, KINDS[column.type])
    row |= {name: "c1" for name in ("clip_id",) if name in row}
    if table == "clips":
        row["id"] = "c1"
        for name in ("analysis", "wanted", "before"):
            if name in row:
                row[name] = None
    database.table(table).insert(row)


def tables(database):
    """Ours, those that others hang on first."""
    first = ["athletes", "clips"]
    names = [n for n in database.table_names() if not n.startswith(("_", "sqlite_"))]
    return [n for n in first if n in names] + sorted(set(names) - set(first))


def rows(path, columns):
    """What stands in these columns of each table."""
    with closing(sqlite3.connect(path)) as history:
        return {
            table: history.execute(f"select {', '.join(names)} from {table}").fetchall()
            for table, names in columns.items()
        }


@pytest.fixture
def write_history(tmp_path):
    """A history as it was after so many steps, and the columns it has."""

    def write(steps):
        path = tmp_path / "history.sqlite"
        with closing(Database(path)) as database:
            later = STEPS[steps] if steps < len(STEPS) else None
            MIGRATIONS.apply(database, stop_before=later)
            columns = {}
            for table in tables(database):
                write_row(database, table)
                names = [one.name for one in database.table(table).columns]
                columns[table] = [name for name in names if name not in REPLACED]
        return path, columns

    return write


@pytest.mark.parametrize("steps", range(1, len(STEPS) + 1), ids=STEPS)
def test_no_row_and_no_value_is_lost_on_the_way_here(write_history, steps):
    path, columns = write_history(steps)
    before = rows(path, columns)
    assert all(len(found) == 1 for found in before.values())
    with closing(Store(path)) as store:
        assert store.athlete(1).language == "uk"
        assert [row.id for row in store.all_clips(1)] == ["c1"] * ("clips" in before)
    assert rows(path, columns) == before
    with closing(sqlite3.connect(path)) as history:
        assert history.execute("pragma foreign_key_check").fetchall() == []
    check(path)


def test_a_link_made_before_opens_what_it_did_and_its_token_is_gone(write_history):
    path, _ = write_history(STEPS.index("m022_hashed_links"))
    with closing(Store(path, lambda: datetime.fromisoformat(MOMENT))) as store:
        assert store.link(MOMENT, 1).kind == "share"
    with closing(sqlite3.connect(path)) as history:
        (row,) = history.execute("select digest from links").fetchall()
    assert row == (hashlib.sha256(MOMENT.encode()).hexdigest(),)


@pytest.mark.parametrize("steps", (1, 2, 10, len(STEPS)))
def test_who_came_from_an_older_version_can_be_deleted_whole(write_history, steps):
    path, columns = write_history(steps)
    with closing(Store(path)) as store:
        store.delete_athlete(1)
    # Who was let in or kept out stays, else they could come in again; so does which
    # status message must still go. Executors are nobody's; of updates the ids stay.
    left = {table for table, found in rows(path, columns).items() if found}
    assert left <= {"access", "strays", "executors", "inbox"}
