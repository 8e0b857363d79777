"""One week of an athlete: its starts, and how alike they were. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

from bot.progress.change import LEAST_CLIPS, readings
from bot.progress.starts import SentClip, Start, starts_of

# Evidence §5: starts that are steady in these two went with faster ones.
STEADY = ("body_line_exit", "touchdown_distance_1")


@dataclass(frozen=True, slots=True)
class Steadiness:
    """How much one measure differed between starts of a week.

    Attributes
    ----------
    scatter
        Standard deviation between the starts.
    error
        The measuring error of one start, 1 SD.
    alike
        Whether the measuring error alone explains the scatter.
    """

    measure: str
    starts: int
    scatter: float
    error: float
    alike: bool


@dataclass(frozen=True, slots=True)
class Week:
    """The starts of a week, oldest first, and how alike those like the last one were.

    ``steadiness`` has no entry for a measure that fewer than three of them show.
    """

    starts: tuple[Start, ...]
    steadiness: tuple[Steadiness, ...]


def week_of(clips: Iterable[SentClip]) -> Week:
    """Sum up the clips of a week."""
    found = starts_of(clips)
    steadiness = (_steadiness(measure, found.comparable) for measure in STEADY)
    return Week(found.every, tuple(one for one in steadiness if one is not None))


def _steadiness(measure: str, starts: Sequence[Start]) -> Steadiness | None:
    told = readings(measure, [one.analysis for one in starts])
    if len(told) < LEAST_CLIPS:
        return None
    scatter = stdev(value for value, _ in told)
    error = sqrt(fmean(error**2 for _, error in told))
    # Close to the 95 % bound of what chance makes of the error alone (chi-squared).
    most = error * (1 + 1.1 / sqrt(len(told) - 1))
    return Steadiness(measure, len(told), scatter, error, alike=scatter <= most)
