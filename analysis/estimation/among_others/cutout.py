"""One body alone in a square: all that lies far from its bones is painted over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from analysis.capture.clip import Picture
from analysis.estimation.among_others.bystanders import BONES, distance
from analysis.estimation.crop import Crop
from analysis.landmarks import NOSE, TRUNK, leg_length
from analysis.types import Floats, Poses

# The torso is filled; a head is this many times as wide as a limb.
HEAD_WIDER = 1.3
# Soft edge of what is painted over, in pixels: a hard one looks like a limb's.
SOFT_PX = 3.0
# A body is filled from around it, seen in this many times fewer pixels and smoothed
# over this multiple of its own reach.
FILL_PARTS, FILL_REACHES = 4, 0.5


def body_alone(cut: Picture, points: Floats, reach_px: float) -> Picture:
    """The square with one tone wherever it is further than the reach from the bones.

    Parameters
    ----------
    cut
        What the model would be shown.
    points
        (33, 2) where the body is in it, or is about to be.
    """
    return _painted(cut, 255 - _body(cut, points, reach_px))


def without(cut: Picture, points: Floats, reach_px: float) -> Picture:
    """The square with the surroundings of a body filled in over it.

    A single tone would leave a silhouette, in which the model sees a body.
    """
    import cv2

    over: Floats = _body(cut, points, reach_px)[..., None] / np.float64(255)
    whole = cut.shape[1], cut.shape[0]
    small = max(1, whole[0] // FILL_PARTS), max(1, whole[1] // FILL_PARTS)
    wide = max(1.0, FILL_REACHES * reach_px / FILL_PARTS)
    around, share = (
        cv2.GaussianBlur(
            cv2.resize(part, small, interpolation=cv2.INTER_AREA), (0, 0), wide
        )
        for part in (np.asarray(cut * (1 - over)), np.asarray(1 - over))
    )
    shade = np.asarray(around / np.maximum(share, 1e-3)[..., None], np.float64)
    fill = cv2.resize(shade, whole, interpolation=cv2.INTER_LINEAR)
    soft = cv2.GaussianBlur(over, (0, 0), SOFT_PX)[..., None]
    return np.asarray(cut * (1 - soft) + fill * soft, dtype=np.uint8)


def without_bodies(
    square: Picture, crop: Crop, index: int, bodies: Sequence[Poses], reach: float
) -> Picture:
    """A frame's square with each body seen in that frame filled in from around it.

    Parameters
    ----------
    reach
        How far a body reaches from its bones, in leg lengths.
    """
    for body in bodies:
        if np.isfinite(body.xy_px[index, 0, 0]):
            points = crop.in_square(body.xy_px[index], square.shape[1])
            reach_px = reach * leg_length(body.xy_px)
            square = without(square, points, reach_px * crop.scale)
    return square


def covered(poses: Poses, nearer: Sequence[Poses], reach: float) -> Poses:
    """The poses, with visibility 0 for joints that nearer bodies cover.

    Parameters
    ----------
    reach
        How far a body reaches from its bones, in leg lengths.
    """
    seen = poses.visibility.copy()
    for body in nearer:
        if not np.isfinite(body.xy_px).any():
            continue
        reach_px = reach * leg_length(body.xy_px)
        for index, points in enumerate(body.xy_px):
            if np.isfinite(points).all() and np.isfinite(poses.xy_px[index]).all():
                away = distance(poses.xy_px[index], points[BONES])
                seen[index, away < reach_px] = 0.0
    return replace(poses, visibility=seen)


def _body(cut: Picture, points: Floats, reach_px: float) -> NDArray[np.uint8]:
    """255 where the body is, else 0."""
    import cv2

    mask: NDArray[np.uint8] = np.zeros(cut.shape[:2], np.uint8)
    marks = np.rint(np.clip(points, -1e4, 1e4)).astype(int)
    wide = max(1, round(2 * reach_px))
    for one, two in marks[BONES].tolist():
        cv2.line(mask, one, two, 255, wide)
    cv2.fillConvexPoly(mask, cv2.convexHull(marks[TRUNK]), 255)
    cv2.circle(mask, marks[NOSE].tolist(), round(HEAD_WIDER * reach_px), 255, -1)
    return mask


def _painted(cut: Picture, over: NDArray[np.uint8]) -> Picture:
    import cv2

    share = cv2.GaussianBlur(over, (0, 0), SOFT_PX)[..., None] / np.float32(255)
    shade = cut.mean(axis=(0, 1))
    return np.asarray(cut * (1 - share) + shade * share, dtype=np.uint8)
