"""How the camera moved, so that a hand that shakes is no athlete."""

from __future__ import annotations

import numpy as np

from analysis.clip import Picture
from analysis.types import Floats

# Corners that moved alike within this many small pixels are one thing.
ALIKE_PX = 0.4
# Fewer alike than this share are not the background.
LEAST_ALIKE = 0.25
# Corners at rest, this many for each of the largest group that moves, are enough to
# say that the camera rests (a logo on a panned picture has fewer).
REST_SHARE = 0.5
# Grey levels vary less than this in a black or blank picture.
FAINT = 6.0


def background_step(before: Picture, after: Picture) -> Floats:
    """How most corners moved: people differ, the background moves as one."""
    import cv2

    corners = cv2.goodFeaturesToTrack(before, 150, 0.01, 6)
    if corners is None or min(before.std(), after.std()) < FAINT:
        return np.zeros(2)
    # A flash or a fade is no movement.
    after = _as_bright_as(before, after)
    moved, found, _ = cv2.calcOpticalFlowPyrLK(
        before, after, corners, np.empty_like(corners), winSize=(15, 15), maxLevel=2
    )
    steps = (moved - corners)[found[:, 0] == 1][:, 0]
    if not len(steps):
        return np.zeros(2)
    alike = np.linalg.norm(steps[:, None] - steps, axis=-1) < ALIKE_PX
    most = alike[int(np.argmax(alike.sum(axis=1)))]
    # A body with more corners than the wall behind it is no moving camera.
    at_rest = np.linalg.norm(steps, axis=1) < ALIKE_PX
    if at_rest.sum() >= REST_SHARE * most.sum():
        most = at_rest
    if most.mean() >= LEAST_ALIKE:
        steps = steps[most]
    return np.asarray(np.median(steps, axis=0), dtype=np.float64)


def _as_bright_as(before: Picture, after: Picture) -> Picture:
    contrast = before.std() / after.std()
    if abs(contrast - 1) < 0.05 and abs(before.mean() - after.mean()) < 3.0:
        return after
    bright = (after - after.mean()) * contrast + before.mean()
    return np.asarray(np.clip(bright, 0, 255), dtype=np.uint8)


def moved_along(before: Picture, after: Picture, step: Floats) -> Picture:
    """The earlier picture as the camera of the later one would have seen it."""
    import cv2

    if np.abs(step).max() < 0.1:
        return before
    move = np.array([[1.0, 0.0, step[0]], [0.0, 1.0, step[1]]])
    size = after.shape[1], after.shape[0]
    moved = after.copy()
    cv2.warpAffine(before, move, size, moved, borderMode=cv2.BORDER_TRANSPARENT)
    return moved
