"""How a measure is told: of which part of the body, and postures from rest.

Nobody pictures those as they are measured: a head at −90° is in line with the back, a
back at −16° slopes down by 16°.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PARTS = (
    "body_line", "front_hip", "front_knee", "head_pitch", "hip", "knee",
    "rear_knee", "shin", "thigh_split", "trunk",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Posture:
    """A measure told as a way from the angle at rest.

    Attributes
    ----------
    rest_deg, near_deg
        The measure's angle when in line or level, and how near to it still counts.
    """

    name: str
    rest_deg: float
    near_deg: float


# Straight on, the line from ear to nose is square to the trunk.
_HEAD = Posture("head", rest_deg=-90.0, near_deg=5.0)
_BACK = Posture("back", rest_deg=0.0, near_deg=2.0)
POSTURES: Mapping[str, Posture] = {
    "head_pitch_set": _HEAD,
    "head_pitch_exit": _HEAD,
    "trunk_set": _BACK,
}


def told_deg(measure_id: str, value: float) -> float:
    """The angle to name: the value, or for a posture how far it is from rest."""
    posture = POSTURES.get(measure_id)
    return value if posture is None else abs(value - posture.rest_deg)


def part_of(measure_id: str) -> str | None:
    """Which part of the body a measure id speaks of: ``knee_touchdown_2`` -> knee."""
    fitting = [part for part in PARTS if measure_id.startswith(f"{part}_")]
    return fitting[0] if fitting else None
