"""Where the camera looked in every frame, and what one still view would have seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import hypot

import numpy as np
from numpy.typing import NDArray

from analysis.camera_motion.rotation import Turn, about
from analysis.capture.clip import Picture
from analysis.types import Floats, Poses

Frames = int | slice | NDArray[np.intp]
# A direction beside or behind a view has no place in it: beyond this cosine from the
# axis points are left at the far edge.
FURTHEST = 0.2
# From one frame to the next, in this percentile of frames: a hand's slow sway moves the
# picture by 0.1 to 0.6 pixels, a shake or a pan by 2 and more.
RESTLESS_PX, MANY = 0.75, 75
# A picture that moves less than this, in its own pixels, is compared as it is.
UNMOVED_PX = 0.1
# Phones are held so level, in degrees (1 SD); 16 real clips: 1.0.
HELD_DEG = 2.0
# A tilt is taken out when it is no less than this and so many times its own ±.
LEAST_DEG, LEAST_TIMES = 1.0, 2.5
# A tilt of this size that is not certain is worth a note.
TOLD_DEG = 2.0


@dataclass(frozen=True, slots=True)
class Level:
    """By how much a camera was tilted (rolled) about its axis.

    Attributes
    ----------
    roll_deg
        By how much a level line falls to the right in its pictures.
    plus_minus_deg
        One standard deviation.
    """

    roll_deg: float = 0.0
    plus_minus_deg: float = HELD_DEG

    @property
    def certain(self) -> bool:
        """Whether the tilt is certain, and so is taken out."""
        least = max(LEAST_DEG, LEAST_TIMES * self.plus_minus_deg)
        return abs(self.roll_deg) >= least

    @property
    def doubtful(self) -> bool:
        """Whether it may be a large tilt, and is not taken out."""
        return not self.certain and abs(self.roll_deg) >= TOLD_DEG

    @property
    def left_deg(self) -> float:
        """By how much angles to the horizontal may still be turned (1 SD)."""
        left = 0.0 if self.certain else self.roll_deg
        return hypot(left, self.plus_minus_deg)


# Nothing in the picture shows the tilt.
UNSEEN = Level()


@dataclass(frozen=True)
class Camera:
    """How the pictures of a clip lie in one reference view.

    Attributes
    ----------
    to_reference
        (frames, 3, 3) homography from the upright picture as filmed, pixels.
    focal_px
        Focal length of the reference view; a guess where the camera hardly turns.
    middle_px
        (2,) the point of the picture straight ahead.
    followed
        (frames,) whether the background could be followed there.
    level
        How level it was held; a certain tilt is not in the reference view any more.
    """

    to_reference: Floats
    focal_px: float
    middle_px: Floats
    followed: NDArray[np.bool_]
    level: Level = UNSEEN

    @classmethod
    def still(cls, frames: int, size_px: tuple[int, int] = (2, 2)) -> Camera:
        """A camera that does not move."""
        middle = np.array(size_px) / 2
        steady = np.tile(np.eye(3), (frames, 1, 1))
        return cls(steady, 2 * float(middle.max()), middle, np.ones(frames, bool))

    @cached_property
    def moves(self) -> bool:
        """Whether the reference view is any other than the one filmed."""
        return bool((self.to_reference != np.eye(3)).any())

    @cached_property
    def _from_reference(self) -> Floats:
        return np.asarray(np.linalg.inv(self.to_reference), dtype=np.float64)

    def in_reference(self, xy_px: Floats, frames: Frames | None = None) -> Floats:
        """Points as filmed, in the reference view.

        Parameters
        ----------
        xy_px
            (frames, ..., 2), of the clip's first frames unless ``frames`` says which;
            (..., 2) of a single one.
        """
        return self._mapped(self.to_reference, xy_px, frames)

    def as_filmed(self, xy_px: Floats, frames: Frames | None = None) -> Floats:
        """Points of the reference view, in the pictures as filmed; see above."""
        return self._mapped(self._from_reference, xy_px, frames)

    def steady(self, poses: Poses) -> Poses:
        """The poses as a camera that stays in the reference view would see them."""
        return replace(poses, xy_px=self.in_reference(poses.xy_px))

    def filmed(self, poses: Poses) -> Poses:
        """Poses of the reference view, in the pictures as filmed."""
        return replace(poses, xy_px=self.as_filmed(poses.xy_px))

    def carried(self, xy_px: Floats, frames: Frames, other: int) -> Floats:
        """Points (frames, ..., 2) as filmed, where another frame shows their places."""
        return self.as_filmed(self.in_reference(xy_px, frames), other)

    def boxes_in_reference(
        self, box_px: Floats, frames: Frames | None = None
    ) -> Floats:
        """(frames, 4) left, top, right, bottom as filmed, in the reference view."""
        return (
            _boxes(self.in_reference(_edges(box_px), frames)) if self.moves else box_px
        )

    def boxes_as_filmed(self, box_px: Floats, frames: Frames | None = None) -> Floats:
        """(frames, 4) left, top, right, bottom of the reference view, as filmed."""
        return _boxes(self.as_filmed(_edges(box_px), frames)) if self.moves else box_px

    @cached_property
    def background_px(self) -> Floats:
        """(frames, 2) where the middle of the reference view is, in every frame."""
        frames = len(self.to_reference)
        return self.as_filmed(np.tile(self.middle_px, (frames, 1)))

    @cached_property
    def restless(self) -> bool:
        """Whether the picture moves on by most of a pixel in many of the frames."""
        steps = np.linalg.norm(np.diff(self.background_px, axis=0), axis=1)
        return bool(len(steps) and np.percentile(steps, MANY) > RESTLESS_PX)

    @cached_property
    def turns(self) -> NDArray[np.bool_]:
        """(frames,) whether it turns or zooms there, by how far a corner moves."""
        corners = np.array([[0, 0], [2, 0], [0, 2], [2, 2]]) * self.middle_px
        frames = np.arange(len(self.to_reference))
        before = np.maximum(frames - 1, 0)
        here = np.tile(corners, (len(frames), 1, 1))
        there = self.as_filmed(self.in_reference(here, before), frames)
        return np.asarray(np.abs(there - here).max(axis=(1, 2)) > RESTLESS_PX)

    @cached_property
    def yaw_deg(self) -> Floats:
        """(frames,) how far it is turned to the right of the reference view."""
        ahead = self.in_reference(np.tile(self.middle_px, (len(self.followed), 1)))
        off: Floats = (ahead[:, 0] - self.middle_px[0]) / self.focal_px
        return np.degrees(np.arctan(off))

    def turn(self, frame: int) -> Turn:
        """From a frame to the reference view."""
        seen = about(-self.middle_px, self.to_reference[frame])
        seen = seen / np.array([[self.focal_px], [self.focal_px], [1.0]])
        sizes = np.linalg.norm(seen, axis=0)
        return Turn(seen / sizes, self.focal_px * float(sizes[:2].mean()))

    def seen_by(self, turn: Turn) -> Camera:
        """The same camera with another reference view, turned from this one."""
        step = about(self.middle_px, turn.homography(self.focal_px))
        return replace(
            self,
            to_reference=step @ self.to_reference,
            focal_px=self.focal_px * turn.zoom,
        )

    def _mapped(self, matrices: Floats, xy_px: Floats, frames: Frames | None) -> Floats:
        if not self.moves:
            return xy_px
        here = matrices[: len(xy_px)] if frames is None else matrices[frames]
        return mapped(here, xy_px)


def mapped(matrices: Floats, xy: Floats) -> Floats:
    """Points (frames, ..., 2) moved by homographies (frames, 3, 3), or all by one."""
    around = xy.ndim - matrices.ndim + 1
    here = matrices.reshape(*matrices.shape[:-2], *[1] * around, 3, 3)
    points = np.concatenate([xy, np.ones((*xy.shape[:-1], 1))], axis=-1)
    moved = (here @ points[..., None])[..., 0]
    there: Floats = moved[..., :2] / np.maximum(moved[..., 2:], FURTHEST)
    return there


def furthest_px(step: Floats, size_px: tuple[int, int]) -> float:
    """How far a homography moves the corner of a picture that it moves furthest."""
    width, height = size_px
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]], dtype=float)
    return float(np.abs(mapped(step, corners) - corners).max())


def moved_along(before: Picture, after: Picture, step: Floats) -> Picture:
    """The earlier picture as the camera of the later one would have seen it.

    Parameters
    ----------
    step
        (3, 3) homography from the one to the other.
    """
    import cv2

    height, width = after.shape
    if furthest_px(step, (width, height)) < UNMOVED_PX:
        return before
    moved = after.copy()
    cv2.warpPerspective(
        before, step, (width, height), moved, borderMode=cv2.BORDER_TRANSPARENT
    )
    return moved


def box_moved(step: Floats, box: Floats) -> Floats:
    """A box (4,) moved by a homography; by next to nothing: the same box."""
    there = _boxes(mapped(step, _edges(box)))
    return box if np.abs(there - box).max() < UNMOVED_PX else there


def _edges(box: Floats) -> Floats:
    """(..., 4, 2) the middles of a box's left, upper, right and lower edge."""
    left, top, right, bottom = np.moveaxis(box, -1, 0)
    x, y = (left + right) / 2, (top + bottom) / 2
    pairs = [(left, y), (x, top), (right, y), (x, bottom)]
    return np.stack([np.stack(pair, axis=-1) for pair in pairs], axis=-2)


def _boxes(edges: Floats) -> Floats:
    """(..., 4) the box with the middles of its edges there."""
    sides = [edges[..., n, n % 2] for n in range(4)]
    box: Floats = np.stack(sides, axis=-1)
    return box
