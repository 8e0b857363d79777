"""Which of several ways to see each frame is the smoothest as a whole."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.types import Floats


def smoothest(ways: Floats, own: Floats | None = None) -> NDArray[np.intp]:
    """Choose one of the ways in each frame, so that the path bends least.

    Dynamic programming over the choices for a frame and the one before it.

    Parameters
    ----------
    ways
        (ways, frames, ..., 2) points, at least three frames; NaN adds no bending.
    own
        (ways, frames) cost of each choice by itself, in the same unit; 0 if not given.

    Returns
    -------
    ndarray
        (frames,) the ways' numbers: the choices with the least sum of the lengths of
        all points' second differences and of their own cost.
    """
    count, frames = ways.shape[:2]
    own = np.zeros((count, frames)) if own is None else own
    # Choice before (rows), choice now (columns).
    cost = own[:, None, 0] + own[None, :, 1]
    came_from = np.zeros((frames, count, count), dtype=np.intp)
    for now in range(2, frames):
        bend = (
            ways[:, None, None, now - 2]
            - 2 * ways[None, :, None, now - 1]
            + ways[None, None, :, now]
        )
        jerk = np.nan_to_num(np.linalg.norm(bend, axis=-1))
        total = cost[:, :, None] + jerk.reshape(count, count, count, -1).sum(axis=-1)
        came_from[now] = total.argmin(axis=0)
        cost = total.min(axis=0) + own[None, :, now]
    chosen = np.zeros(frames, dtype=np.intp)
    chosen[-2], chosen[-1] = np.unravel_index(int(cost.argmin()), cost.shape)
    for now in range(frames - 1, 1, -1):
        chosen[now - 2] = came_from[now, chosen[now - 1], chosen[now]]
    return chosen
