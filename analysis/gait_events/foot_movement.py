"""How a foot moves around an instant: the input of timing lags and resemblance."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analysis.filtering.running_frame import Leg, Runner
from analysis.types import Floats

# Whose foot each event is.
FOOT: Mapping[str, Leg] = {
    "rear_foot_block_exit": "rear",
    "front_foot_block_exit": "front",
    "touchdown_1": "rear",
    "toe_off_1": "rear",
    "touchdown_2": "front",
    "toe_off_2": "front",
    "touchdown_3": "rear",
}
JOINTS = ("toe", "heel", "ankle")
# Where the foot's movement is read, seconds of life from the instant.
OFFSETS_S = np.arange(-0.08, 0.081, 0.02)
# Less of the clip than this on either side of the instant tells nothing.
LEAST_SEEN_S = 0.03


def movement(runner: Runner, leg: Leg, instant: float) -> Floats | None:
    """How a foot moves around an instant.

    Returns
    -------
    ndarray or None
        (joints x offsets x 2,) leg lengths from where each joint is at the instant;
        None where the foot is not seen. Beyond the clip's ends it stays in place.
    """
    first, last = runner.time_s[0], runner.time_s[-1]
    least = LEAST_SEEN_S
    if not first + least <= instant <= last - least:
        return None
    when = instant + OFFSETS_S
    paths = []
    for joint in JOINTS:
        path = runner.point(leg, joint)
        there = [np.interp(when, runner.time_s, axis) for axis in path.T]
        here = [np.interp(instant, runner.time_s, axis) for axis in path.T]
        paths.append(np.stack(there, axis=1) - here)
    moved: Floats = np.concatenate(paths).ravel()
    return moved if np.isfinite(moved).all() else None
