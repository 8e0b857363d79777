"""Who else was in set: what is gone from beside the athlete once they have run off.

In set nobody moves, and backs and heads of neighbours right behind look like the
athlete's own. But once the athlete has run off, and the others with them, the place is
empty: what was beside the athlete's body and is gone was somebody. A neighbour who
stays is not found this way; ``bystanders.beside`` finds those who move.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter, minimum_filter

from analysis.camera_motion.camera import Camera
from analysis.capture.clip import frames_at
from analysis.detection.athlete import Detection
from analysis.estimation.among_others.bystanders import ABOVE_FEET, BONES, distance
from analysis.estimation.among_others.upper_body import in_hold
from analysis.landmarks import HIPS, leg_length, middle
from analysis.types import Clip, Floats, Poses

# Beside a body, in leg lengths from its bones: beyond its own back and crown, and near
# enough to mislead the pose model.
BESIDE = (0.26, 0.6)
# Side of a cell in leg lengths; pictures taken from the hold, and as many from the last
# few with a pose, whose median counts.
CELL, PICTURES, LAST = 1 / 30, 5, 8
# A colour that differs by this much of 255 has changed; a moving camera is followed to
# a pixel or two only, so a cell may match any of its neighbours.
DIFFERS, NEAR = 25, (3, 3, 1)
# The athlete has left when this many leg lengths from the set place; a point this far
# from the bones in the last pictures shows nothing of the athlete.
LEFT, CLEAR = 1.0, 0.35
# Least area of the place that all pictures must show, in square leg lengths; for
# somebody in the middle of the picture it is 1.2.
ENOUGH = 0.5


def gone_from_beside(
    clip: Clip, poses: Poses, detection: Detection, close_from: int
) -> float | None:
    """Area beside the body in set that looks different once the athlete has left.

    Parameters
    ----------
    poses
        As filmed.
    close_from
        Number of a frame shortly before the athlete starts.

    Returns
    -------
    float or None
        Square leg lengths: 0 to 0.013 for 34 athletes alone, 17 of them filmed by hand;
        0.038 to 0.23 for 12 with others right behind, 0.006 for a pair of whom one
        hides the other. None where the athlete is not seen to leave the place.
    """
    seen = np.flatnonzero(np.isfinite(poses.xy_px[:, 0, 0]))
    hold = _some(np.intersect1d(in_hold(poses, close_from), seen))
    last = _some(seen[-LAST:])
    if not len(hold):
        return None
    leg_px = leg_length(poses.xy_px)
    still_px = detection.camera.in_reference(poses.xy_px)
    pose = np.median(still_px[hold], axis=0)
    way_px = middle(still_px[last] - pose, HIPS)
    if np.linalg.norm(way_px, axis=-1).min() < LEFT * leg_px:
        return None
    place_px = _place(pose, leg_px)
    before, then_in = _picture(clip, detection.camera, place_px, hold)
    after, now_in = _picture(clip, detection.camera, place_px, last)
    told = _beside(place_px, pose, leg_px) & then_in & now_in
    for one in still_px[last]:
        told &= _away(place_px, one) > CLEAR * leg_px
    if told.sum() * CELL**2 < ENOUGH:
        return None
    # A phone may make the whole picture lighter in between.
    after = after + np.median((before - after)[told], axis=0)
    lighter = before - maximum_filter(after, NEAR)
    change = np.maximum(lighter, minimum_filter(after, NEAR) - before)
    return float((change.max(axis=-1)[told] > DIFFERS).sum() * CELL**2)


def _some(frames: NDArray[np.intp]) -> NDArray[np.intp]:
    """A few of the frames, from the first to the last."""
    count = min(PICTURES, len(frames))
    picked: NDArray[np.intp] = np.linspace(0, len(frames) - 1, count).astype(np.intp)
    return frames[picked]


def _place(pose: Floats, leg_px: float) -> Floats:
    """(rows, columns, 2) points of the reference view around a pose."""
    low, high = pose.min(axis=0), pose.max(axis=0)
    around, step = BESIDE[1] * leg_px, CELL * leg_px
    x, y = (np.arange(low[axis] - around, high[axis] + around, step) for axis in (0, 1))
    return np.stack(np.meshgrid(x, y), axis=-1)


def _away(place_px: Floats, pose: Floats) -> Floats:
    """(rows, columns) distance in pixels of the points from a body's bones."""
    points = place_px.reshape(-1, 2)
    return distance(points, pose[BONES]).reshape(place_px.shape[:2])


def _beside(place_px: Floats, pose: Floats, leg_px: float) -> NDArray[np.bool_]:
    away = _away(place_px, pose) / leg_px
    above = (pose[:, 1].max() - place_px[..., 1]) / leg_px
    near, far = BESIDE
    beside: NDArray[np.bool_] = (away >= near) & (away < far) & (above > ABOVE_FEET)
    return beside


def _picture(
    clip: Clip, camera: Camera, place_px: Floats, frames: NDArray[np.intp]
) -> tuple[Floats, NDArray[np.bool_]]:
    """What a place looks like in some frames: the median of each colour.

    Returns
    -------
    colours, inside
        (rows, columns, 3), and whether all frames show it.
    """
    shown, inside = list[Floats](), np.ones(place_px.shape[:2], dtype=np.bool_)
    for index, picture in frames_at(clip, set(frames.tolist())):
        where = camera.as_filmed(place_px, index).astype(np.float32)
        smooth = cv2.blur(picture, (3, 3))
        looks = cv2.remap(smooth, where[..., 0], where[..., 1], cv2.INTER_LINEAR)
        shown.append(np.asarray(looks, dtype=np.float64))
        height, width = picture.shape[:2]
        inside &= ((where >= 0) & (where < (width - 1, height - 1))).all(axis=-1)
    if not shown:
        return np.zeros((*place_px.shape[:2], 3)), np.zeros_like(inside)
    return np.median(shown, axis=0), inside
