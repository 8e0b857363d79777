"""Where the steps of the history's tables are registered, in their order."""

from __future__ import annotations

from sqlite_utils import Migrations
from sqlite_utils.db import ForeignKey

MIGRATIONS = Migrations("history")
# What steps do in PostgreSQL to what is there already, in SQL by the step's name; new
# tables and columns come by themselves.
IN_POSTGRESQL: dict[str, str] = {}


def of_athlete(table: str) -> list[ForeignKey]:
    """Key by which a table's rows go with the athlete they belong to."""
    return [ForeignKey(table, "athlete_id", "athletes", "id", on_delete="CASCADE")]
