"""Takes a history from a SQLite file to an empty PostgreSQL, when one grows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from bot.store.migrations import MIGRATIONS
from bot.store.postgresql import PostgresDatabase
from bot.store.sqlite_file import SqliteFile


class NotEmpty(Exception):
    """There is somebody's history already where it should go."""


def move_history(file: Path, address: str) -> int:
    """Copy every row; the file stays as it is.

    Returns
    -------
    int
        How many athletes there are now.

    Raises
    ------
    FileNotFoundError
        When there is no file.
    NotEmpty
        When the PostgreSQL knows anybody.
    """
    if not file.exists():
        raise FileNotFoundError(file)
    with closing(SqliteFile(file)) as old, closing(PostgresDatabase(address)) as new:
        with new.together():
            if new.rows("select 1 from athletes limit 1", {}):
                raise NotEmpty(address)
            for table, columns in _tables():
                _copy(old, new, table, columns)
            _number_on(new)
        (row,) = new.rows("select count(*) as count from athletes", {})
    return int(row["count"])


def _tables() -> Iterator[tuple[str, list[str]]]:
    """Every table with its columns; who is referred to comes first."""
    with closing(Database(memory=True)) as model:
        MIGRATIONS.apply(model)
        for table in model.tables:
            # What processes are there is no history.
            if table.name not in (MIGRATIONS.migrations_table, "executors"):
                yield table.name, [column.name for column in table.columns]


def _copy(
    old: SqliteFile, new: PostgresDatabase, table: str, columns: list[str]
) -> None:
    names = ", ".join(columns)
    values = ", ".join(f":{name}" for name in columns)
    # Of athletes: who keeps others comes before them.
    order = "kept_by is not null, id" if table == "athletes" else "rowid"
    rows = old.rows(f"select {names} from {table} order by {order}", {})
    for row in rows:
        held = row if table != "athletes" else {**row, "subject": None}
        new.rows(f"insert into {table} ({names}) values ({values})", held)
    for row in rows:
        if row.get("subject") is not None:  # whom they look at is there by now
            new.rows("update athletes set subject = :subject where id = :id", row)


def _number_on(new: PostgresDatabase) -> None:
    """Let new comments go on where the old ones end."""
    new.rows(
        """select setval(pg_get_serial_sequence('comments', 'id'),
            coalesce((select max(id) from comments), 0) + 1, false)""",
        {},
    )
