"""Of the clips, those that were analysed: what progress is made of."""

from __future__ import annotations

from datetime import datetime

from bot.store.clips import Clips
from bot.store.models import ClipRow, as_text


class Analysed(Clips):
    """The part of the history that lists analysed clips, oldest first."""

    def newest_analysed(
        self, athlete_id: int, limit: int, end: datetime | None = None
    ) -> list[ClipRow]:
        """List the athlete's newest analysed clips, those finished before ``end``."""
        return self._clips(
            """athlete_id = :athlete and state = 'analysed'
            and (:end is null or finished_at < :end)
            order by received_at desc, id desc limit :limit""",
            athlete=athlete_id,
            end=as_text(end) if end else None,
            limit=limit,
        )[::-1]

    def analysed_between(
        self, athlete_id: int, start: datetime | None, end: datetime
    ) -> list[ClipRow]:
        """List clips whose analysis finished in ``[start, end)``, oldest first.

        ``start`` None means from the beginning. Counted by when they finished, no
        clip falls between two windows that touch.
        """
        return self._clips(
            """athlete_id = :athlete and state = 'analysed'
            and finished_at >= :start and finished_at < :end
            order by received_at, id""",
            athlete=athlete_id,
            start=as_text(start) if start else "",
            end=as_text(end),
        )
