"""Limbs that look too short: there the model has lost a joint, or one turns aside.

In a side view thighs, shanks and trunk lie in the picture's plane throughout a start
and keep their lengths.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from analysis.travel import Leg, Travel
from analysis.types import Floats

# What each angle is made of: the trunk, or joints of its own or the other leg.
THIGH, SHANK = ("hip", "knee"), ("knee", "ankle")
MADE_OF: Final = {
    "knee": (THIGH, SHANK),
    "hip": (THIGH, None),
    "shin": (SHANK,),
    "trunk": (None,),
    "thigh_split": (THIGH, THIGH),
}
# As long as it usually looks: this percentile over the start. A limb that looks shorter
# than this share of it turns an angle; of those that look longer angles are as sure.
USUAL, LEAST = 75.0, 0.92


def short_deg(travel: Travel, t_s: float, kind: str, leg: Leg) -> float:
    """How far the shortest limb of an angle seems to be turned out of the picture.

    Parameters
    ----------
    travel
        The athlete's paths.
    t_s
        When the angle is read.
    kind, leg
        The angle, and whose.

    Returns
    -------
    float
        Degrees, as its length would have it; 0 where all look about as long as usual.
    """
    other: Leg = "rear" if leg == "front" else "front"
    body = travel.at(t_s)
    shares = [1.0]
    for limb, side in zip(MADE_OF.get(kind, ()), (leg, other), strict=False):
        whose = side if kind == "thigh_split" else leg
        usual = [_long(travel, travel.xy, limb, one) for one in (leg, other)]
        long = np.nanpercentile(np.concatenate(usual), USUAL)
        shares.append(float(_long(travel, body, limb, whose) / long))
    least = min(shares)
    return float(np.degrees(np.arccos(least))) if least < LEAST else 0.0


def _long(travel: Travel, xy: Floats, limb: tuple[str, str] | None, leg: Leg) -> Floats:
    """(...) length of a limb, or of the trunk, leg lengths."""
    if limb is None:
        between = xy[..., 11:13, :].mean(axis=-2) - xy[..., 23:25, :].mean(axis=-2)
    else:
        upper, lower = (travel.of(xy, leg, joint) for joint in limb)
        between = upper - lower
    return np.asarray(np.linalg.norm(between, axis=-1))
