"""MediaPipe's 33 landmarks by name, and the athlete's leg length read from them.

In every pair the left one comes first.
"""

from collections.abc import Mapping

import numpy as np

from analysis.types import Floats, Side

COUNT = 33
NOSE = 0
# Of the left side; the same one on the right has the next number.
LEFT: Mapping[str, int] = {
    "ear": 7, "shoulder": 11, "elbow": 13, "wrist": 15, "hip": 23,
    "knee": 25, "ankle": 27, "heel": 29, "toe": 31,
}  # fmt: skip
BY_SIDE: Mapping[Side, Mapping[str, int]] = {
    "left": LEFT,
    "right": {joint: number + 1 for joint, number in LEFT.items()},
}
EARS, SHOULDERS, HIPS, KNEES, ANKLES, HEELS, TOES = (
    [LEFT[joint], LEFT[joint] + 1]
    for joint in ("ear", "shoulder", "hip", "knee", "ankle", "heel", "toe")
)
TRUNK = [*SHOULDERS, *HIPS]
# From the knees down, and from the hips down; all above the hips.
LOWER_LEGS, LEGS, UPPER_BODY = slice(25, COUNT), slice(23, COUNT), slice(0, 23)
# Of each side, left and right: what the model exchanges together.
LEG_SIDES = ((23, 25, 27, 29, 31), (24, 26, 28, 30, 32))
ARM_SIDES = ((11, 13, 15, 17, 19, 21), (12, 14, 16, 18, 20, 22))
# All with left and right exchanged: 1-3 and 4-6 are the eyes.
EXCHANGED = [0, 4, 5, 6, 1, 2, 3, *((n + 1 if n % 2 else n - 1) for n in range(7, 33))]

# Out of the picture's plane a segment only looks shorter, and a wrong landmark makes it
# longer: a little above the middle.
PERCENTILE = 60


def landmark(side: Side, joint: str) -> int:
    """Number of a joint of one side."""
    return BY_SIDE[side][joint]


def middle(xy: Floats, pair: list[int]) -> Floats:
    """(..., 2) halfway between a left and a right landmark of (..., 33, 2)."""
    between: Floats = xy[..., pair, :].mean(axis=-2)
    return between


def leg_lengths(xy: Floats) -> Floats:
    """Thigh + shank of both legs, (..., 2), of landmarks (..., 33, 2) in any unit."""
    hip, knee, ankle = (xy[..., pair, :] for pair in (HIPS, KNEES, ANKLES))
    thigh = np.linalg.norm(hip - knee, axis=-1)
    lengths: Floats = thigh + np.linalg.norm(knee - ankle, axis=-1)
    return lengths


def leg_length(xy: Floats) -> float:
    """The athlete's leg length over all frames, in the unit of the landmarks.

    Parameters
    ----------
    xy
        (..., 33, 2) landmarks; NaN where there is no pose.
    """
    return float(np.nanpercentile(leg_lengths(xy), PERCENTILE))
