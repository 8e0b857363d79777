"""Pictures on their way from the analyst to the chat, beside the queue.

A workflow carries numbers; the bytes wait here, in the queue's own database so that
an analyst on another machine can leave them, and go when the reply is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

_tables = sa.MetaData()
_artefacts = sa.Table(
    "artefacts",
    _tables,
    # Of a look after the first: its work id, see ``store.attempts``.
    sa.Column("clip_id", sa.String(64), primary_key=True),
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)


class Artefacts:
    """The table ``artefacts`` in the database of ``url``; its calls block."""

    def __init__(self, url: str) -> None:
        address = sa.make_url(url)
        if address.drivername == "postgresql":  # as the queue engine reads it
            address = address.set(drivername="postgresql+psycopg")
        self._engine = sa.create_engine(address, hide_parameters=True)
        if self._engine.dialect.name == "sqlite":
            sa.event.listen(self._engine, "connect", _prepare_sqlite)
        _tables.create_all(self._engine)

    def put(self, work_id: str, files: Mapping[str, bytes]) -> None:
        """Keep these pictures of a look at a clip instead of those of another try."""
        rows = [
            {"clip_id": work_id, "name": name, "content": content}
            for name, content in files.items()
        ]
        with self._engine.begin() as connection:
            connection.execute(_of(work_id))
            if rows:
                connection.execute(sa.insert(_artefacts), rows)

    def get(self, work_id: str) -> dict[str, bytes]:
        """Give every picture of a look at a clip by name."""
        columns = sa.select(_artefacts.c.name, _artefacts.c.content)
        query = columns.where(_artefacts.c.clip_id == work_id)
        with self._engine.connect() as connection:
            return {row.name: row.content for row in connection.execute(query)}

    def delete(self, work_id: str) -> None:
        """Forget the pictures of a look at a clip."""
        with self._engine.begin() as connection:
            connection.execute(_of(work_id))

    def work_ids(self) -> set[str]:
        """The looks at clips that have pictures here."""
        query = sa.select(_artefacts.c.clip_id).distinct()
        with self._engine.connect() as connection:
            return set(connection.execute(query).scalars())

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _of(work_id: str) -> sa.Delete:
    return sa.delete(_artefacts).where(_artefacts.c.clip_id == work_id)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA busy_timeout=30000")
    # The file remembers this one, so that the queue, which opens it after us and
    # sets nothing itself, has it too: readers and the writer don't wait.
    connection.execute("PRAGMA journal_mode=WAL")
    # Pictures of people don't linger in free pages.
    connection.execute("PRAGMA secure_delete=ON")
