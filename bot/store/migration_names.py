"""Which steps there are, and which were made: what a backup must fit."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from bot.store.migrations import MIGRATIONS


def known_steps() -> frozenset[str]:
    """Names of all steps there are."""
    with closing(sqlite3.connect(":memory:")) as nothing:
        return frozenset(step.name for step in MIGRATIONS.pending(Database(nothing)))


def applied_steps(path: Path) -> frozenset[str]:
    """Names of the steps that were made in a history's file."""
    with closing(sqlite3.connect(path)) as history:
        return frozenset(step.name for step in MIGRATIONS.applied(Database(history)))
