"""How far off the side a camera stands, read from the shoulders."""

from __future__ import annotations

import numpy as np

from analysis.landmarks import HIPS, SHOULDERS, leg_length
from analysis.types import Floats, Poses

# Hips this near their first place (leg lengths) are in the blocks, this far in the run.
HOLD_WAY, RUN_WAY = 0.15, 1.0
# How far ahead the model puts the far shoulder in the hold, filmed exactly side-on.
HOLD_BIAS = 0.055
# A body's shoulders from the front as the model sees them, in leg lengths.
SHOULDERS_FRONT = 0.42


def shoulder_width(poses: Poses) -> float:
    """Apparent distance between the shoulders, leg lengths, lower quarter of frames."""
    left, right = (poses.xy_px[:, shoulder] for shoulder in SHOULDERS)
    apart: Floats = np.linalg.norm(left - right, axis=-1)
    return float(np.nanpercentile(apart, 25)) / leg_length(poses.xy_px)


def across(poses: Poses) -> float:
    """How far the near shoulder appears ahead of the far one, leg lengths.

    A twist of the trunk alternates from step to step and is absent in the hold; an
    oblique camera shows in both.
    """
    leg_px = leg_length(poses.xy_px)
    hips = poses.xy_px[:, HIPS, 0].mean(axis=1)
    known = np.isfinite(hips)
    way = (hips[known] - hips[known][0]) / leg_px
    # To the right the right side is near, to the left the left one: the same sign.
    left, right = SHOULDERS
    ahead = poses.xy_px[known, right, 0] - poses.xy_px[known, left, 0]
    hold, run = np.abs(way) < HOLD_WAY, np.abs(way) > RUN_WAY
    parts = [float(np.median(ahead[hold])) / leg_px + HOLD_BIAS]
    if run.any():
        parts.append(float(np.median(ahead[run])) / leg_px)
    return float(np.mean(parts))


def off_side_deg(poses: Poses) -> float:
    """Rough angle between the camera and the perpendicular to the lane."""
    share = min(1.0, abs(across(poses)) / SHOULDERS_FRONT)
    return float(np.degrees(np.arcsin(share)))
