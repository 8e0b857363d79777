"""The history in a PostgreSQL database that several machines share."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping
from typing import Any

import psycopg
import sqlalchemy as sa

from bot.store.postgresql_tables import bring_up_to_date

# One thread uses it, so that one connection is enough, and one for after a loss.
CONNECTIONS = 2
CONNECT_S = 5  # the bot waits for the history meanwhile


class PostgresDatabase:
    """A PostgreSQL database with the history's tables.

    Parameters
    ----------
    address
        Such as ``postgresql://user@host/name``; its tables are made and brought up to
        date.
    """

    def __init__(self, address: str) -> None:
        url = sa.make_url(address).set(drivername="postgresql+psycopg")
        self._engine = sa.create_engine(
            url,
            pool_size=CONNECTIONS,
            # A connection the server has closed meanwhile is replaced, not used.
            pool_pre_ping=True,
            # Values are quoted here, not typed there: as SQLite takes them.
            connect_args={
                "cursor_factory": psycopg.ClientCursor,
                "connect_timeout": CONNECT_S,
            },
        )
        self._thread = threading.get_ident()
        self._open: sa.Connection | None = None
        bring_up_to_date(self._engine)

    def rows(self, sql: str, values: Mapping[str, object]) -> list[dict[str, Any]]:
        """Run one statement; its rows.

        Raises
        ------
        RuntimeError
            In a thread that didn't open it: statements would mix in a transaction.
        psycopg.Error
            When the server refuses; without the values, which may be somebody's words.
        """
        if threading.get_ident() != self._thread:
            raise RuntimeError("the history belongs to the thread that opened it")
        try:
            with self.together() as connection:
                found = connection.execute(sa.text(sql), dict(values))
                return list(map(dict, found.mappings())) if found.returns_rows else []
        except sa.exc.DBAPIError as error:
            raise _without_values(error) from None

    @contextlib.contextmanager
    def together(self) -> Iterator[sa.Connection]:
        """All or nothing of what is written inside; inside another, part of that."""
        if self._open is not None:
            yield self._open
            return
        with self._engine.begin() as connection:
            self._open = connection
            try:
                yield connection
            finally:
                self._open = None

    def alone_with(self, number: int) -> None:
        """Lock a number until the transaction ends."""
        self.rows("select pg_advisory_xact_lock(:number)", {"number": number})

    def wipe(self) -> None:
        """Leave it to the server, which reuses the space of deleted rows in time."""

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _without_values(error: sa.exc.DBAPIError) -> Exception:
    """What the server said, without its details and the statement."""
    said = error.orig
    if not isinstance(said, psycopg.Error):
        return RuntimeError(type(error).__name__)
    return type(said)(said.diag.message_primary or "the connection failed")
