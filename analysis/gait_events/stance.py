"""When a foot stands still: the rests that contacts and blocks are made of.

A foot on its block or on the track stays in one place while the body passes over it;
nothing else in a sprint does. Edges of a rest are found between frames by fitting how
the toe leaves or lands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from analysis.errors import CutOff, NoStart
from analysis.filtering.running_frame import Leg, Runner
from analysis.types import Floats

# How far a resting toe may seem to move, in leg lengths: pose noise and the foot's
# own rolling.
RADIUS = 0.08
REACHES = (RADIUS, 2 * RADIUS, 3 * RADIUS)
# Step between the instants that are tried, in seconds of the clip.
GRID_S = 0.002
Shape: TypeAlias = Literal["leave", "land", "stop"]
# Where the rear foot's block stands, in leg lengths from the front toe.
REAR_BLOCK_X = (-1.1, -0.1)
# A rest may extend beyond the pattern's on either side by no more than this.
SLACK_S, SLACK_FRAMES = 0.05, 2.0
# The toe certainly rests from the first of these after landing to the same before
# leaving; where only one of them is known, within the second of it.
EDGE_S, SURE_S = 0.03, 0.12
# A front foot that leaves this soon after the clip begins was not seen on its block.
LATE_S = 0.15
# Which foot makes each contact, and between which instants.
CONTACTS: tuple[tuple[Leg, str, str | None], ...] = (
    ("rear", "touchdown_1", "toe_off_1"),
    ("front", "touchdown_2", "toe_off_2"),
    ("rear", "touchdown_3", None),
)


@dataclass(frozen=True, slots=True)
class Rest:
    """Half-open frames ``[start, end)`` in which the toe stays at ``place``."""

    start: int
    end: int
    place: Floats

    @property
    def x(self) -> float:
        """Place along the lane, leg lengths from the front toe in the blocks."""
        return float(self.place[0])


def rest_around(
    toe: Floats, sure: tuple[int, int], limits: tuple[int, int]
) -> Rest | None:
    """The rest that contains frames in which a toe is known to be still.

    Parameters
    ----------
    toe
        (frames, 2) in leg lengths.
    sure
        First and last frame in which it certainly rests.
    limits
        Half-open frames that the rest can't leave.

    Returns
    -------
    Rest or None
        As long as the toe stays within the radius. It may leave it for one frame at a
        time, except at the beginning, since a landing foot may overshoot and come back.
        None when it is never still.
    """
    place = np.nanmedian(toe[sure[0] : sure[1] + 1], axis=0)
    away = np.linalg.norm(toe - place, axis=1)
    # Landmarks jitter more where legs cross than where a foot stands alone.
    reach = next((r for r in REACHES if (away[sure[0] : sure[1] + 1] <= r).any()), 0.0)
    near = away <= reach
    inside = np.flatnonzero(near[sure[0] : sure[1] + 1]) + sure[0]
    if not len(inside):
        return None
    start, end = int(inside[0]), int(inside[-1]) + 1
    while start > max(limits[0], 0) and near[start - 1]:
        start -= 1
    last = min(limits[1], len(toe))
    while end < last and (near[end] or near[end + 1 : end + 2].any()):
        end += 1
    return Rest(start, end, np.nanmedian(toe[start:end], axis=0))


def crossing_out(time_s: Floats, toe: Floats, rest: Rest) -> float:
    """Instant at which the toe passes the radius after its last frame at rest."""
    inside, outside = rest.end - 1, min(rest.end, len(toe) - 1)
    away = np.linalg.norm(toe[[inside, outside]] - rest.place, axis=-1)
    if not away[1] > away[0]:
        return float(time_s[inside])
    # A leaving toe gathers speed: the root of its distance grows evenly.
    root = np.sqrt(away)
    share = np.clip((np.sqrt(RADIUS) - root[0]) / (root[1] - root[0]), 0.0, 1.0)
    return float(time_s[inside] + share * (time_s[outside] - time_s[inside]))


def fitted_edge(
    time_s: Floats,
    path: Floats,
    window_s: tuple[float, float],
    shape: Shape,
    grid_s: float = GRID_S,
) -> float:
    """Instant at which a path starts or stops, by least squares over a fine grid.

    Parameters
    ----------
    time_s, path
        (frames,) and (frames, axes).
    window_s
        Time to fit over, and to search the instant in.
    shape
        ``"leave"``: at rest, then away with constant acceleration. ``"land"``: arriving
        with constant deceleration, then at rest. ``"stop"``: arriving at constant
        speed, then at rest.
    grid_s
        From one instant that is tried to the next; finer in slow motion.
    """
    near = (time_s >= window_s[0]) & (time_s <= window_s[1])
    near &= np.isfinite(path[:, 0])
    when, where = time_s[near], path[near]
    span = window_s[1] - window_s[0]
    grid = np.linspace(*window_s, max(25, min(200, int(span / grid_s))))
    if len(when) < 4:
        return float(np.mean(window_s))
    tried = grid[1:-1]
    misfit = [_misfit(basis, where) for basis in _bases(when, tried, shape)]
    return float(tried[int(np.argmin(misfit))])


def _bases(when: Floats, instants: Floats, shape: Shape) -> Floats:
    """(instants, frames, terms) what a path that starts or stops then is made of."""
    after = np.clip(when - instants[:, np.newaxis], 0.0, None)
    before = np.clip(instants[:, np.newaxis] - when, 0.0, None)
    moving = {
        "leave": [after**2],
        "land": [before, before**2],
        "stop": [before],
    }[shape]
    return np.stack([*moving, np.ones_like(after)], axis=-1)


def _misfit(basis: Floats, where: Floats) -> float:
    weights, *_ = np.linalg.lstsq(basis, where, rcond=None)
    return float(np.sum((where - basis @ weights) ** 2))


@dataclass(frozen=True, slots=True)
class Feet:
    """The rests of the start; a contact that is not in the clip is None."""

    front_block: Rest
    rear_block: Rest | None
    contacts: tuple[tuple[Leg, Rest | None], ...]


def find_feet(runner: Runner) -> Feet:
    """The rests on both blocks and in the contacts, located by the start's pattern.

    Parameters
    ----------
    runner
        The athlete's paths.

    Raises
    ------
    NoStart
        The clip begins after the push.
    CutOff
        The clip or the picture ends before the front foot leaves its block.
    """
    at_s = runner.pattern.time_of
    left = at_s("front_foot_block_exit")
    block = _rest(runner, "front", (-np.inf, left))
    if block is None:
        begins = runner.time_s[np.isfinite(runner.hips[:, 0])][0]
        late = left < begins + LATE_S
        raise NoStart(
            "the clip begins when the front foot has left its block"
            if late
            else runner.pattern.doubt
        )
    if not np.isfinite(runner.hips[block.end + 1 :]).any():
        raise CutOff("the front foot is still on its block at the end")
    rear = _rest(runner, "rear", (-np.inf, at_s("rear_foot_block_exit")))
    contacts = tuple(
        (leg, _rest(runner, leg, (at_s(down), at_s(off) if off else np.inf)))
        for leg, down, off in CONTACTS
    )
    return Feet(block, rear, contacts)


def stands_px(runner: Runner) -> Floats:
    """(n, 2) where toes stand in the start, pixels of the reference view."""
    feet = find_feet(runner)
    rests = [feet.front_block, feet.rear_block, *(rest for _, rest in feet.contacts)]
    return runner.to_px(np.array([rest.place for rest in rests if rest is not None]))


def _rest(runner: Runner, leg: Leg, between_s: tuple[float, float]) -> Rest | None:
    """The rest of a toe between two instants of the pattern; None when unseen."""
    time_s, toe = runner.time_s, runner.point(leg, "toe")
    since, until = between_s
    step_s = float(np.median(np.diff(time_s)))
    # At 15 frames a second none may lie in so short a while.
    long = max(SURE_S, 2 * EDGE_S + step_s)
    sure_from = (since if np.isfinite(since) else until - long) + EDGE_S
    sure_to = (until if np.isfinite(until) else since + long) - EDGE_S
    sure = (time_s >= sure_from) & (time_s <= sure_to) & np.isfinite(toe[:, 0])
    if not sure.any():
        return None
    slack = max(SLACK_S, SLACK_FRAMES * step_s)
    first = int(np.searchsorted(time_s, since - slack))
    end = int(np.searchsorted(time_s, until + slack, side="right"))
    inside = np.flatnonzero(sure)
    return rest_around(toe, (int(inside[0]), int(inside[-1])), (first, end))
