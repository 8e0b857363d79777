"""Whose shoulders they are: a body behind pulls the model's away, and the trunk grows.

In set, backs and heads of neighbours lie right behind the athlete's own. Shown the
athlete going left and going right, the model is misled in different frames; and where
it is, the trunk reaches to somebody else's shoulders and is too long.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter

from analysis.camera_motion.camera import Camera
from analysis.landmarks import HIPS, SHOULDERS, UPPER_BODY, leg_length, middle
from analysis.types import Floats, Poses

# The athlete is in set this long before ``close_from`` and after it, in seconds (frames
# are looked at closely from 0.4 s before the start).
HOLD_S = (0.1, 0.3)
# A trunk counts as shorter from this difference on, in leg lengths, as a median over
# this many seconds.
SHORTER, OVER_S = 0.01, 0.15


def in_hold(poses: Poses, close_from: int) -> NDArray[np.intp]:
    """(n,) numbers of the frames in which the athlete is in set, at least one.

    Parameters
    ----------
    close_from
        Number of a frame shortly before the athlete starts.
    """
    going_s = poses.time_s[min(close_from, len(poses.time_s) - 1)]
    before_s, after_s = HOLD_S
    inside = (poses.time_s >= going_s - before_s) & (poses.time_s <= going_s + after_s)
    return np.flatnonzero(inside)


def own_upper_body(
    poses: Poses, turned: Poses, camera: Camera, close_from: int
) -> Poses:
    """The poses, with the turned look's upper body where its trunk is the shorter.

    Parameters
    ----------
    turned
        Poses of the same frames, with the athlete shown going the other way.
    close_from
        Number of a frame shortly before the athlete starts: nothing is changed before
        the hold.

    Returns
    -------
    Poses
        The very same where there is nothing to take.
    """
    count = min(len(poses.time_s), len(turned.time_s))
    longer = np.full(len(poses.time_s), -np.inf)
    gap = _trunks(poses, camera)[:count] - _trunks(turned, camera)[:count]
    longer[:count] = np.nan_to_num(gap, nan=-np.inf)
    step_s = float(np.median(np.diff(poses.time_s)))
    over = 1 + 2 * round(OVER_S / step_s / 2)
    taken = median_filter(longer, over, mode="nearest") > SHORTER * leg_length(
        camera.in_reference(poses.xy_px)
    )
    taken &= np.isfinite(longer)
    taken[: in_hold(poses, close_from)[0]] = False
    if not taken.any():
        return poses
    xy_px, visibility = poses.xy_px.copy(), poses.visibility.copy()
    frames = np.flatnonzero(taken)
    xy_px[frames, UPPER_BODY] = turned.xy_px[frames, UPPER_BODY]
    visibility[frames, UPPER_BODY] = turned.visibility[frames, UPPER_BODY]
    return replace(poses, xy_px=xy_px, visibility=visibility)


def _trunks(poses: Poses, camera: Camera) -> Floats:
    """(frames,) length from the middle of the hips to that of the shoulders."""
    xy_px = camera.in_reference(poses.xy_px)
    ends = middle(xy_px, SHOULDERS) - middle(xy_px, HIPS)
    return np.asarray(np.linalg.norm(ends, axis=1))
