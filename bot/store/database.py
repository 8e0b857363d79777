"""Where the history's tables are: in a SQLite file, or in a shared PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from bot.clock import Clock
from bot.store.sqlite_file import SqliteFile

# A file, or the address of a PostgreSQL database.
Place: TypeAlias = Path | str


class Tables(Protocol):
    """What the history asks of a database.

    Statements are SQL both databases understand, with ``:name`` for values. Only the
    thread that opened it may use it.
    """

    def rows(self, sql: str, values: Mapping[str, object]) -> list[dict[str, Any]]:
        """Run one statement, as one transaction unless inside :meth:`together`."""
        ...

    def together(self) -> AbstractContextManager[Any]:
        """All or nothing of what is written inside; may be nested."""
        ...

    def alone_with(self, number: int) -> None:
        """Wait, inside :meth:`together`, for all others who are alone with a number.

        They wait from then on until the transaction ends.
        """
        ...

    def wipe(self) -> None:
        """See to it that nothing that was deleted can be read from the disk."""
        ...

    def close(self) -> None:
        """Close it."""
        ...


class HistoryFile:
    """The history's tables, brought up to date when opened.

    Parameters
    ----------
    place
        The SQLite file, made when missing, or a PostgreSQL address that several
        machines share.
    now
        The clock; by default the computer's.
    """

    def __init__(self, place: Place, now: Callable[[], datetime] | None = None) -> None:
        self._now = now or Clock()
        self._tables = opened(place)

    def now(self) -> datetime:
        """The time of day that rows are written with."""
        return self._now()

    def close(self) -> None:
        """Close the database."""
        self._tables.close()

    def _read(self, sql: str, **values: object) -> list[dict[str, Any]]:
        """Rows of a query."""
        return self._tables.rows(sql, values)

    def _write(self, sql: str, **values: object) -> list[dict[str, Any]]:
        """Run one writing statement that ends in ``returning``, as one transaction."""
        return self._tables.rows(sql, values)

    def _together(self) -> AbstractContextManager[Any]:
        """All or nothing of what is written inside."""
        return self._tables.together()


def opened(place: Place) -> Tables:
    """Open the database of a history for this thread."""
    if isinstance(place, Path):
        return SqliteFile(place)
    # Who keeps the history in a file needs no driver for servers.
    from bot.store.postgresql import PostgresDatabase

    return PostgresDatabase(place)
