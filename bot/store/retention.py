"""For how long clips are kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.store.clips import Clips
from bot.store.line import UNDER_WAY
from bot.store.models import ClipRow, as_text

# Nothing is deleted that somebody still waits for.
ENDED = f"not {UNDER_WAY} and state != 'held'"


class Retention(Clips):
    """The part of the history that knows what is older than people want it kept."""

    def past_keeping(self, now: datetime, keeper: int | None = None) -> list[ClipRow]:
        """List finished clips that are older than their people want them kept.

        With a ``keeper`` only those of this person and of who lives on their phone.
        """
        wishes = self._read(
            """select distinct keep_days as days from athletes
            where keep_days is not null order by days"""
        )
        return [
            row
            for wish in wishes
            for row in self._clips(
                f"""{ENDED} and received_at < :oldest and exists (
                    select 1 from athletes as whose join athletes as keeper
                        on keeper.id = coalesce(whose.kept_by, whose.id)
                    where whose.id = clips.athlete_id and keeper.keep_days = :days
                    and (:keeper is null or keeper.id = :keeper))
                order by received_at, id""",
                days=wish["days"],
                keeper=keeper,
                oldest=as_text(now - timedelta(days=wish["days"])),
            )
        ]

    def older_than(self, keeper: int, days: int, now: datetime) -> int:
        """How many clips keeping them for so long would delete."""
        (row,) = self._read(
            f"""select count(*) as older from clips where {ENDED}
            and athlete_id in (select id from athletes where :keeper in (id, kept_by))
            and received_at < :since""",
            keeper=keeper,
            since=as_text(now - timedelta(days=days)),
        )
        return int(row["older"])
