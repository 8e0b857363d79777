"""What a passer hides: joints behind another body are not seen, not guessed.

Somebody walking through is nearer, upright and in full view: the model sees them well.
So they are posed first; the athlete is posed with them painted over, and whatever lies
behind their bones counts as unseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from analysis.capture.clip import Picture, frames_at
from analysis.detection.athlete import Detection
from analysis.estimation.among_others.cutout import covered, without_bodies
from analysis.estimation.among_others.trail import BODY, LEAP, lowest
from analysis.estimation.crop import Crop, crops
from analysis.estimation.frame_sampling import sampled_frames
from analysis.estimation.landmarker import PoseEstimator
from analysis.estimation.pose import SETTLING_LOOKS
from analysis.landmarks import COUNT, HIPS, NOSE, leg_length, middle
from analysis.types import Clip, Floats, Poses

# How far a body reaches from its bones, in its own leg lengths: what is covered, and
# what is painted over.
COVERS, PAINTED = 0.18, 0.15
# With more of the body covered, the rest is a guess too.
MOST_COVERED = 0.25
# What is seen for less than this between two hidden stretches is a guess as well.
GLIMPSE_S = 0.1
# Hips and feet lie no further outside the box than this share of its height; the head
# no further than twice that.
BESIDE = 0.15


class Passers:
    """The bodies of those who pass, in all frames in which they are near."""

    def __init__(
        self, clip: Clip, detection: Detection, estimators: Sequence[PoseEstimator]
    ) -> None:
        self._camera, self._bodies = detection.camera, list[Poses]()
        self._boxes_px = list[Floats]()
        if not len(detection.passers_px):
            return
        self._squares = crops(clip, detection)
        looks = sampled_frames(clip, detection)
        for box_px in detection.passers_px:
            frames = looks.frames[self._near(box_px)[looks.frames]]
            if not len(frames):
                continue
            body = _body(clip, _as_athlete(detection, box_px), frames, estimators)
            if np.isfinite(body.xy_px).any():
                self._bodies.append(body)
            else:
                self._boxes_px.append(box_px)

    def _near(self, box_px: Floats) -> NDArray[np.bool_]:
        """(frames,) whether a body is in the square that is looked at."""
        square = np.array([[one.left, one.left + one.side] for one in self._squares])
        near: NDArray[np.bool_] = (box_px[:, 0] < square[:, 1]) & (
            box_px[:, 2] > square[:, 0]
        )
        return near

    def painted_over(self, square: Picture, crop: Crop, index: int) -> Picture:
        """A square without them."""
        return without_bodies(square, crop, index, self._bodies, PAINTED)

    def hidden(self, poses: Poses) -> Poses:
        """The athlete's poses without what they hide.

        Visibility 0 where a joint is covered; no pose where most joints are, or where
        what is left is off the athlete's path. A passer in whom the model sees no body
        covers everything in their box.
        """
        if not self._bodies and not self._boxes_px:
            return poses
        count = len(poses.time_s)
        bodies = [
            Poses(body.xy_px[:count], body.visibility[:count], poses.time_s)
            for body in self._bodies
        ]
        poses = _in_boxes(covered(poses, bodies, COVERS), self._boxes_px)
        behind = (poses.visibility == 0.0)[:, BODY]
        lost = behind.mean(axis=1) > MOST_COVERED
        lost |= behind.any(axis=1) & self._leaps(poses, ~behind.any(axis=1))
        lost |= self._nobody(poses, bodies)
        lost |= _between(lost, poses.time_s)
        xy_px, seen = poses.xy_px.copy(), poses.visibility.copy()
        xy_px[lost], seen[lost] = np.nan, 0.0
        return replace(poses, xy_px=xy_px, visibility=seen)

    def _nobody(self, poses: Poses, bodies: Sequence[Poses]) -> NDArray[np.bool_]:
        """(frames,) whether no pose is found with somebody in front of the athlete."""
        found = np.isfinite(poses.xy_px[:, 0, 0])
        known, every = np.flatnonzero(found), np.arange(len(found))
        hidden = np.zeros(len(found), bool)
        if not len(known):
            return hidden
        nearest = known[np.abs(every[:, None] - known).argmin(axis=1)]
        own = poses.xy_px[nearest][..., 0]
        for body in bodies:
            x = body.xy_px[..., 0]
            hidden |= (x.min(axis=1) < own.max(axis=1)) & (
                x.max(axis=1) > own.min(axis=1)
            )
        return hidden & ~found

    def _leaps(self, poses: Poses, free: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """(frames,) whether hips are elsewhere than between those of free frames."""
        still_px = self._camera.in_reference(poses.xy_px)
        hips = middle(still_px, HIPS)
        known = np.flatnonzero(free & np.isfinite(hips[:, 0]))
        if not len(known):
            return np.zeros(len(hips), bool)
        every = np.arange(len(hips))
        way = np.stack([np.interp(every, known, side) for side in hips[known].T], 1)
        off = np.linalg.norm(hips - way, axis=1)
        leaps: NDArray[np.bool_] = off > LEAP * leg_length(poses.xy_px)
        return leaps


def _in_boxes(poses: Poses, boxes_px: Sequence[Floats]) -> Poses:
    """The poses, with visibility 0 for the joints in the boxes (frames, 4)."""
    seen, x = poses.visibility.copy(), poses.xy_px[..., 0]
    for box_px in boxes_px:
        left, right = box_px[: len(x), [0]], box_px[: len(x), [2]]
        seen[(x > left) & (x < right)] = 0.0
    return replace(poses, visibility=seen)


def _between(lost: NDArray[np.bool_], time_s: Floats) -> NDArray[np.bool_]:
    """(frames,) whether a frame is soon after one that is lost and soon before one."""
    known = time_s[lost]
    if not len(known):
        return lost
    after = np.searchsorted(known, time_s)
    gap = known[np.minimum(after, len(known) - 1)] - known[np.maximum(after - 1, 0)]
    between: NDArray[np.bool_] = (after > 0) & (after < len(known)) & (gap < GLIMPSE_S)
    return between


def _as_athlete(detection: Detection, box_px: Floats) -> Detection:
    """The detection, with a passer in the athlete's place."""
    known = np.flatnonzero(np.isfinite(box_px[:, 0]))
    every = np.arange(len(box_px))
    sides = [np.interp(every, known, side) for side in box_px[known].T]
    moving = np.isfinite(box_px[:, 0]).astype(float)
    nobody = np.empty((0, 0, 4))
    return replace(
        detection, box_px=np.stack(sides, axis=1), moving=moving, passers_px=nobody
    )


