"""When the weekly summary is due: Sunday at 18:00 where the athlete lives. Pure.

A summary belongs to the ISO week that its Sunday ends. When the bot was down, only the
last Sunday that passed counts, and its summary goes out late; it covers every clip
since the last summary, so nothing of the weeks between is lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.store import Candidate
from bot.time_zones import zone

HOUR = time(18, 0)
SUNDAY = 7


@dataclass(frozen=True, slots=True)
class Due:
    """A summary to be claimed and sent now, of clips finished in ``[since, until)``.

    ``week`` is an ISO week such as ``2026-W07``; ``since`` is None before the first.
    """

    athlete_id: int
    language: str | None
    zone: ZoneInfo
    week: str
    since: datetime | None
    until: datetime


def due(candidates: Iterable[Candidate], now: datetime, default_zone: str) -> list[Due]:
    """Pick the candidates whose summary should go out now.

    That is everyone with a clip received before the last Sunday 18:00 of theirs, who
    wanted summaries already then, and whose summary of that week was not sent.
    """
    found = [_due(candidate, now, default_zone) for candidate in candidates]
    return [one for one in found if one is not None]


def _due(candidate: Candidate, now: datetime, default_zone: str) -> Due | None:
    home = zone(candidate.timezone, default_zone)
    sunday = last_sunday(now, home)
    week = iso_week(sunday, home)
    if candidate.last_week is not None and candidate.last_week >= week:
        return None
    if max(candidate.weekly_since, candidate.first_received_at) > sunday:
        return None
    return Due(
        athlete_id=candidate.athlete_id,
        language=candidate.language,
        zone=home,
        week=week,
        since=candidate.covered_until,
        until=now,
    )


def last_sunday(now: datetime, home: ZoneInfo) -> datetime:
    """Find the latest Sunday 18:00 in the zone that is not after ``now``; in UTC."""
    today = now.astimezone(home).date()
    sunday = today - timedelta(days=today.isoweekday() % SUNDAY)
    at = _on(sunday, home)
    return at if at <= now else _on(sunday - timedelta(days=7), home)


def _on(day: date, home: ZoneInfo) -> datetime:
    # In UTC: two times of one zone would compare by the clock on the wall, which is
    # wrong around a change of it.
    return datetime.combine(day, HOUR, tzinfo=home).astimezone(UTC)


def iso_week(moment: datetime, home: ZoneInfo) -> str:
    """ISO week of a moment's local date; text order is time order."""
    year, week, _ = moment.astimezone(home).isocalendar()
    return f"{year}-W{week:02d}"
