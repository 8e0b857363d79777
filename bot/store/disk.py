"""What a disk does to those who write to it: full, read-only, damaged."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from typing import Literal, TypeAlias

Trouble: TypeAlias = Literal["full", "read_only", "damaged"]

_BY_ERRNO: dict[int | None, Trouble] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read_only",
    errno.EIO: "damaged",
}
# Primary codes; what comes in the higher bits only says where it happened.
_BY_CODE: dict[int, Trouble] = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_CANTOPEN: "read_only",
    sqlite3.SQLITE_IOERR: "damaged",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
}
# PostgreSQL's, whose driver may not be there.
_BY_STATE: dict[str | None, Trouble] = {
    "53100": "full",
    "25006": "read_only",
    "58030": "damaged",
}


def trouble_of(error: BaseException | None) -> Trouble | None:
    """What the disk did to cause this error; None when it did nothing."""
    for one in _causes(error):
        if isinstance(one, sqlite3.Error):
            code = getattr(one, "sqlite_errorcode", 0) & 0xFF
            if code in _BY_CODE:
                return _BY_CODE[code]
        elif isinstance(one, OSError) and one.errno in _BY_ERRNO:
            return _BY_ERRNO[one.errno]
        elif (state := getattr(one, "sqlstate", None)) in _BY_STATE:
            return _BY_STATE[state]
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it came from, each once."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        # SQLAlchemy keeps the driver's error here, also when pickled.
        inner = getattr(error, "orig", None)
        error = inner or error.__cause__
