"""What all pictures of one clip are scaled by: its leg length and its ground line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.camera_motion.camera import Camera
from analysis.landmarks import TOES, leg_length
from analysis.types import Analysis, Floats, Poses

_CONTACTS = ("touchdown_1", "touchdown_2", "touchdown_3")
# A phone on a tripod tilts no more than this; a steeper fit comes from a wrong toe.
MOST_SLOPE = 0.05
# The sole lies below the landmark of the toes, which is inside the shoe.
SOLE_LEGS = 0.05


@dataclass(frozen=True, slots=True)
class Scale:
    """One clip's scale, in pixels of its reference view.

    Attributes
    ----------
    leg_px
        Thigh and shank together.
    ground
        (height at the left edge, rise in pixels per pixel to the right), y down.
    camera
        How the frames lie in that view.
    """

    leg_px: float
    ground: tuple[float, float]
    camera: Camera

    def under(self, points_px: Floats, frame: int) -> Footing:
        """The ground under the (33, 2) points of one frame, as it was filmed."""
        height, slope = self.ground
        x = float(np.nanmean(self.camera.in_reference(points_px, frame)[:, 0]))
        y = height + slope * x
        upright = np.array([[x, y], [x, y - self.leg_px]])
        foot, hip = self.camera.as_filmed(upright, frame)
        return Footing(float(foot[1]), float(np.linalg.norm(foot - hip)))


@dataclass(frozen=True, slots=True)
class Footing:
    """Height of the ground and a leg's length in one frame, pixels as filmed."""

    ground_y_px: float
    leg_px: float


def scale_of(
    poses: Poses, analysis: Analysis, camera: Camera, slope: float | None = None
) -> Scale:
    """The clip's scale from where the feet land.

    Parameters
    ----------
    poses
        In pixels as filmed.
    slope
        How the ground falls to the right, in pixels per pixel; without it a line is
        fitted through the toes that land.

    Raises
    ------
    ValueError
        Nobody is seen in any frame.
    """
    if not np.isfinite(poses.xy_px).any():
        raise ValueError("no pose to scale by")
    steady = camera.steady(poses)
    leg_px = leg_length(steady.xy_px)
    return Scale(leg_px, _ground(steady, analysis, leg_px, slope), camera)


def _ground(
    poses: Poses, analysis: Analysis, leg_px: float, slope: float | None
) -> tuple[float, float]:
    """A line through the toes that land, else level at the lowest point in set."""
    events = (analysis.events.get(name) for name in _CONTACTS)
    landed = [_lowest(poses.xy_px[e.frame, TOES, :]) for e in events if e]
    feet = np.array([foot for foot in landed if foot is not None]).reshape(-1, 2)
    if len(feet) == 0:
        return _lowest_in_set(poses, analysis) + SOLE_LEGS * leg_px, 0.0
    x, y = feet.T
    if slope is None and np.ptp(x) > leg_px:
        slope = float(np.clip(np.polyfit(x, y, 1)[0], -MOST_SLOPE, MOST_SLOPE))
    slope = slope or 0.0
    return float(np.median(y - slope * x)) + SOLE_LEGS * leg_px, slope


def _lowest(points_px: Floats) -> Floats | None:
    """The lowest of the points that are seen."""
    seen = points_px[np.isfinite(points_px).all(axis=-1)]
    return seen[np.argmax(seen[:, 1])] if len(seen) else None


def _lowest_in_set(poses: Poses, analysis: Analysis) -> float:
    """Height of the fingers on the line; without a set, of the lowest point of all."""
    keys = [phase.frame for phase in analysis.phases if phase.frame is not None]
    seen = poses.xy_px[keys[:1]] if keys else poses.xy_px
    if not np.isfinite(seen).any():
        seen = poses.xy_px
    return float(np.nanmax(seen[..., 1]))
