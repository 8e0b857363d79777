"""Of the clips, those that were analysed: what progress is made of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from analysis.quantities import AthleteLevel
from bot.store.clips import Clips
from bot.store.line import UNDER_WAY
from bot.store.models import NOBODY, Athlete, ClipRow, as_text


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

    def level_of(self, id: str) -> AthleteLevel:
        """Whose bands a clip is judged by: those of the athlete it belongs to now."""
        rows = self._read(
            """select athletes.* from athletes
            join clips on athlete_id = athletes.id where clips.id = :id""",
            id=id,
        )
        return next((Athlete.of(row).about for row in rows), NOBODY).level

    def judge_anew(self, id: str, analysis: Mapping[str, Any]) -> None:
        """Replace the verdicts on a clip that is not looked at: it is no correction."""
        self._write(
            f"""update clips set analysis = :analysis
            where id = :id and state = 'analysed' and not {UNDER_WAY} returning id""",
            id=id,
            analysis=json.dumps(analysis),
        )
