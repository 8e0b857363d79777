"""The history's tables, one numbered step after another.

A step that was released is never edited: the next change is a new step. Each runs in
one transaction with the record that it ran. Every row that belongs to a person hangs
on ``athletes`` by a foreign key that cascades, so that deleting the athlete deletes
everything.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

# Importing them registers their steps, in this order.
from bot.store.migrations import first_seasons, many_machines, no_leftovers  # noqa: F401
from bot.store.migrations.register import MIGRATIONS

__all__ = ["MIGRATIONS", "applied_steps", "known_steps"]


def known_steps() -> frozenset[str]:
    """Names of all steps there are."""
    with closing(sqlite3.connect(":memory:")) as nothing:
        return frozenset(step.name for step in MIGRATIONS.pending(Database(nothing)))


def applied_steps(path: Path) -> frozenset[str]:
    """Names of the steps that were made in a history's file."""
    with closing(sqlite3.connect(path)) as history:
        return frozenset(step.name for step in MIGRATIONS.applied(Database(history)))
