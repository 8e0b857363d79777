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
SHORTEST_S = 0.08
# A rest that the clip's end cuts short may be this short.
SHORTEST_AT_END_S = 0.04
# The last frames of a clip are the worst seen: a rest may seem to end in them.
LAST_FRAMES_S = 0.05
GRID_S = 0.002
# A landing foot may pass its place and come back to it for this long.
LANDING_S = 0.035


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


def rests(time_s: Floats, toe: Floats, slowness: float) -> list[Rest]:
    """All rests of one toe, in order; two in the same place are one.

    Parameters
    ----------
    time_s
        (frames,) clip time.
    toe
        (frames, 2) in leg lengths.
    slowness
        Clip seconds per second of life.
    """
    found: list[Rest] = []
    step_s = float(np.median(np.diff(time_s)))
    landing = int(np.ceil(LANDING_S * slowness / step_s)) + 1
    index = 0
    while index < len(toe):
        rest = _rest_from(toe, index, landing)
        if rest is None:
            index += 1
            continue
        left_s = time_s[-1] - time_s[rest.end - 1]
        at_end = left_s <= LAST_FRAMES_S * slowness
        least = (SHORTEST_AT_END_S if at_end else SHORTEST_S) * slowness
        if time_s[rest.end - 1] - time_s[rest.start] >= least:
            _append(found, rest, toe)
            index = rest.end
        else:
            index += 1
    return found


def _rest_from(toe: Floats, first: int, landing: int) -> Rest | None:
    if not np.isfinite(toe[first, 0]):
        return None
    end = first + 1
    while end < len(toe) and _still_at(toe, first, end):
        end += 1
    place = np.median(toe[first:end], axis=0)
    early = toe[first : min(end, first + landing)]
    away = np.flatnonzero(np.linalg.norm(early - place, axis=-1) > RADIUS)
    start = first + int(away[-1]) + 1 if len(away) else first
    return Rest(start, end, place)


def _still_at(toe: Floats, first: int, frame: int) -> bool:
    """Within the radius, or back within it one frame later."""
    if not np.isfinite(toe[frame, 0]):
        return False
    place = np.median(toe[first : frame + 1], axis=0)
    following = toe[frame : frame + 2]
    away = np.linalg.norm(following - place, axis=-1)
    return bool(away[0] <= RADIUS or (len(away) == 2 and away[1] <= RADIUS))


def _append(found: list[Rest], rest: Rest, toe: Floats) -> None:
    if found and np.linalg.norm(found[-1].place - rest.place) < 1.2 * RADIUS:
        first = found.pop()
        place = np.nanmedian(toe[first.start : rest.end], axis=0)
        rest = Rest(first.start, rest.end, place)
    found.append(rest)


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
