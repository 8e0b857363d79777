"""Where the feet stood on the blocks and where they land: marks along the ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.camera_motion.camera import Camera
from analysis.landmarks import landmark
from analysis.types import Analysis, Poses, Side
from analysis.visuals.scale import Scale

# Event, whether the front leg's foot stands there, and how many frames before it.
_STANDS = (
    ("rear_foot_block_exit", False, 1),
    ("front_foot_block_exit", True, 1),
    ("touchdown_1", False, 0),
    ("touchdown_2", True, 0),
    ("touchdown_3", False, 0),
)


@dataclass(frozen=True, slots=True)
class Contact:
    """A place on the ground, in the reference view, under one toe at an event."""

    event: str
    x_px: float
    y_px: float
    side: Side


def contacts_of(
    analysis: Analysis, poses: Poses, camera: Camera, scale: Scale
) -> list[Contact]:
    """The blocks' and the three landings' places, those that were seen.

    Parameters
    ----------
    poses
        In pixels as filmed.
    """
    front: Side = analysis.front_leg or "left"
    rear: Side = "right" if front == "left" else "left"
    height, slope = scale.ground
    found = []
    for name, of_front, before in _STANDS:
        event = analysis.events.get(name)
        if not event:
            continue
        frame = min(max(event.frame - before, 0), len(poses.xy_px) - 1)
        side = front if of_front else rear
        toe = camera.in_reference(poses.xy_px[frame], frame)[landmark(side, "toe")]
        if np.isfinite(toe).all():
            x = float(toe[0])
            found.append(Contact(name, x, height + slope * x, side))
    return found
