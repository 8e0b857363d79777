"""The start as a whole: two feet at rest, then swings and contacts in turn.

    rear   ▬▬▬▬▬╲____▁▬▬▬▬▬╲______▁▬▬▬
    front  ▬▬▬▬▬▬▬▬▬▬╲______▁▬▬▬▬▬╲___

A clip may hold a walk, a rise from the knees, a wait, a trip. No single rest tells a
block from them, but the whole does: how well both toes rest and swing when they should
is summed for every way to place the seven instants in the clip, and the best placement
is taken whose feet stand where those of a start stand. Where exactly the instants lie
is found afterwards, by ``gait_events``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analysis.errors import NoStart
from analysis.landmarks import HIPS, leg_length
from analysis.types import EVENT_NAMES, Direction, Floats, Poses, Side

# The seven instants, in order.
INSTANTS = EVENT_NAMES[2:]
# Clip seconds per second of life that are tried when real time does not convince.
# Factors in one group are close enough to share one cleaning.
SLOW_MOTIONS = ((1.0, 1.5, 2.0), (3.0, 4.0), (8.0, 6.0, 10.0, 12.0))
# With this weight it is a start in real time, and no other factor is tried.
SURELY = 1.2
# Least (score, share) of a start: walking, jogging, burpees, dives and crawling score
# up to 0.9, the starts we have at least 1.62 with a share of 0.73. ``CUT`` is for one
# cut by the clip's ends, of which less than ``SEEN`` is visible; ours scores 0.9.
WHOLE, CUT, SEEN = (1.3, 0.58), (0.75, 0.65), 0.9
# How far the front toe is ahead of the rear one in the blocks, and each contact ahead
# of the previous one, in leg lengths (the model may place a hidden rear foot slightly
# ahead of the front one; blocks are 0.25 to 0.6 apart, first steps 0.8 to 1.5 long).
SPACING_LEGS, STEP_LEGS = (-0.25, 0.85), (0.3, 2.4)
# A front foot further back and higher than this, while the rear one leaves, is in air.
IN_PLACE_LEGS, IN_AIR_LEGS = 0.2, 0.08
# Places are read over the first of these before a foot leaves its block, and no nearer
# than the second to any instant.
STAND_S, EDGE_S = 0.15, 0.03
TOES: dict[Side, int] = {"left": 31, "right": 32}
OTHER: dict[Side, Side] = {"left": "right", "right": "left"}
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
# A gap one spread off its usual costs as much as this many seconds of wrong movement.
SPREAD_S = 0.006
# How long both feet rest before the rear one leaves, and the third contact lasts.
BEFORE_S, AFTER_S = 0.25, 0.06
# Toes slower than this (leg lengths per second) rest, and the width of the transition;
# in a contact a toe rolls at up to 1, in a swing it moves at 4 to 12.
RESTING, SHARPNESS = 2.0, 1.0
STEP_S = 0.01
# Speed is read over no less than this.
LEAST_SPAN_S = 0.024
# Placements that are examined, and how far apart their ends are at least.
MOST_WAYS, APART_S = 12, 0.12


@dataclass(frozen=True, slots=True)
class Pattern:
    """Where the start lies in the clip, to a frame or so.

    Attributes
    ----------
    at_s
        (7,) time of each of ``INSTANTS``, seconds; may lie before or after the clip.
    front_leg
        Side of the foot that leaves its block last.
    direction
        Which way the hips travel meanwhile.
    score
        Seconds of life, over both feet, that match a start less those that don't.
    share
        The same as a share of what is seen of the start, −1 to 1.
    seen
        How much of the start is seen, 0 to 1.
    """

    at_s: Floats
    front_leg: Side
    direction: Direction
    score: float
    share: float
    seen: float = 1.0

    @property
    def weight(self) -> float:
        """What patterns are compared by: the score less what doesn't fit."""
        return self.score - (1.0 / max(self.share, 1e-3) - 1.0) * max(self.score, 0.0)

    @property
    def convinces(self) -> bool:
        """Whether enough of it matches a start to count as one."""
        score, share = WHOLE if self.seen > SEEN else CUT
        if self.score >= WHOLE[0]:
            share = WHOLE[1]
        return self.score >= score and self.share >= share

    @property
    def doubt(self) -> str:
        """Figures of a pattern that does not convince."""
        return (
            f"feet go as in a start for {max(self.score, 0) / 2:.1f} s, "
            f"{100 * max(self.share, 0):.0f} % of what is seen"
        )

    def time_of(self, instant: str) -> float:
        """When one of ``INSTANTS`` is."""
        return float(self.at_s[INSTANTS.index(instant)])


def find_pattern(poses: Poses) -> Pattern:
    """Where a start fits the paths of the feet best.

    Parameters
    ----------
    poses
        Cleaned.

    Raises
    ------
    NoStart
        The clip is shorter than a push.
    """
    grid = Grid(poses.time_s)
    if grid.count < 2:
        raise NoStart("the clip is shorter than a push")
    leg_px = leg_length(poses.xy_px)
    rest = {
        side: resting(grid, poses.xy_px[:, toe] / leg_px) for side, toe in TOES.items()
    }
    found = []
    for front, rear in OTHER.items():
        for score, steps in ways_to_lay(rest[front], rest[rear]):
            at_s, seen = grid.time_s(steps), seen_s(rest[front], rest[rear], steps)
            way, share = _way(poses, at_s), score / max(seen, STEP_S)
            whole = 2 * ((at_s[-1] - at_s[0]) + BEFORE_S + AFTER_S)
            found.append(Pattern(at_s, front, way, score, share, seen / whole))
    found.sort(key=lambda one: one.score, reverse=True)
    stands = (one for one in found if _stands(poses, one, leg_px))
    return next(stands, replace(found[0], score=0.0, share=0.0))


