import errno
import sqlite3

import pytest
import sqlalchemy

from bot.disk import is_full


def wrapped(error):
    try:
        raise RuntimeError("odd") from error
    except RuntimeError as outer:
        return outer


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "over quota"),
        sqlite3.OperationalError("database or disk is full"),
        sqlalchemy.exc.OperationalError("insert", {}, Exception("disk is full")),
        RuntimeError("exit code 1: OSError: No space left on device"),
    ],
    ids=str,
)
def test_a_full_disk_is_known_however_it_is_said(error):
    assert is_full(error)
    assert is_full(wrapped(error))


@pytest.mark.parametrize("error", [None, OSError(errno.EIO, "bad"), ValueError("full")])
def test_other_errors_are_no_full_disk(error):
    assert not is_full(error)
