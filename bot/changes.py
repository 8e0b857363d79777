"""What really changed between two groups of an athlete's clips. Pure.

Only like is compared with like, and a difference that chance or the measuring error
explains is no change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median, pvariance
from typing import TypeAlias

from analysis.checklist import Check, Checklist
from analysis.types import Analysis, Band, ClipInfo, Measure

# The smallest real change between two single values is 2.8 SD; it shrinks with the
# number of clips (evidence §5).
REAL_CHANGE = 2.8
# Evidence §5 compares medians of at least three clips.
LEAST_CLIPS = 3
# A change starts from how the athlete started lately: the newest ten clips.
EARLIER_CLIPS = 10
# Real frames per second where the classes 30, 60, 120 and 240 part: the geometric
# means between them.
CLASS_EDGES_FPS = (42.4, 84.9, 169.7)

Conditions: TypeAlias = tuple[str | None, str | None, int]


@dataclass(frozen=True, slots=True)
class Change:
    """A median that moved towards the green band or away from it.

    ``least`` is the smallest difference that would have counted; ``closer`` tells
    whether the new median is nearer to green.
    """

    check: str
    before: float
    after: float
    least: float
    closer: bool


def changes(
    now: Sequence[Analysis], earlier: Sequence[Analysis], checklist: Checklist
) -> tuple[Change, ...]:
    """Real changes from ``earlier`` to ``now``, the heaviest check first.

    Both are oldest first and of one analysis version. Compared are the conditions
    most of ``now`` was filmed under; clips of other conditions are left aside.
    """
    told = Counter(like for one in now if (like := conditions(one)))
    if not told:
        return ()
    like = told.most_common(1)[0][0]
    after = [one for one in now if conditions(one) == like]
    before = [one for one in earlier if conditions(one) == like][-EARLIER_CLIPS:]
    found = [_change(check, before, after) for check in checklist.checks]
    real = [change for change in found if change]
    return tuple(sorted(real, key=lambda c: -checklist.check(c.check).weight))


def conditions(analysis: Analysis) -> Conditions | None:
    """Near side, front leg and frame-rate class; None when the true rate is unknown."""
    if analysis.clip is None or (fps := _class(analysis.clip)) is None:
        return None
    return (analysis.near_side, analysis.front_leg, fps)


def _class(clip: ClipInfo) -> int | None:
    if clip.speed_factor is None:
        return None
    return sum(clip.median_fps * clip.speed_factor >= edge for edge in CLASS_EDGES_FPS)


def _change(
    check: Check, before: Sequence[Analysis], after: Sequence[Analysis]
) -> Change | None:
    old, new = _readings(check.measure, before), _readings(check.measure, after)
    if check.reliability == "D" or min(len(old), len(new)) < LEAST_CLIPS:
        return None
    was, now = _median(old), _median(new)
    least = REAL_CHANGE * _spread(old, new) * sqrt(1 / len(old) + 1 / len(new))
    far_before, far_after = _outside(was, check.band), _outside(now, check.band)
    if abs(now - was) <= least or far_before == far_after:
        return None
    return Change(check.id, was, now, least, closer=far_after < far_before)


Reading: TypeAlias = tuple[float, float]


def _readings(measure_id: str, analyses: Iterable[Analysis]) -> list[Reading]:
    """Value and ± of one measure in every analysis that has it."""
    found = [_reading(m) for a in analyses for m in a.measures if m.id == measure_id]
    return [reading for reading in found if reading is not None]


def _reading(measure: Measure) -> Reading | None:
    if measure.value is None or measure.plus_minus is None:
        return None
    return (measure.value, measure.plus_minus)


def _median(readings: Sequence[Reading]) -> float:
    return median(value for value, _ in readings)


def _spread(old: Sequence[Reading], new: Sequence[Reading]) -> float:
    """SD of one clip: the measuring error, or the athlete's own scatter if larger."""
    errors = [error for _, error in (*old, *new)]
    measuring = sqrt(sum(error**2 for error in errors) / len(errors))
    squares = sum(len(g) * pvariance(value for value, _ in g) for g in (old, new))
    freedom = len(old) + len(new) - 2
    # Few clips tell little of the scatter; this follows Student's t from above.
    scatter = sqrt(squares / freedom) * (1 + 2 / freedom)
    return max(measuring, scatter)


def _outside(value: float, band: Band) -> float:
    """Degrees between the value and the green band; 0 within."""
    low, high = band.green
    below = low - value if low is not None else 0.0
    above = value - high if high is not None else 0.0
    return max(below, above, 0.0)
