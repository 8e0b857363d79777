"""One short function per angle, read from the athlete's points.

Definitions: ``analysis/README.md``. Where and when each is read: ``definitions.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from analysis.filtering.running_frame import Leg
from analysis.geometry import between, elevation, included, wrapped
from analysis.landmarks import NOSE
from analysis.measurement.body import Snapshot, other
from analysis.types import Floats

# Knee-ankle-toe of a foot that is neither pulled up nor hangs (evidence §0: 105–115).
ANKLE_NEUTRAL_DEG = 110.0

Reading: TypeAlias = Callable[[Snapshot, Leg], Floats]


def knee(body: Snapshot, leg: Leg) -> Floats:
    """Included angle hip-knee-ankle; 180 is straight."""
    return included(*(body.point(leg, j) for j in ("hip", "knee", "ankle")))


def hip(body: Snapshot, leg: Leg) -> Floats:
    """Included angle shoulder-hip-knee; 180 is straight."""
    return included(*(body.point(leg, j) for j in ("shoulder", "hip", "knee")))


def shin(body: Snapshot, leg: Leg) -> Floats:
    """Elevation of ankle -> knee above the forward horizontal."""
    return elevation(body.point(leg, "ankle"), body.point(leg, "knee"))


def trunk(body: Snapshot, leg: Leg) -> Floats:
    """Elevation of mid-hip -> mid-shoulder; negative when the shoulders are lower."""
    return elevation(body.hips, body.shoulders)


def body_line(body: Snapshot, leg: Leg) -> Floats:
    """Elevation of the stance toe -> mid-shoulder."""
    return elevation(body.point(leg, "toe"), body.shoulders)


def thigh_split(body: Snapshot, leg: Leg) -> Floats:
    """Angle between both thighs, hip -> knee."""
    legs = (leg, other(leg))
    ends = [body.point(which, j) for which in legs for j in ("hip", "knee")]
    return between(*ends)


def head_pitch(body: Snapshot, leg: Leg) -> Floats:
    """Elevation of mid-ear -> nose minus the trunk's: lower is chin down."""
    return wrapped(elevation(body.ears, body.xy[..., NOSE, :]) - trunk(body, leg))


def elbow(body: Snapshot, leg: Leg) -> Floats:
    """Included angle shoulder-elbow-wrist on the leg's side; 180 is straight."""
    return included(*(body.point(leg, j) for j in ("shoulder", "elbow", "wrist")))


def near_elbow(body: Snapshot, leg: Leg) -> Floats:
    """The same on the side of the camera."""
    return included(*(body.near(j) for j in ("shoulder", "elbow", "wrist")))


def hip_gap(body: Snapshot, leg: Leg) -> Floats:
    """Elevation of toe -> mid-hip minus that of toe -> mid-shoulder; 0 is straight."""
    toe = body.point(leg, "toe")
    return wrapped(elevation(toe, body.hips) - elevation(toe, body.shoulders))


def dorsiflexion(body: Snapshot, leg: Leg) -> Floats:
    """How far the toe is pulled up from neutral; negative when it hangs."""
    ankle = included(*(body.point(leg, j) for j in ("knee", "ankle", "toe")))
    return ANKLE_NEUTRAL_DEG - ankle


def foot_pitch(body: Snapshot, leg: Leg) -> Floats:
    """Elevation of heel -> toe; negative when the heel is higher than the toe."""
    return elevation(body.point(leg, "heel"), body.point(leg, "toe"))