def likeliest_slow_motion(cleaned: Callable[[float], Poses]) -> float:
    """How many times slower than life the clip must play to be most like a start.

    Parameters
    ----------
    cleaned
        Gives the poses, cleaned, with time running that many times faster.
    """
    found: dict[float, float] = {}
    for group in SLOW_MOTIONS:
        poses = cleaned(group[0])
        for times in group:
            pattern = find_pattern(poses.sped_up(times / group[0]))
            if times == 1.0 and pattern.convinces and pattern.weight >= SURELY:
                return times
            found[times] = pattern.weight
    return max(found, key=lambda times: found[times])


def _way(poses: Poses, at_s: Floats) -> Direction:
    """Which way the hips travel from the rear foot's exit to the third landing."""
    hips = poses.xy_px[:, HIPS, 0].mean(axis=1)
    during = (poses.time_s >= at_s[0]) & (poses.time_s <= at_s[-1]) & np.isfinite(hips)
    gone = hips[during][-1] - hips[during][0] if during.any() else 0.0
    return "left_to_right" if gone >= 0 else "right_to_left"


def _stands(poses: Poses, pattern: Pattern, leg_px: float) -> bool:
    """Whether the feet stand where those of a start stand, as far as visible.

    A push off the track looks much like one off a block, and a walk to the blocks like
    steps out of them.
    """
    sign = 1.0 if pattern.direction == "left_to_right" else -1.0

    def along(side: Side, since: float, until: float) -> Floats:
        during = (poses.time_s >= since) & (poses.time_s <= until)
        x: Floats = sign * poses.xy_px[during, TOES[side], 0] / leg_px
        return x[np.isfinite(x)]

    rests = rests_of(pattern)
    edge = EDGE_S
    seen = [along(side, since + edge, until - edge) for side, since, until in rests]
    places = [float(np.median(x)) if len(x) else np.nan for x in seen]
    limits = (SPACING_LEGS, *[STEP_LEGS] * 3)
    apart = zip(np.diff(places), limits, strict=True)
    if not all(not np.isfinite(a) or low <= a <= high for a, (low, high) in apart):
        return False
    # A front foot that is in the air while the rear one leaves is taking a step.
    since, until = rests[0][1:]
    toe = poses.xy_px[:, TOES[pattern.front_leg]] / leg_px
    standing = (poses.time_s >= rests[1][1] + edge) & (
        poses.time_s <= rests[1][2] - edge
    )
    before = (poses.time_s >= since) & (poses.time_s <= until)
    standing, before = (m & np.isfinite(toe[:, 0]) for m in (standing, before))
    if not standing.any() or not before.any():
        return True
    way = toe[before] - np.median(toe[standing], axis=0)
    coming = (sign * way[:, 0] < -IN_PLACE_LEGS) & (way[:, 1] < -IN_AIR_LEGS)
    return bool(coming.mean() < 0.5)


def rests_of(pattern: Pattern) -> list[tuple[Side, float, float]]:
    """Both blocks and three contacts: whose foot, since when, until when."""
    front, rear = pattern.front_leg, OTHER[pattern.front_leg]
    rear_left, left, *steps, landed = pattern.at_s.tolist()
    long = STAND_S
    return [
        (rear, rear_left - long, rear_left),
        (front, left - long, left),
        (rear, *steps[:2]),
        (front, *steps[2:]),
        (rear, landed, landed + long),
    ]


class Grid:
    """Even steps of 10 ms of life over the frames."""

    def __init__(self, time_s: Floats) -> None:
        self.frames_s = time_s
        self.count = int((time_s[-1] - time_s[0]) / (STEP_S)) + 1
        self.even_s = self.time_s(np.arange(self.count))
        step_s = float(np.median(np.diff(time_s))) if len(time_s) > 1 else 1.0
        self.span_s = max(LEAST_SPAN_S, step_s)

    def time_s(self, steps: NDArray[np.intp]) -> Floats:
        """Times of steps, seconds; steps may lie outside the clip."""
        times: Floats = self.frames_s[0] + steps * STEP_S
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
        took = ends[1] - ends[0]
        speed: Floats = np.linalg.norm(after - before, axis=1) / took
        return speed


def resting(grid: Grid, toe: Floats) -> Floats:
    """(count,) from 1, at rest, to −1, flying; 0 where nothing is seen."""
    slow = np.clip((RESTING - grid.speed(toe)) / SHARPNESS, -1.0, 1.0)
    return np.nan_to_num(slow, nan=0.0)


def ways_to_lay(front: Floats, rear: Floats) -> list[tuple[float, NDArray[np.intp]]]:
    """Scores and (7,) steps of the best ways to fit a start to these feet's rests.

    Of ways that end close together (``APART_S``) only the best is kept.
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
    """What each instant would add to the score at each step.

    A rest from a to b adds its sum, a swing subtracts it; in terms of running sums, an
    instant between a rest and a swing adds twice the sum up to it.
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
    """Best score of the earlier instants, for each step of the next; and the gaps."""
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
    """Seconds of life of the start, summed over both feet, in which each is visible."""
    first = max(0, int(steps[0]) - round(BEFORE_S / STEP_S))
    last = max(0, int(steps[-1]) + round(AFTER_S / STEP_S))
    seen = [np.count_nonzero(foot[first:last]) for foot in (front, rear)]
    return STEP_S * float(sum(seen))
