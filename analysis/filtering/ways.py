"""Ways to lay the seven instants of a start over what both feet do.

How well the toes rest and swing when they should is added up for every way, and the
best ways are found by dynamic programming, since each instant adds its own share.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.types import Floats

# Seconds of life from each instant to the next: least, most, usual and its spread
# (evidence §2, widened: a landing may come before the front foot has left).
GAPS_S = (
    (0.04, 0.33, 0.15, 0.05),
    (-0.06, 0.15, 0.05, 0.04),
    (0.10, 0.30, 0.19, 0.03),
    (-0.02, 0.14, 0.05, 0.03),
    (0.10, 0.28, 0.17, 0.03),
    (-0.02, 0.14, 0.05, 0.03),
)
# A gap one spread off its usual weighs as much as this much of a foot's movement.
SPREAD_S = 0.006
# Both feet rest this long before the rear one leaves; the third contact lasts so long.
BEFORE_S, AFTER_S = 0.25, 0.06
# Toes slower than this (leg lengths per second) rest, and how sharply they begin to
# move; a contact's toe rolls at up to 1, a swing's flies at 4 to 12.
RESTING, SHARPNESS = 2.0, 1.0
STEP_S = 0.01
# Speed is read over no less than this.
LEAST_SPAN_S = 0.024
# Ways to lay it that are looked at, and how far apart they end.
MOST_WAYS, APART_S = 12, 0.12


class Grid:
    """Even steps of 10 ms of life over the frames."""

    def __init__(self, time_s: Floats, slowness: float) -> None:
        self.frames_s, self.slowness = time_s, slowness
        self.count = int((time_s[-1] - time_s[0]) / (STEP_S * slowness)) + 1
        self.even_s = self.time_s(np.arange(self.count))
        step_s = float(np.median(np.diff(time_s))) if len(time_s) > 1 else 1.0
        self.span_s = max(LEAST_SPAN_S * slowness, step_s)

    def time_s(self, steps: NDArray[np.intp]) -> Floats:
        """Clip time of steps, inside the clip or not."""
        times: Floats = self.frames_s[0] + steps * STEP_S * self.slowness
        return times

    def speed(self, path: Floats) -> Floats:
        """(count,) of a path (frames, 2) per second of life; NaN where it is unseen."""
        ends = [
            np.clip(self.even_s + half, self.frames_s[0], self.frames_s[-1])
            for half in (-self.span_s / 2, self.span_s / 2)
        ]
        before, after = (
            np.stack([np.interp(end, self.frames_s, axis) for axis in path.T], axis=1)
            for end in ends
        )
        took = (ends[1] - ends[0]) / self.slowness
        speed: Floats = np.linalg.norm(after - before, axis=1) / took
        return speed


def resting(grid: Grid, toe: Floats) -> Floats:
    """(count,) from 1, at rest, to −1, flying; 0 where nothing is seen."""
    slow = np.clip((RESTING - grid.speed(toe)) / SHARPNESS, -1.0, 1.0)
    return np.nan_to_num(slow, nan=0.0)


def ways_to_lay(front: Floats, rear: Floats) -> list[tuple[float, NDArray[np.intp]]]:
    """Scores and (7,) steps of the best ways to lay a start over these feet's rests.

    Of ways that end within a fraction of a step of each other the best is among them.
    """
    margin = round(GAPS_S[0][1] / STEP_S)
    steps = np.arange(-margin, len(front) + margin)
    score = _of_each(front, rear, steps)
    best, ways = score[0], []
    for own, gap in zip(score[1:], GAPS_S, strict=True):
        reached, way = _from_before(best, gap)
        best = reached + own
        ways.append(way)
    found = []
    for _ in range(MOST_WAYS):
        last = int(np.argmax(best))
        if not np.isfinite(best[last]):
            break
        chain = [last]
        for way in reversed(ways):
            chain.append(chain[-1] - int(way[chain[-1]]))
        found.append((float(best[last]), steps[chain[::-1]]))
        near = round(APART_S / STEP_S)
        best[max(0, last - near) : last + near + 1] = -np.inf
    return found


def _of_each(front: Floats, rear: Floats, steps: NDArray[np.intp]) -> list[Floats]:
    """What each instant adds to the score, were it at each step.

    A rest from a to b adds its sum, a swing takes it away; written with running sums,
    an instant between a rest and a swing adds twice the sum up to it.
    """

    def up_to(foot: Floats, offset_s: float = 0.0) -> Floats:
        sums = STEP_S * np.r_[0.0, np.cumsum(foot)]
        at = np.clip(steps + round(offset_s / STEP_S), 0, len(foot))
        found: Floats = sums[at]
        return found

    stands = up_to(rear, -BEFORE_S) + up_to(front, -BEFORE_S)
    lasts = up_to(rear, AFTER_S) - up_to(front, AFTER_S)
    rears, fronts = 2 * up_to(rear), 2 * up_to(front)
    return [rears - stands, fronts, -rears, rears, -fronts, fronts, lasts - rears]


def _from_before(
    best: Floats, gap_s: tuple[float, float, float, float]
) -> tuple[Floats, NDArray[np.intp]]:
    """Best score of the instants before, for each step of the next; and the gaps."""
    least, most, usual, spread = gap_s
    gaps = np.arange(round(least / STEP_S), round(most / STEP_S) + 1)
    reached = np.full((len(gaps), len(best)), -np.inf)
    for row, gap in zip(reached, gaps, strict=True):
        cost = SPREAD_S * ((gap * STEP_S - usual) / spread) ** 2
        if gap >= 0:
            row[gap:] = best[: len(best) - gap] - cost
        else:
            row[:gap] = best[-gap:] - cost
    return reached.max(axis=0), gaps[reached.argmax(axis=0)]


def seen_s(front: Floats, rear: Floats, steps: NDArray[np.intp]) -> float:
    """Seconds of life of the start, over both feet, in which they are seen."""
    first = max(0, int(steps[0]) - round(BEFORE_S / STEP_S))
    last = max(0, int(steps[-1]) + round(AFTER_S / STEP_S))
    seen = [np.count_nonzero(foot[first:last]) for foot in (front, rear)]
    return STEP_S * float(sum(seen))
