"""A camera that follows the athlete: one window per frame, all of one size."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from analysis.camera_motion.camera import Camera
from analysis.landmarks import TRUNK
from analysis.types import Floats, Poses
from analysis.visuals.viewport import Viewport, kept_inside

# Shoulders and hips move evenly; arms and legs would make the window sway.
SMOOTH_S = 0.10  # of life
# Room around the outermost joints, as a share of the larger side: the head is higher
# than the nose, and the foot longer than its landmarks.
ROOM = 0.09


def cut(picture: NDArray[np.uint8], window: Viewport) -> NDArray[np.uint8]:
    """The window's part of an RGB (height, width, 3); edge pixels go on beyond it."""
    fewer = max(1, int(1 / window.scale))
    scale = window.scale * fewer
    # Pixel centres lie at whole numbers, a window's edges between them.
    shift = 0.5 * (scale - 1)
    move = np.array(
        [
            [scale, 0.0, shift - window.left_px * window.scale],
            [0.0, scale, shift - window.top_px * window.scale],
        ]
    )
    view = cv2.warpAffine(
        _smaller(picture, fewer),
        move,
        window.size_px,
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return view.astype(np.uint8, copy=False)


def _smaller(picture: NDArray[np.uint8], fewer: int) -> NDArray[np.uint8]:
    """Average blocks of pixels into one: a warp alone would skip some."""
    if fewer == 1:
        return picture
    size = (picture.shape[1] // fewer, picture.shape[0] // fewer)
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return small.astype(np.uint8, copy=False)


def follow(
    poses: Poses,
    frames: Sequence[int],
    picture_px: tuple[int, int],
    size_px: tuple[int, int],
    slow_motion: float,
    camera: Camera,
) -> dict[int, Viewport]:
    """Plan the windows, one a frame; none when the athlete is in none of the frames.

    The ground stays in place: where the camera is still, all begin at one height.

    Parameters
    ----------
    frames
        The numbers of those that are shown, increasing.
    picture_px, size_px
        Width and height of the upright picture and of the view.
    slow_motion
        Seconds of the clip per second of life.
    camera
        How the frames lie in one view.
    """
    chosen = np.array(frames)
    xy_px = camera.in_reference(poses.xy_px[chosen], chosen)
    time_s = poses.time_s[chosen]
    across = xy_px[:, TRUNK, 0].mean(axis=1)
    known = np.isfinite(across)
    if not known.any():
        return {}
    middle = smooth(time_s[known], across[known], time_s, SMOOTH_S * slow_motion)
    reach = xy_px[..., 0] - middle[:, np.newaxis]
    left, right = float(np.nanmin(reach)), float(np.nanmax(reach))
    top, bottom = float(np.nanmin(xy_px[..., 1])), float(np.nanmax(xy_px[..., 1]))
    room = 2 * ROOM * max(right - left, bottom - top)
    width = max(right - left + room, (bottom - top + room) * size_px[0] / size_px[1])
    height = width * size_px[1] / size_px[0]
    size = np.array([width, height])
    centre = np.stack(
        [middle + (left + right) / 2, np.full_like(middle, (top + bottom) / 2)], axis=1
    )
    corners = camera.as_filmed(centre, chosen) - size / 2
    scale = size_px[0] / width
    return {
        frame: Viewport(
            kept_inside(left_px, width, picture_px[0]),
            kept_inside(top_px, height, picture_px[1]),
            scale,
            size_px,
        )
        for frame, (left_px, top_px) in zip(frames, corners.tolist(), strict=True)
    }


def smooth(known_s: Floats, values: Floats, asked_s: Floats, spread_s: float) -> Floats:
    """A straight line through the neighbours of each asked time: no lag at the ends."""
    off = known_s - asked_s[:, np.newaxis]
    weight = np.exp(-0.5 * (off / spread_s) ** 2) + 1e-12
    weight /= weight.sum(axis=1, keepdims=True)
    mean_off, mean = (weight * off).sum(axis=1), weight @ values
    away = off - mean_off[:, np.newaxis]
    slope = (weight * away) @ values / ((weight * away**2).sum(axis=1) + 1e-9)
    smoothed: Floats = mean - slope * mean_off
    return smoothed
