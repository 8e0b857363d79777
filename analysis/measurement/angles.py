"""One short function per angle, read from the athlete's points.

Definitions: ``analysis/README.md``. Where and when each is read: ``definitions.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from analysis.filtering.running_frame import Leg, Runner
from analysis.geometry import between, elevation, included, wrapped
from analysis.landmarks import EARS, HIPS, NOSE, SHOULDERS, middle
from analysis.types import Floats


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The athlete's points at one instant, or at each frame of a hold: (..., 33, 2)."""

    runner: Runner
    xy: Floats

    def point(self, leg: Leg, joint: str) -> Floats:
        """(..., 2) a joint on the side of the front or rear leg."""
        return self.runner.of(self.xy, leg, joint)

    @property
    def hips(self) -> Floats:
        """(..., 2) midpoint of the hips."""
        return middle(self.xy, HIPS)

    @property
    def shoulders(self) -> Floats:
        """(..., 2) midpoint of the shoulders."""
        return middle(self.xy, SHOULDERS)


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
    other: Leg = "rear" if leg == "front" else "front"
    ends = [body.point(which, j) for which in (leg, other) for j in ("hip", "knee")]
    return between(*ends)


def head_pitch(body: Snapshot, leg: Leg) -> Floats:
    """Elevation of mid-ear -> nose minus the trunk's: lower is chin down."""
    ears = middle(body.xy, EARS)
    return wrapped(elevation(ears, body.xy[..., NOSE, :]) - trunk(body, leg))
