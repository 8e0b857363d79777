"""How long the athlete's legs are: the measure of everything that has no metres."""

import numpy as np

from analysis.types import Floats

# Out of the picture's plane a segment only looks shorter, and a wrong landmark makes it
# longer: a little above the middle.
PERCENTILE = 60


def leg_lengths(xy: Floats) -> Floats:
    """Thigh + shank of both legs, (..., 2), of landmarks (..., 33, 2) in any unit."""
    hip, knee, ankle = (xy[..., pair, :] for pair in ([23, 24], [25, 26], [27, 28]))
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
