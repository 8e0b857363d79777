"""The hold in the set position, and how it ends: the first movement."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import median_filter

from analysis.filtering.running_frame import Runner
from analysis.gait_events.stance import GRID_S, fitted_edge
from analysis.types import Floats

# Stillness by the speed of smoothed points begins this long before it is complete.
STILL_LEAD_S = 0.023
# The fit of the first movement, a constant acceleration, begins this early.
MOVEMENT_LEAD_S = 0.005
# Slower than this (leg lengths per second) hips plus shoulders are still.
STILL_SPEED = 0.20
# In a jittery clip, up to this many times its jitter counts as still.
JITTER_TIMES = 2.0
# Movement shorter than twice this is jitter too.
JITTER_S = 0.03
# Speed is read over this many seconds of life, so that a higher frame rate does not
# mean more jitter.
SPEED_OVER_S = 0.08
LEAST_HOLD_S = 0.15
# The first movement is searched for this long before the front foot leaves.
LONGEST_PUSH_S, SHORTEST_PUSH_S = 0.6, 0.12
# The first movement is fitted over this many seconds of life around a rough guess, and
# needs that much of the hold to be visible.
BEFORE_RISE_S, AFTER_RISE_S = 0.30, 0.15
LEAST_STILL_S = 0.03


def first_movement(runner: Runner, left: float) -> tuple[float | None, float | None]:
    """When hips and shoulders leave the hold, and since when they were still."""
    body = np.concatenate([runner.hips, runner.shoulders], axis=1)
    time_s, grid_s = runner.time_s, GRID_S / runner.slow_motion
    push = left - LONGEST_PUSH_S, left - SHORTEST_PUSH_S
    if time_s[0] > push[1]:
        return None, None
    rough = fitted_edge(
        time_s, body, (max(push[0], time_s[0]), push[1]), "leave", grid_s
    )
    near = (rough - BEFORE_RISE_S, rough + AFTER_RISE_S)
    seen = (time_s >= near[0]) & (time_s <= near[1])
    if not np.isfinite(body[seen]).all() or time_s[0] > rough - LEAST_STILL_S:
        return None, None
    movement = fitted_edge(time_s, body, near, "leave", grid_s) + MOVEMENT_LEAD_S
    return movement, _still_since(time_s, body, movement)


def _still_since(time_s: Floats, body: Floats, movement: float) -> float | None:
    """Since when the body was still before it moved; None when that was not seen."""
    speed = _speed(time_s, body, SPEED_OVER_S)
    hold = (time_s > movement - 2 * LEAST_HOLD_S) & (time_s < movement)
    jitter = float(np.median(speed[hold])) if hold.any() else 0.0
    steps = max(1, round(JITTER_S / float(np.median(np.diff(time_s)))))
    usual = median_filter(speed, 2 * steps + 1, mode="nearest")
    moving = usual >= max(STILL_SPEED, JITTER_TIMES * jitter)
    before = np.flatnonzero(moving & (time_s < movement - LEAST_HOLD_S))
    start = int(before[-1]) + 1 if len(before) else 0
    held = movement - time_s[start] >= LEAST_HOLD_S
    seen_before = start > 0 and np.isfinite(body[start - 1]).all()
    since = float(time_s[start]) + STILL_LEAD_S
    return since if seen_before and held else None


def _speed(time_s: Floats, body: Floats, over_s: float) -> Floats:
    """(frames,) mean speed of the points over ``over_s``, leg lengths per second."""
    ends = np.clip([time_s - over_s / 2, time_s + over_s / 2], time_s[0], time_s[-1])
    before, after = (
        np.stack([np.interp(end, time_s, path) for path in body.T], axis=1)
        for end in ends
    )
    points = ((after - before) / (ends[1] - ends[0])[:, None]).reshape(len(body), -1, 2)
    speed: Floats = np.linalg.norm(points, axis=-1).mean(axis=1)
    return np.nan_to_num(speed, nan=np.inf)
