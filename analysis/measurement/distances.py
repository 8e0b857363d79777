"""One short function per distance at an instant, as a share of a part of the body.

Definitions: ``analysis/README.md``. Where and when each is read: ``definitions.py``.
"""

from __future__ import annotations

import numpy as np

from analysis.filtering.running_frame import Leg
from analysis.landmarks import LEFT, middle
from analysis.measurement.body import Snapshot, centre_of_mass, other, usual_length
from analysis.types import Floats

WRISTS = [LEFT["wrist"], LEFT["wrist"] + 1]


def shoulders_ahead(body: Snapshot, leg: Leg) -> Floats:
    """How far mid-shoulder is in front of mid-wrist, in arm lengths."""
    arm = usual_length(body.runner, "shoulder", "elbow", "wrist")
    ahead: Floats = (body.shoulders - middle(body.xy, WRISTS))[..., 0] / arm
    return ahead


def hand_to_head(body: Snapshot, leg: Leg) -> Floats:
    """From the wrist on the leg's side to the ears, in trunk lengths."""
    return _length(body.point(leg, "wrist") - body.ears) / trunk(body)


def hand_to_hip(body: Snapshot, leg: Leg) -> Floats:
    """From the wrist on the leg's side to that hip, in trunk lengths."""
    return _length(body.point(leg, "wrist") - body.point(leg, "hip")) / trunk(body)


def hand_ahead_of_hip(body: Snapshot, leg: Leg) -> Floats:
    """How far that wrist is in front of that hip, in trunk lengths."""
    step = body.point(leg, "wrist") - body.point(leg, "hip")
    ahead: Floats = step[..., 0] / trunk(body)
    return ahead


def ankle_height(body: Snapshot, leg: Leg) -> Floats:
    """How much higher the leg's ankle is than the other one, in shank lengths."""
    rise = body.point(leg, "ankle") - body.point(other(leg), "ankle")
    height: Floats = rise[..., 1] / usual_length(body.runner, "knee", "ankle")
    return height


def touchdown_distance(body: Snapshot, leg: Leg) -> Floats:
    """Ball of the foot in front of the centre of mass, in leg lengths; − is behind."""
    ahead: Floats = (body.ball(leg) - centre_of_mass(body.xy))[..., 0] / near_leg(body)
    return ahead


def toe_off_distance(body: Snapshot, leg: Leg) -> Floats:
    """Centre of mass in front of the toe, in leg lengths."""
    ahead: Floats = (centre_of_mass(body.xy) - body.point(leg, "toe"))[..., 0]
    return ahead / near_leg(body)


def trunk(body: Snapshot) -> float:
    """Hip to shoulder of the near side, in leg lengths."""
    return usual_length(body.runner, "hip", "shoulder")


def near_leg(body: Snapshot) -> float:
    """Thigh and shank of the near side; in the units of the axes it is about 1.07."""
    return usual_length(body.runner, "hip", "knee", "ankle")


def _length(step: Floats) -> Floats:
    length: Floats = np.linalg.norm(step, axis=-1)
    return length
