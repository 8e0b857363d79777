"""A SQLite file as a whole: checked, and copied while others write to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

PAGES = 256  # copied between two looks at whether to go on
BUSY_TIMEOUT_S = 30.0


class Damaged(Exception):
    """A file is no whole database; the message says which and what is wrong."""


class Interrupted(Exception):
    """The copy is not wanted any more."""


def check(path: Path) -> None:
    """Look whether a file is whole, without changing it; an absent one is.

    Raises
    ------
    Damaged
    OSError
        When it can't be opened at all.
    """
    if not path.exists():
        return
    with path.open("rb"):
        pass  # what SQLite would call "unable to open" is told by its true name
    try:
        with closing(_open(path)) as file:
            (told,) = file.execute("pragma quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        raise Damaged(f"{path}: {error}") from error
    if told != "ok":
        raise Damaged(f"{path}: {told}")


def copy(source: Path, target: Path, go_on: Callable[[], bool] = lambda: True) -> None:
    """Copy a database as it is at one moment; writers need not wait.

    What was deleted from it is in no free page of the copy.

    Raises
    ------
    Damaged
        When the copy is not whole, and so the source isn't.
    Interrupted
        When ``go_on`` says no.
    """

    def told(_status: int, _remaining: int, _total: int) -> None:
        if not go_on():
            raise Interrupted(source)

    try:
        with closing(_open(source)) as old, closing(sqlite3.connect(target)) as new:
            # The copy is packed or thrown away: what it costs is for nothing.
            new.execute("pragma synchronous = off")
            # One read transaction around all steps: else a writer would begin it anew.
            old.execute("begin")
            old.execute("select count(*) from sqlite_master").fetchone()
            old.backup(new, pages=PAGES, progress=told)
            _tighten(new)
    except sqlite3.OperationalError:
        raise  # the disk is full, say: that is no damage
    except sqlite3.DatabaseError as error:
        raise Damaged(f"{source}: {error}") from error
    check(target)


def tighten(path: Path) -> None:
    """Make it one file again, that has in no free page what was deleted from it."""
    with closing(sqlite3.connect(path)) as file:
        _tighten(file)


def _tighten(file: sqlite3.Connection) -> None:
    file.execute("pragma journal_mode = delete").fetchone()
    file.execute("vacuum")


def _open(path: Path) -> sqlite3.Connection:
    address = f"{path.resolve().as_uri()}?mode=ro"
    return sqlite3.connect(
        address, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None
    )
