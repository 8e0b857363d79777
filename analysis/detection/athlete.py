"""Who and where: the box around the moving athlete in every frame.

Nothing here knows what a body is. It compares each small grey picture with the one
a tenth of a second before: what moves against a still background is followed, and
the track that travels furthest is the athlete. Where nobody moves (the hold in the
set position) the box waits where the movement goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from analysis.camera_motion.camera import Camera
from analysis.capture.clip import Picture
from analysis.capture.small_pictures import SMALL_PX
from analysis.detection.attempts import attempts_of
from analysis.detection.motion_tracks import (
    CELL,
    MOST_OF_BODY,
    Glimpses,
    MotionTrack,
    watch,
)
from analysis.detection.parts import with_parts
from analysis.detection.passers import apart, boxes_of
from analysis.detection.starters import equals_of, people_among, picked
from analysis.errors import Nobody
from analysis.types import Clip, Floats

# A track is another possible athlete when it covers this share of the first one's
# area times way.
RIVAL_SHARE = 0.5
# Movement while the camera rests is the start when it weighs this share of what a pan
# carries through the picture: 0.4 and more where somebody starts, 0.02 where somebody
# fidgets before a start that is panned.
RESTING_SHARE = 0.2
# A camera zooms if it shows a body this many times larger at one time than at another;
# hand sway and a pan stay below 1.1.
ZOOMS = 1.25


@dataclass(frozen=True)
class Detection:
    """Where the athlete is, and what else was seen on the way.

    Attributes
    ----------
    box_px
        (frames, 4) left, top, right, bottom in the upright picture, smooth in time.
    moving
        (frames,) share of the box that moved in the last tenth of a second.
    camera
        How the pictures lie in one reference view.
    rivals
        Other movers that travelled about as far.
    equals_px
        (people, frames, 4) boxes of whole bodies, the athlete's first, when others
        start at the same time, as large and no further away; else empty.
    passers_px
        (people, frames, 4) boxes of those who walk through nearer to the camera; NaN
        where they are not in the picture.
    crowded
        Whether the athlete had to be told apart from others in most of the looks.
    behind
        How many bodies within the athlete's blob to skip before choosing one.
    changed
        (frames, rows, columns) share of each cell of the picture that moved, 0 to 255.
    cell_px
        Side of a cell.
    people_px
        (people, frames, 4) boxes of whole bodies when somebody said who the athlete is:
        the athlete's, then those of all others; else empty.
    everybody_px
        (people, frames, 4) boxes of whole bodies of all who can be told apart, in the
        order in which they are passed over.
    change
        (frames,) grey levels by which the most changed part of each picture differs
        from the picture before.
    attempts
        Half-open frame ranges around each possible start, in order of time.
    glimpses
        Numbers of a few frames and their small grey pictures.
    """

    box_px: Floats
    moving: Floats
    camera: Camera
    rivals: int
    changed: Picture
    cell_px: float
    people_px: Floats = field(default_factory=lambda: np.empty((0, 0, 4)))
    equals_px: Floats = field(default_factory=lambda: np.empty((0, 0, 4)))
    behind: int = 0
    change: Floats = field(default_factory=lambda: np.empty(0))
    attempts: tuple[tuple[int, int], ...] = ()
    glimpses: Glimpses = ()
    crowded: bool = False
    passers_px: Floats = field(default_factory=lambda: np.empty((0, 0, 4)))
    everybody_px: Floats = field(default_factory=lambda: np.empty((0, 0, 4)))

    @property
    def chosen(self) -> bool:
        """Whether a person chose the athlete, so that it is not our first guess."""
        return len(self.people_px) > 0 or self.behind > 0

    @cached_property
    def whole(self) -> NDArray[np.intp]:
        """Numbers of the frames in which most of the body moves.

        Other boxes hold only a moving head or hand, or are a guess where nothing moves;
        a long wait is full of them.
        """
        area = self._sides_px.prod(axis=1)
        moving = self.moving > 0
        least = MOST_OF_BODY * np.percentile(area[moving], 80)
        return np.flatnonzero(moving & (area >= least))

    @cached_property
    def size_px(self) -> float:
        """The athlete's size: the larger side of the box where it holds the body."""
        return float(np.percentile(self._sides_px.max(axis=1)[self.whole], 75))

    @cached_property
    def middle_px(self) -> Floats:
        """(frames, 2) the middle of the athlete's box in the reference view."""
        return self.camera.in_reference((self.box_px[:, :2] + self.box_px[:, 2:]) / 2)

    @cached_property
    def _sides_px(self) -> Floats:
        """Box sides, read in the reference view if the camera zooms, to undo that."""
        seen = self.camera.boxes_in_reference(self.box_px)
        filmed, steady = (box[:, 2:] - box[:, :2] for box in (self.box_px, seen))
        times = (steady / filmed).max(axis=1)
        return steady if times.max() > ZOOMS * times.min() else filmed


