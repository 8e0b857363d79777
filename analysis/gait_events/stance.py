"""When a foot stands still: the rests that contacts and blocks are made of.

A foot on its block or on the track stays in one place while the body passes over it;
nothing else in a sprint does. Edges of a rest are found between frames by fitting how
the toe leaves or lands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from analysis.types import Floats

# How far a resting toe may seem to move, in leg lengths: pose noise and the foot's
# own rolling.
RADIUS = 0.08
REACHES = (RADIUS, 2 * RADIUS, 3 * RADIUS)
GRID_S = 0.002


Shape: TypeAlias = Literal["leave", "land", "stop"]


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
    """The rest of a toe that is known to rest for a while.

    Parameters
    ----------
    toe
        (frames, 2) in leg lengths.
    sure
        First and last frame in which it rests for sure.
    limits
        Half-open frames that the rest can't leave.

    Returns
    -------
    Rest or None
        As long as the toe stays within the radius; it may leave it for one frame at
        a time, but for its first, since a landing foot may pass its place and come
        back. None when it is not still at all.
    """
    place = np.nanmedian(toe[sure[0] : sure[1] + 1], axis=0)
    away = np.linalg.norm(toe - place, axis=1)
    # Legs that cross tremble more than feet that stand alone.
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
    time_s: Floats, path: Floats, window_s: tuple[float, float], shape: Shape
) -> float:
    """Instant at which a path starts or stops, by least squares over a fine grid.

    Parameters
    ----------
    time_s, path
        (frames,) and (frames, axes).
    window_s
        Clip time to fit over, and to search the instant in.
    shape
        ``"leave"``: at rest, then away with constant acceleration. ``"land"``: arriving
        with constant deceleration, then at rest. ``"stop"``: arriving at constant
        speed, then at rest.
    """
    near = (time_s >= window_s[0]) & (time_s <= window_s[1])
    near &= np.isfinite(path[:, 0])
    when, where = time_s[near], path[near]
    span = window_s[1] - window_s[0]
    grid = np.linspace(*window_s, max(25, min(200, int(span / GRID_S))))
    if len(when) < 4:
        return float(np.mean(window_s))
    misfit = [_misfit(when, where, instant, shape) for instant in grid[1:-1]]
    return float(grid[1:-1][int(np.argmin(misfit))])


def _misfit(when: Floats, where: Floats, instant: float, shape: Shape) -> float:
    after = np.clip(when - instant, 0.0, None)
    before = np.clip(instant - when, 0.0, None)
    moving = {
        "leave": [after**2],
        "land": [before, before**2],
        "stop": [before],
    }[shape]
    basis = np.stack([*moving, np.ones_like(when)], axis=1)
    weights, *_ = np.linalg.lstsq(basis, where, rcond=None)
    return float(np.sum((where - basis @ weights) ** 2))
