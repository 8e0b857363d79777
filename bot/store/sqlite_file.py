"""The history in one SQLite file: opened, brought up to date, written to."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from time import sleep
from typing import Any

from sqlite_utils import Database

from bot.store.migrations import MIGRATIONS

BUSY_TIMEOUT_MS = 5000
SWITCH_TRIES = 50
SWITCH_PAUSE_S = 0.02


class SqliteFile:
    """One SQLite file with the history's tables.

    Parameters
    ----------
    path
        The file; it and its folder are made when missing, its tables brought up to
        date.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = Database(path)
        self._db.execute(f"pragma busy_timeout = {BUSY_TIMEOUT_MS}")
        self._db.execute("pragma foreign_keys = on")
        # What an athlete deletes is overwritten, not just unlinked.
        self._db.execute("pragma secure_delete = on")
        self._write_ahead()
        self._migrate()

    def _write_ahead(self) -> None:
        # Two who switch a new file at once refuse each other without waiting, as
        # SQLite sees a deadlock; one has done it by the next try.
        for _ in range(SWITCH_TRIES):
            try:
                self._db.enable_wal()
                return
            except sqlite3.OperationalError:
                sleep(SWITCH_PAUSE_S)
        self._db.enable_wal()

    def _migrate(self) -> None:
        # Another process may be opening the file too: whoever comes second waits
        # here and finds nothing left to do.
        self._db.execute("begin immediate")
        try:
            MIGRATIONS.apply(self._db)
            self._db.commit()
        finally:
            self._db.rollback()

    def rows(self, sql: str, values: Mapping[str, object]) -> list[dict[str, Any]]:
        """Run one statement; its rows."""
        return list(self._db.query(sql, dict(values)))

    def together(self) -> AbstractContextManager[Any]:
        """All or nothing of what is written inside."""
        return self._db.atomic()

    def alone_with(self, number: int) -> None:
        """Nothing: one statement that writes keeps all others waiting here."""

    def wipe(self) -> None:
        """Empty the write-ahead log, which still holds old pages until then."""
        self._db.execute("pragma wal_checkpoint(truncate)").fetchall()

    def close(self) -> None:
        """Close the file."""
        self._db.close()
