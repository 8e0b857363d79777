"""What really changed between two groups of an athlete's starts. Pure.

A difference that chance or the measuring error explains is no change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from math import sqrt
from statistics import median, pvariance
from typing import TypeAlias
from zoneinfo import ZoneInfo

from analysis.scoring.checklist import Check, Checklist
from analysis.scoring.comparison import least_change, outside
from analysis.types import Analysis, Band, Measure
from bot.progress.starts import Start

# Evidence §5 compares medians of at least three clips.
LEAST_CLIPS = 3
# A change starts from how the athlete started lately: the newest ten clips.
EARLIER_CLIPS = 10


@dataclass(frozen=True, slots=True)
class Change:
    """A median that moved towards the green band or away from it.

    ``least`` is the smallest difference that would have counted; ``closer`` is
    whether the new median is nearer to green.
    """

    check: str
    before: float
    after: float
    least: float
    closer: bool


def changes(
    starts: Sequence[Start], checklist: Checklist, zone: ZoneInfo
) -> tuple[Change, ...]:
    """What really changed in the last weeks, the heaviest check first.

    Parameters
    ----------
    starts
        Oldest first, such as may be compared.
    zone
        Where weeks begin on Monday.
    """
    after, before = lately(starts, zone)
    found = [_change(check, before, after) for check in checklist.checks]
    real = [change for change in found if change]
    return tuple(sorted(real, key=lambda c: -checklist.check(c.check).weight))


def lately(
    starts: Sequence[Start], zone: ZoneInfo
) -> tuple[list[Analysis], list[Analysis]]:
    """The last week with starts, and the newest ten before it.

    Where that week has fewer than three, those before it are added until there are.
    """
    after: list[Start] = []
    for _, week in groupby(reversed(starts), lambda one: monday(one.at, zone)):
        if len(after) >= LEAST_CLIPS:
            break
        after += week
    before = starts[: len(starts) - len(after)][-EARLIER_CLIPS:]
    return [one.analysis for one in reversed(after)], [one.analysis for one in before]


def monday(time: datetime, zone: ZoneInfo) -> date:
    """The first day of a moment's week where the athlete lives."""
    day = time.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def _change(
    check: Check, before: Sequence[Analysis], after: Sequence[Analysis]
) -> Change | None:
    old, new = readings(check.measure, before), readings(check.measure, after)
    if check.reliability == "D" or min(len(old), len(new)) < LEAST_CLIPS:
        return None
    was, now = _median(old), _median(new)
    least = least_change(spread(old, new), len(old), len(new))
    band = band_of(check, after)
    far_before, far_after = outside(was, band), outside(now, band)
    if abs(now - was) <= least or far_before == far_after:
        return None
    return Change(check.id, was, now, least, closer=far_after < far_before)


def band_of(check: Check, analyses: Iterable[Analysis]) -> Band:
    """The band that the last of these was judged by: the athlete's level may change."""
    bands = [f.band for a in analyses for f in a.findings if f.check == check.id]
    return bands[-1] if bands else check.band


Reading: TypeAlias = tuple[float, float]


def readings(measure_id: str, analyses: Iterable[Analysis]) -> list[Reading]:
    """Value and ± of one measure in every analysis that has it."""
    found = [reading_of(m) for a in analyses for m in a.measures if m.id == measure_id]
    return [reading for reading in found if reading is not None]


def reading_of(measure: Measure) -> Reading | None:
    """Value and ± of a measure, None without them."""
    if measure.value is None or measure.plus_minus is None:
        return None
    return (measure.value, measure.plus_minus)


def _median(readings: Sequence[Reading]) -> float:
    return median(value for value, _ in readings)


def spread(*groups: Sequence[Reading]) -> float:
    """SD of one clip: the measuring error, or the athlete's own scatter if larger.

    The scatter is that within the groups, each of at least one reading.
    """
    errors = [error for group in groups for _, error in group]
    measuring = sqrt(sum(error**2 for error in errors) / len(errors))
    freedom = len(errors) - len(groups)
    if freedom < 1:
        return measuring
    squares = sum(len(g) * pvariance(value for value, _ in g) for g in groups)
    # Few clips show little of the scatter: a factor just above that of Student's t.
    scatter = sqrt(squares / freedom) * (1 + 2 / freedom)
    return max(measuring, scatter)