def _body(
    clip: Clip,
    detection: Detection,
    frames: NDArray[np.intp],
    estimators: Sequence[PoseEstimator],
) -> Poses:
    """A passer's poses in some frames; each estimator looks at a part."""
    xy_px = np.full((clip.frames, COUNT, 2), np.nan)
    seen = np.full((clip.frames, COUNT), np.nan)
    squares = crops(clip, detection)

    def look(part: NDArray[np.intp], estimator: PoseEstimator) -> None:
        for index, picture in frames_at(clip, set(part.tolist())):
            alone = _strip(picture, detection.box_px[index])
            cut = squares[index].of(alone)
            for again in range(2):
                for _ in range(SETTLING_LOOKS if again or index == part[0] else 0):
                    estimator.look(cut)
                found = estimator.look(cut)
                there = found and squares[index].in_picture(found[0], cut.shape[1])
                if there is not None and _is_in(there, detection.box_px[index]):
                    xy_px[index] = there
                    break
                # An athlete who was lost is searched for again.
                estimator.look(np.zeros_like(cut))

    parts = [part for part in np.array_split(frames, len(estimators)) if len(part)]
    with ThreadPoolExecutor(len(parts)) as pool:
        list(pool.map(look, parts, estimators))
    _fill(xy_px, frames, detection.box_px)
    return Poses(xy_px, seen, clip.time_s)


def _strip(picture: Picture, box_px: Floats) -> Picture:
    """The picture with one tone to the left and the right of a body."""
    first, last = np.clip(np.rint(box_px[[0, 2]]), 0, picture.shape[1]).astype(int)
    shown = np.empty_like(picture)
    shown[:] = picture.mean(axis=(0, 1))
    shown[:, first:last] = picture[:, first:last]
    return shown


def _is_in(points: Floats, box_px: Floats) -> bool:
    """Whether a body's hips, head and feet are where those of the box's body are."""
    room = BESIDE * (box_px[3] - box_px[1])
    hips, head = points[HIPS, 0].mean(), points[NOSE, 1]
    across = box_px[0] - room < hips < box_px[2] + room
    upright = (
        abs(head - box_px[1]) < 2 * room and abs(lowest(points) - box_px[3]) < room
    )
    return bool(across and upright)


def _fill(xy_px: Floats, frames: NDArray[np.intp], box_px: Floats) -> None:
    """Where a body was not found it is as in the nearest frame in which it was."""
    found = frames[np.isfinite(xy_px[frames, 0, 0])]
    if not len(found):
        return
    middle = (box_px[:, :2] + box_px[:, 2:]) / 2
    for index in range(frames[0], frames[-1] + 1):
        if not np.isfinite(xy_px[index, 0, 0]):
            near = int(found[np.abs(found - index).argmin()])
            xy_px[index] = xy_px[near] + middle[index] - middle[near]
