"""Which bodies the path shows, and the part of the still view they are in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.camera_motion.camera import Camera
from analysis.types import Analysis, Floats, Poses
from analysis.visuals.scale import Scale
from analysis.visuals.skeleton import unseen_in_motion
from analysis.visuals.viewport import Viewport

WIDE_PX = 1440
# Of two bodies whose joints are so near each other, in leg lengths, one is enough: the
# foot just before it lands and just after, or two frames of a slow camera.
SAME = 0.13
# Room around the joints, in leg lengths.
_BESIDE, _ABOVE, _BELOW = 0.45, 0.3, 0.36
# The row of numbers along the top.
ROW_PX = 84
# Wider than high, however short a part of the way was seen.
_LEAST_ASPECT = 1.5


@dataclass(frozen=True, slots=True)
class Body:
    """The athlete in one key frame.

    Attributes
    ----------
    numbers
        Of the phases it shows.
    frame
        Its number in the clip.
    points_px
        (33, 2) the landmarks in the reference view, NaN where unseen.
    """

    numbers: tuple[int, ...]
    frame: int
    points_px: Floats


def bodies_of(
    analysis: Analysis, poses: Poses, camera: Camera, leg_px: float
) -> list[Body]:
    """One body for each key frame in which the athlete is seen, in order of time.

    Parameters
    ----------
    poses
        In pixels as filmed.
    leg_px
        One leg length in the reference view.
    """
    bodies: list[Body] = []
    keys = [(p.frame, p.number) for p in analysis.phases if p.frame is not None]
    for frame, number in sorted(keys):
        points = camera.in_reference(poses.xy_px[frame], frame)
        points = np.where(unseen_in_motion(poses, frame)[:, None], np.nan, points)
        if not np.isfinite(points).any():
            continue
        last = bodies[-1] if bodies else None
        if last and _apart(last.points_px, points) < SAME * leg_px:
            bodies[-1] = Body((*last.numbers, number), last.frame, last.points_px)
        else:
            bodies.append(Body((number,), frame, points))
    return bodies


def _apart(one: Floats, other: Floats) -> float:
    distances = np.linalg.norm(one - other, axis=-1)
    seen = distances[np.isfinite(distances)]
    return float(seen.mean()) if len(seen) else np.inf


def view_of(bodies: list[Body], scale: Scale) -> Viewport:
    """The part of the reference view with all bodies, numbers and the ground in it."""
    points = np.concatenate([body.points_px for body in bodies])
    (left, top), (right, bottom) = np.nanmin(points, axis=0), np.nanmax(points, axis=0)
    height, slope = scale.ground
    ground = height + slope * np.array([left, right])
    left, right = left - _BESIDE * scale.leg_px, right + _BESIDE * scale.leg_px
    top -= _ABOVE * scale.leg_px
    bottom = max(bottom, ground.max()) + _BELOW * scale.leg_px
    part = 1 - _LEAST_ASPECT * ROW_PX / WIDE_PX  # as high as wide, under the row
    missing = max(0.0, _LEAST_ASPECT * (bottom - top) / part - (right - left))
    left, right = left - missing / 2, right + missing / 2
    enlarged = WIDE_PX / (right - left)
    top -= ROW_PX / enlarged
    size_px = WIDE_PX, round((bottom - top) * enlarged)
    return Viewport(float(left), float(top), float(enlarged), size_px)
