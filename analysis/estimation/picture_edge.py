"""Where the athlete runs out of the picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.camera_motion.camera import Camera
from analysis.landmarks import ANKLES, HIPS, KNEES, NOSE, SHOULDERS, leg_length
from analysis.types import Poses

# A joint this far beyond the picture's edge, in leg lengths, is out of it.
OUTSIDE = 0.05


def inside(poses: Poses, width_px: int, camera: Camera) -> Poses:
    """The poses until the athlete runs out of the picture; what follows is guessed."""
    leg_px = leg_length(poses.xy_px)
    hips = camera.in_reference(poses.xy_px)[:, HIPS, 0].mean(axis=1)
    known = hips[np.isfinite(hips)]
    joints = poses.xy_px[:, [NOSE, *SHOULDERS, *HIPS, *KNEES, *ANKLES], 0]
    if known[-1] > known[0]:
        out = joints.max(axis=1) > width_px + OUTSIDE * leg_px
    else:
        out = joints.min(axis=1) < -OUTSIDE * leg_px
    xy_px = poses.xy_px.copy()
    if out.any():
        xy_px[int(np.argmax(out)) :] = np.nan
    return replace(poses, xy_px=xy_px)


def left_picture(filmed: Poses, kept: Poses) -> bool:
    """Whether poses at the end were left out because the athlete is out of sight."""
    last_filmed, last_kept = (
        np.flatnonzero(np.isfinite(poses.xy_px[:, HIPS[0], 0]))[-1]
        for poses in (filmed, kept)
    )
    return bool(last_kept < last_filmed)
