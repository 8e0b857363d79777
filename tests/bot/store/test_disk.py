"""Errors of the disk are told from all others, however they come."""

import errno
import sqlite3
from contextlib import closing

import psycopg
import pytest
import sqlalchemy as sa

from bot.store import Store
from bot.store.disk import trouble_of


@pytest.fixture
def database(tmp_path):
    with closing(Store(tmp_path / "history.sqlite")) as store:
        yield store._tables._db


def error_of(database, pragma):
    database.execute(f"pragma {pragma}")
    with pytest.raises(sqlite3.OperationalError) as raised:
        database.execute("create table filled as select zeroblob(90000)")
    return raised.value


@pytest.mark.parametrize(
    ("pragma", "trouble"), [("max_page_count = 1", "full"), ("query_only", "read_only")]
)
def test_what_a_database_says(database, pragma, trouble):
    pragma = pragma if "=" in pragma else f"{pragma} = on"
    assert trouble_of(error_of(database, pragma)) == trouble


def test_what_the_queues_library_makes_of_it(database):
    error = error_of(database, "max_page_count = 1")
    assert trouble_of(sa.exc.OperationalError("insert", {}, error)) == "full"


def test_what_a_server_says():
    full, gone = psycopg.errors.DiskFull("full"), psycopg.OperationalError("gone")
    assert trouble_of(sa.exc.OperationalError("insert", {}, full)) == "full"
    assert trouble_of(psycopg.errors.ReadOnlySqlTransaction("no")) == "read_only"
    assert trouble_of(sa.exc.OperationalError("insert", {}, gone)) is None


@pytest.mark.parametrize(
    ("number", "trouble"),
    [(errno.ENOSPC, "full"), (errno.EROFS, "read_only"), (errno.EIO, "damaged")],
)
def test_what_a_file_says_also_below_another_error(number, trouble):
    below = RuntimeError("the step failed")
    below.__cause__ = OSError(number, "no")
    assert trouble_of(below) == trouble


def test_a_damaged_database_is_told(tmp_path):
    (tmp_path / "x.sqlite").write_bytes(b"no database " * 400)
    with (
        closing(sqlite3.connect(tmp_path / "x.sqlite")) as broken,
        pytest.raises(sqlite3.DatabaseError) as raised,
    ):
        broken.execute("select * from sqlite_master")
    assert trouble_of(raised.value) == "damaged"


@pytest.mark.parametrize(
    "error",
    [
        None,
        ValueError("full"),
        FileNotFoundError(errno.ENOENT, "no"),
        ConnectionError(),
    ],
)
def test_other_errors_are_none_of_the_disks(error):
    assert trouble_of(error) is None
