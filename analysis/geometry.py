"""The angles that measures are: of segments and joints, in degrees.

All functions take (..., 2) arrays with x to the front and y up, in any length unit
that is the same in both directions, and return (...,) degrees, NaN where a point is
NaN. Definitions: ``analysis/README.md``.
"""

import numpy as np

from analysis.types import Floats


def elevation(distal: Floats, proximal: Floats) -> Floats:
    """Angle of distal -> proximal above the forward horizontal, −180 to 180."""
    step = proximal - distal
    angle: Floats = np.degrees(np.arctan2(step[..., 1], step[..., 0]))
    return angle


def included(first: Floats, vertex: Floats, last: Floats) -> Floats:
    """Angle at ``vertex`` between two points, 0 to 180; 180 is straight."""
    one, two = first - vertex, last - vertex
    cross = one[..., 0] * two[..., 1] - one[..., 1] * two[..., 0]
    angle: Floats = np.degrees(np.arctan2(np.abs(cross), np.sum(one * two, axis=-1)))
    return angle


def between(
    start_one: Floats, end_one: Floats, start_two: Floats, end_two: Floats
) -> Floats:
    """Unsigned angle between two vectors, 0 to 180."""
    return included(end_one - start_one, np.zeros(2), end_two - start_two)


def wrapped(angle_deg: Floats) -> Floats:
    """The same angle in −180 to 180."""
    turned: Floats = (np.asarray(angle_deg) + 180.0) % 360.0 - 180.0
    return turned
