"""Which way is up, when a clip is upside down or on its side and its file doesn't say.

An athlete's feet are below the hips, in the blocks and in every step, and a sprint goes
along the ground. Both must hold before a clip is turned.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np

from analysis.camera_motion.camera import Camera
from analysis.landmarks import ANKLES, HIPS, leg_length, middle
from analysis.types import Floats, Poses

Turn: TypeAlias = Literal[0, 90, 180, 270]

# From mid-hip to mid-ankle in leg lengths, medians over a clip: 0.26 to 0.98 down in 80
# upright ones, other movements among them, and less than 0.54 to a side.
UPSIDE_DOWN = -0.2
ON_SIDE = 0.3
# Feet are on the same side of the hips in this share of the frames.
MOST_FRAMES = 0.9
# The hips travel this far, in leg lengths, and this many times further up or down than
# sideways. Starts reach 0.3 times; exercises on the spot don't travel.
LEAST_WAY, STEEP = 1.2, 2.0
# Fewer poses tell nothing; the way is from the first to the last of so many parts.
LEAST_FRAMES, STRETCHES = 8, 8


def turn_to_upright(poses: Poses, camera: Camera) -> tuple[Turn, bool]:
    """The clockwise turn that puts the athlete on their feet, and whether it is sure.

    0 for an athlete who stands, and where too little is seen.
    """
    xy_px = camera.steady(poses).xy_px
    xy_px = xy_px[np.isfinite(xy_px[:, 0, 0])]
    if len(xy_px) < LEAST_FRAMES:
        return 0, True
    hips = middle(xy_px, HIPS) / leg_length(xy_px)
    feet = middle(xy_px, ANKLES) / leg_length(xy_px) - hips
    part = max(3, len(hips) // STRETCHES)
    way = np.abs(np.median(hips[-part:], axis=0) - np.median(hips[:part], axis=0))
    if way[1] > max(LEAST_WAY, STEEP * way[0]):
        return _from_side(feet)
    if np.median(feet[:, 1]) < UPSIDE_DOWN:
        return 180, bool(np.mean(feet[:, 1] < 0) > MOST_FRAMES)
    return 0, True


def _from_side(feet: Floats) -> tuple[Turn, bool]:
    """The turn for a runner going up or down the picture: it puts the feet down."""
    aside, down = np.median(feet, axis=0)
    if not abs(aside) > max(ON_SIDE, abs(down)):
        return 0, True
    one_side = np.mean(np.sign(feet[:, 0]) == np.sign(aside))
    return (90 if aside > 0 else 270), bool(one_side > MOST_FRAMES)
