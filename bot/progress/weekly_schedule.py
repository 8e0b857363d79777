"""When the weekly summary is due: Sunday at 18:00, or as the athlete wants it. Pure.

A summary belongs to the ISO week that its local day is in, and there is at most one of
each. When the bot was down, only the last day that passed counts, and its summary goes
out late; it covers every clip since the last summary, so nothing of the weeks between
is lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.store import Candidate
from bot.store.models import SUNDAY_EVENING, WeeklyTime
from bot.time_zones import zone

DAYS = 7
WEEK = timedelta(days=DAYS)
# After so many weeks without a start there is silence.
QUIET_WEEKS = 3


@dataclass(frozen=True, slots=True)
class Due:
    """A summary to be claimed and sent now, of clips finished in ``[since, until)``.

    ``week`` is an ISO week such as ``2026-W07``; ``since`` is None before the first.
    ``quiet`` is how many weeks in a row had no start, 0 where there are some to tell.
    """

    athlete_id: int
    language: str | None
    zone: ZoneInfo
    week: str
    since: datetime | None
    until: datetime
    quiet: int = 0


def due(candidates: Iterable[Candidate], now: datetime, default_zone: str) -> list[Due]:
    """Pick the candidates whose summary should go out now.

    That is everyone with a clip received before their day and hour last came, or with
    none for one to three weeks, who wanted summaries already then, and whose summary of
    that week was not sent.
    """
    found = [_due(candidate, now, default_zone) for candidate in candidates]
    return [one for one in found if one is not None]


def _due(candidate: Candidate, now: datetime, default_zone: str) -> Due | None:
    home = zone(candidate.timezone, default_zone)
    moment = last_time(now, home, candidate.weekly_time)
    week = iso_week(moment, home)
    if candidate.last_week is not None and candidate.last_week >= week:
        return None
    if candidate.weekly_since > moment:
        return None
    quiet = 0
    if candidate.first_received_at is None:
        quiet = _quiet_weeks(candidate, moment, home)
        if not 0 < quiet <= QUIET_WEEKS:
            return None
    elif candidate.first_received_at > moment:
        return None
    return Due(
        athlete_id=candidate.athlete_id,
        language=candidate.language,
        zone=home,
        week=week,
        since=candidate.covered_until,
        until=now,
        quiet=quiet,
    )


def _quiet_weeks(candidate: Candidate, moment: datetime, home: ZoneInfo) -> int:
    """How many whole weeks have passed since the one with the last start."""
    began = last_time(candidate.last_received_at, home, candidate.weekly_time)
    days = moment.astimezone(home).date() - began.astimezone(home).date()
    return days // WEEK - 1


def last_time(
    now: datetime, home: ZoneInfo, wanted: WeeklyTime = SUNDAY_EVENING
) -> datetime:
    """Find the latest day and hour wanted that is not after ``now``; in UTC."""
    today = now.astimezone(home).date()
    day = today - timedelta(days=(today.isoweekday() - wanted.day) % DAYS)
    at = _on(day, home, wanted)
    return at if at <= now else _on(day - WEEK, home, wanted)


def next_time(
    now: datetime,
    home: ZoneInfo,
    wanted: WeeklyTime = SUNDAY_EVENING,
    last_week: str | None = None,
) -> datetime:
    """Find the first day and hour wanted after ``now`` whose week has no summary yet.

    ``last_week`` is the ISO week of the last one that was sent.
    """
    before = last_time(now, home, wanted).astimezone(home).date()
    at = _on(before + WEEK, home, wanted)
    if last_week is not None and iso_week(at, home) <= last_week:
        at = _on(before + 2 * WEEK, home, wanted)
    return at


def _on(day: date, home: ZoneInfo, wanted: WeeklyTime) -> datetime:
    # In UTC: two times of one zone would compare by the clock on the wall, which is
    # wrong around a change of it.
    return datetime.combine(day, time(wanted.hour), tzinfo=home).astimezone(UTC)


def iso_week(moment: datetime, home: ZoneInfo) -> str:
    """ISO week of a moment's local date; text order is time order."""
    year, week, _ = moment.astimezone(home).isocalendar()
    return f"{year}-W{week:02d}"
