"""Two analyses, measure by measure: changed, the same, or can't tell.

Only like is compared with like, and a difference that the measuring error explains is
no change. The rule for single clips and for medians of many is one: ``least_change``.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, sqrt
from typing import Literal, TypeAlias

from analysis.types import Analysis, Band, ClipInfo, Measure

# Evidence §1: the smallest real change between two single values is 2.8 SD; it shrinks
# with the number of clips.
REAL_CHANGE = 2.8
# How many times more a median of three or more scatters than a mean.
MEDIAN_TIMES = 1.25
# Real frames per second where the classes 30, 60, 120 and 240 part: the geometric
# means between them.
CLASS_EDGES_FPS = (42.4, 84.9, 169.7)

Conditions: TypeAlias = tuple[str | None, str | None, int]
Tendency: TypeAlias = Literal[
    "closer", "further", "changed", "differs", "same", "cant_tell"
]


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure in two clips.

    Attributes
    ----------
    before, after
        Values in the measure's unit; None where that clip has none.
    least
        The smallest difference that counts; None when the two can't be compared.
    outcome
        ``closer`` to the green band, ``further`` from it, ``changed`` where no band
        says which, ``differs`` where they are of two athletes, ``same`` within the
        noise, ``cant_tell``.
    why
        The reason of a ``cant_tell``, one with words in ``content/``.
    """

    measure: str
    phase: int
    before: float | None
    after: float | None
    least: float | None
    outcome: Tendency
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two clips, the earlier first; ``unlike`` says why no number is compared.

    ``of_one`` is whether both are of one athlete: then a difference is a change.
    """

    unlike: str | None
    measures: tuple[Compared, ...]
    of_one: bool = True

    def of_phase(self, number: int) -> tuple[Compared, ...]:
        """The measures of one phase, in the measures' order."""
        return tuple(one for one in self.measures if one.phase == number)

    @property
    def changes(self) -> tuple[Compared, ...]:
        """What changed beyond the noise, the clearest first."""
        real = [
            one for one in self.measures if one.outcome not in ("same", "cant_tell")
        ]
        return tuple(sorted(real, key=_size, reverse=True))


def compare(earlier: Analysis, later: Analysis, *, of_one: bool = True) -> Comparison:
    """Every measure of the later clip beside the earlier one's.

    Of two athletes none is held against a band: they only differ.
    """
    unlike = why_unlike(earlier, later)
    before = {measure.id: measure for measure in earlier.measures}
    bands = {finding.measure: finding.band for finding in later.findings}
    return Comparison(
        unlike,
        tuple(
            _compared(before.get(one.id), one, bands.get(one.id), unlike, of_one)
            for one in later.measures
            # A word alone has no size that could change.
            if one.value is not None or one.why is not None
        ),
        of_one,
    )


def why_unlike(one: Analysis, other: Analysis) -> str | None:
    """Why these two clips' numbers can't be compared, None when they can.

    Returns
    -------
    str or None
        ``refused``, ``other_version``, ``other_side`` (camera), ``other_leg`` (in
        front), ``speed_unknown`` or ``other_frame_rate``.
    """
    if one.refusal or other.refusal:
        return "refused"
    if one.analysis_version != other.analysis_version:
        return "other_version"
    if one.near_side != other.near_side:
        return "other_side"
    if one.front_leg != other.front_leg:
        return "other_leg"
    classes = [clip and frame_rate_class(clip) for clip in (one.clip, other.clip)]
    if None in classes:
        return "speed_unknown"
    return None if classes[0] == classes[1] else "other_frame_rate"


def conditions(analysis: Analysis) -> Conditions | None:
    """Near side, front leg and frame-rate class; None when the true rate is unknown."""
    if analysis.clip is None or (fps := frame_rate_class(analysis.clip)) is None:
        return None
    return (analysis.near_side, analysis.front_leg, fps)


def frame_rate_class(clip: ClipInfo) -> int | None:
    """0 to 3 for about 30, 60, 120, 240 pictures per second of life."""
    if clip.speed_factor is None:
        return None
    return sum(clip.median_fps * clip.speed_factor >= edge for edge in CLASS_EDGES_FPS)


def least_change(spread: float, before: int = 1, after: int = 1) -> float:
    """The smallest difference between two values, or medians of this many, that counts.

    Parameters
    ----------
    spread
        One standard deviation of a single clip's value.
    before, after
        How many clips each side is the median of.
    """
    return REAL_CHANGE / sqrt(2) * spread * hypot(_scatter(before), _scatter(after))


def noise(spread: float, clips: int = 1) -> float:
    """Half the width of the band around a median in which chance moves it."""
    return REAL_CHANGE / sqrt(2) * spread * _scatter(clips)


def outside(value: float, band: Band) -> float:
    """Degrees between the value and the green band; 0 within."""
    low, high = band.green
    below = low - value if low is not None else 0.0
    above = value - high if high is not None else 0.0
    return max(below, above, 0.0)


def _scatter(clips: int) -> float:
    """SD of the median of this many clips, in SDs of one."""
    return (MEDIAN_TIMES if clips > 2 else 1.0) / sqrt(clips)


def _compared(
    old: Measure | None,
    new: Measure,
    band: Band | None,
    unlike: str | None,
    of_one: bool,
) -> Compared:
    before = old.value if old else None
    why = unlike or _why_silent(old, new)
    if why or old is None or before is None or new.value is None:
        return Compared(new.id, new.phase, before, new.value, None, "cant_tell", why)
    spread = hypot(old.plus_minus or 0.0, new.plus_minus or 0.0) / sqrt(2)
    least = least_change(spread)
    outcome = _outcome(before, new.value, least, band)
    if not of_one and outcome != "same":
        outcome = "differs"
    return Compared(new.id, new.phase, before, new.value, least, outcome)


def _why_silent(old: Measure | None, new: Measure) -> str | None:
    """The reason why the two can't be compared."""
    if old is None:
        return "not_measured"
    if new.why or old.why:
        return new.why or old.why
    return "other_side" if old.far_side != new.far_side else None


def _outcome(before: float, after: float, least: float, band: Band | None) -> Tendency:
    if abs(after - before) <= least:
        return "same"
    if band is None or outside(before, band) == outside(after, band):
        return "changed"
    return "closer" if outside(after, band) < outside(before, band) else "further"


def _size(one: Compared) -> float:
    """The change in multiples of the smallest one that counts."""
    if one.before is None or one.after is None or not one.least:
        return 0.0
    return abs(one.after - one.before) / one.least
