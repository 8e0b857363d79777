"""Every measure of a start, read as its record says.

Points are interpolated between frames, because a knee turns 15° in one frame at
60 fps; measures of the hold are medians over it. Definitions: ``analysis/README.md``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.filtering.running_frame import Runner
from analysis.measurement.definitions import DEFINITIONS, Definition
from analysis.measurement.occlusion import seen_among, unless_hidden
from analysis.measurement.uncertainty import Circumstances, plus_minus
from analysis.types import Event, Events, Measure, Missing

# The hold is read over this much of life before the first movement.
HOLD_S = 0.3
# Frames around an event that tell how an angle turns and trembles there.
NEIGHBOURS = 7


def measure(runner: Runner, events: Events, person: float) -> tuple[Measure, ...]:
    """Every measure of the contract, each with a value and ± or a reason.

    Parameters
    ----------
    runner
        The athlete's paths.
    events
        The nine events.
    person
        How much the athlete moves like a filmed person (``population``): how wide the ±
        is depends on it.
    """
    told = (_measure(runner, events, person, row) for row in DEFINITIONS)
    rows = zip(told, DEFINITIONS, strict=True)
    return tuple(unless_hidden(one, runner, row.value) for one, row in rows)


def hold_frames(runner: Runner, events: Events) -> NDArray[np.intp] | Missing:
    """Numbers of the frames of the hold: the last 0.3 s before the first movement."""
    movement = events["first_movement"]
    if isinstance(movement, Missing):
        return movement
    since = movement.t_s - HOLD_S
    inside = (runner.time_s >= since) & (runner.time_s <= movement.t_s)
    frames = np.flatnonzero(inside & np.isfinite(runner.hips[:, 0]))
    return frames if len(frames) else Missing("set_unseen")


def stillest(runner: Runner, hold: NDArray[np.intp]) -> int:
    """The frame of the hold nearest its median pose."""
    poses = runner.xy[hold]
    poses = poses[:, np.isfinite(poses).all(axis=(0, 2))]
    away = np.linalg.norm(poses - np.median(poses, axis=0), axis=-1)
    return int(hold[np.argmin(away.mean(axis=1))])


def _measure(
    runner: Runner,
    events: Events,
    person: float,
    row: Definition,
) -> Measure:
    if row.instant == "set":
        frames = hold_frames(runner, events)
        if isinstance(frames, Missing):
            return _untold(row, frames.why)
        frames = seen_among(frames, runner, row.value)
        if not len(frames):
            return _untold(row, "hidden_by_other")
        angles = row.value(runner, runner.xy[frames])
        angle = float(np.median(angles))
        turning, trembling = 0.0, float(np.std(angles))
        frame = stillest(runner, frames)
    else:
        event = events[row.instant]
        if isinstance(event, Missing):
            return _untold(row, event.why)
        angle = float(row.value(runner, runner.at(event.t_s)))
        turning, trembling = _unrest(runner, event, row)
        frame = int(np.argmin(np.abs(runner.time_s - event.t_s)))
    if not np.isfinite(angle):
        return _untold(row, row.unseen)
    around = _circumstances(runner, row, person, turning, trembling)
    spread, far = plus_minus(row.kind, around), around.far_side
    return Measure(row.id, row.phase, angle, row.unit, spread, frame, far_side=far)


def _circumstances(
    runner: Runner,
    row: Definition,
    person: float,
    turning_deg: float,
    trembling_deg: float,
) -> Circumstances:
    """What the ± of a measure depends on."""
    return Circumstances(
        in_hold=row.instant == "set",
        far_side=row.leg is not None and runner.is_far(row.leg),
        leg_px=runner.leg_px,
        person=person,
        turning_deg=turning_deg,
        trembling_deg=trembling_deg,
        level_deg=runner.level.left_deg,
        coarser=runner.coarser,
    )


def _unrest(runner: Runner, event: Event, row: Definition) -> tuple[float, float]:
    """Degrees an angle turns within an event's ±, and strays from an even path."""
    time_s = runner.time_s
    seen = np.flatnonzero(np.isfinite(runner.hips[:, 0]))
    near = seen[np.argsort(np.abs(time_s[seen] - event.t_s))[:NEIGHBOURS]]
    angles = np.unwrap(row.value(runner, runner.xy[near]), period=360)
    known = np.isfinite(angles)
    if known.sum() < NEIGHBOURS:
        return 0.0, 0.0
    offset = (time_s[near] - event.t_s)[known]
    span = float(np.abs(offset).max())
    path = np.polynomial.Polynomial.fit(offset, angles[known], 3, [-span, span])
    left = angles[known] - path(offset)
    turning = abs(float(path.deriv()(0.0))) * event.plus_minus_s
    return turning, float(np.sqrt(np.sum(left**2) / (NEIGHBOURS - 4)))


def _untold(row: Definition, why: str) -> Measure:
    return Measure(row.id, row.phase, None, row.unit, None, None, why=why)