def find_athlete(
    clip: Clip, progress: Callable[[float], None] = lambda done: None, skip: int = 0
) -> Detection:
    """Follow what moves and pick the athlete.

    ``skip`` passes over this many people who would be picked first; after the last one
    it starts again. Where everything that moves is one blob, others may be inside it.

    Raises
    ------
    Nobody
        Nothing in the picture moves.
    """
    scale = max(1.0, max(clip.width_px, clip.height_px) / SMALL_PX)
    tracks, turning, changed, change, glimpses = watch(clip, progress)
    if not tracks:
        raise Nobody("nothing moves in the picture")
    camera = turning.camera((clip.width_px, clip.height_px), scale)
    passers, tracks, changed = apart(tracks, changed, clip, camera)
    tracks = _while_it_rests(_steadied(tracks, camera, scale), camera)
    people = people_among(tracks, clip.frames)
    behind = skip if len(people) == 1 else 0
    athlete, boxes = picked(tracks, people, skip - behind, clip.frames)
    rivals = _rivals(tracks, athlete)
    box, moving = _every_frame(athlete, clip.frames)
    if athlete is tracks[0] and not len(boxes):
        box = with_parts(box, athlete, tracks[1 + len(rivals) :])
    return Detection(
        camera.boxes_as_filmed(box * scale),
        moving,
        camera,
        len(rivals),
        changed,
        CELL * scale,
        _as_filmed(boxes, camera, scale),
        _as_filmed(equals_of(tracks, rivals, clip.frames), camera, scale),
        behind,
        change,
        () if skip else attempts_of(tracks, clip.frames, clip.median_fps),
        glimpses,
        passers_px=boxes_of(passers, clip.frames) * scale,
        everybody_px=_as_filmed(np.stack([p[1] for p in people]), camera, scale),
    )


def _steadied(
    tracks: list[MotionTrack], camera: Camera, scale: float
) -> list[MotionTrack]:
    """The movers with their boxes put into the reference view: a pan moves nobody."""
    for track in tracks if camera.moves else ():
        filmed_px = np.array(track.boxes) * scale
        seen_px = camera.boxes_in_reference(filmed_px, np.array(track.frames))
        track.boxes = list(seen_px / scale)
    return tracks


def _while_it_rests(tracks: list[MotionTrack], camera: Camera) -> list[MotionTrack]:
    """The movers without those that appear only while the camera pans.

    The most important first. Nobody is left out when everybody of weight is seen only
    during the pan.
    """
    tracks.sort(key=MotionTrack.importance, reverse=True)
    turns = camera.turns
    resting = [track for track in tracks if turns[track.frames].mean() <= 0.5]
    heaviest = max((track.importance() for track in resting), default=0.0)
    weighty = heaviest > RESTING_SHARE * tracks[0].importance()
    return resting if weighty else tracks


def _rivals(tracks: list[MotionTrack], athlete: MotionTrack) -> list[MotionTrack]:
    """Other movers who might be the athlete."""
    least = RIVAL_SHARE * athlete.importance()
    return [
        other for other in tracks if other is not athlete and other.importance() > least
    ]


def _as_filmed(boxes: Floats, camera: Camera, scale: float) -> Floats:
    """Boxes (people, frames, 4) of the small reference view, in pictures as filmed."""
    return camera.boxes_as_filmed(boxes.swapaxes(0, 1) * scale).swapaxes(0, 1)


def _every_frame(track: MotionTrack, frames: int) -> tuple[Floats, Floats]:
    """Interpolate the track's box over all frames and smooth it over a few."""
    number = np.arange(frames)
    boxes = np.array(track.boxes)
    sides = [np.interp(number, track.frames, boxes[:, side]) for side in range(4)]
    box = gaussian_filter1d(np.stack(sides, axis=1), 2.0, axis=0, mode="nearest")
    area = np.maximum((box[:, 2] - box[:, 0]) * (box[:, 3] - box[:, 1]), 1.0)
    moving = np.zeros(frames)
    moving[track.frames] = track.areas
    return box, np.minimum(moving / area, 1.0)
