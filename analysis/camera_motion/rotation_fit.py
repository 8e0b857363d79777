"""How the camera turned through a clip: from tracks of corners to its every view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.camera_motion.camera import Camera, furthest_px
from analysis.camera_motion.rotation import (
    NO_TURN,
    Turn,
    about,
    fit_turn,
    focal_of,
    half_way,
)
from analysis.types import Floats

# A turn tells the focal length when corners move this share of the longer side.
TELLING = 0.06
# In the end this many pictures are used for it.
TELLING_FRAMES = 24
# A picture whose corners never move further than this, in small pixels, rests.
STILL_PX = 0.3


@dataclass(frozen=True, slots=True)
class Key:
    """A picture that others are compared with.

    Attributes
    ----------
    frame
        Its number.
    corners
        (n, 2) from its middle, small pixels.
    """

    frame: int
    corners: Floats


@dataclass(frozen=True, slots=True)
class Track:
    """Where a key frame's corners are in one picture.

    Attributes
    ----------
    key
        The key frame.
    which
        (m,) which of its corners were found.
    found
        (m, 2) where, from the middle of the picture, small pixels.
    agreeing
        Share of them that agree on how the camera turned.
    followed
        Whether these are enough.
    """

    key: Key
    which: NDArray[np.intp]
    found: Floats
    agreeing: float = 1.0
    followed: bool = True

    @property
    def pair(self) -> tuple[Floats, Floats]:
        """(m, 2) each: the corners in the key frame and in the picture."""
        return self.key.corners[self.which], self.found

    @property
    def moved_px(self) -> float:
        """How far most corners went from the key frame."""
        one, other = self.pair
        return (
            float(np.median(np.linalg.norm(other - one, axis=1))) if len(one) else 0.0
        )


@dataclass(frozen=True, slots=True)
class Turning:
    """How the camera turned and zoomed through a clip.

    Attributes
    ----------
    places
        The turn from the first frame to each.
    focal_px
        Focal length of the first frame, small pixels.
    followed
        (frames,) whether the background could be followed there.
    """

    places: tuple[Turn, ...]
    focal_px: float
    followed: NDArray[np.bool_]

    def camera(self, size_px: tuple[int, int], scale: float) -> Camera:
        """The camera, with the middle of its views for a reference.

        Parameters
        ----------
        size_px
            Width and height of the upright picture.
        scale
            Its pixels for each small one.
        """
        frames = len(self.places)
        if self._moves_px(size_px, scale) < STILL_PX:
            return Camera.still(frames, size_px)
        view = half_way(self.places)
        focal, middle = self.focal_px * scale, np.array(size_px) / 2
        turns = [view.after(place.back()) for place in self.places]
        matrices = [
            about(middle, turn.homography(focal * place.zoom))
            for turn, place in zip(turns, self.places, strict=True)
        ]
        here = np.array(matrices)
        return Camera(here, focal * view.zoom, middle, self.followed)

    def _moves_px(self, size_px: tuple[int, int], scale: float) -> float:
        """How far a corner of the small picture is from where it was at first."""
        width, height = (round(side / scale) for side in size_px)
        middle = np.array([width, height]) / 2
        return max(
            furthest_px(about(middle, place.homography(self.focal_px)), (width, height))
            for place in self.places
        )


def read_again(
    tracks: Sequence[Track], places: Sequence[Turn], focal_px: float, side_px: int
) -> Turning:
    """How the camera moved, read once more with what the whole clip tells.

    Parameters
    ----------
    tracks, places
        Of every picture, and as first seen with ``focal_px``.
    side_px
        The small picture's longer side.
    """
    focal = _focal_of_all(tracks, places, focal_px, side_px)
    again: list[Turn] = []
    for frame, track in enumerate(tracks):
        place = again[-1] if again else NO_TURN
        if track.followed and len(track.which):
            base = again[track.key.frame]
            was = turned(track, places, frame).same_shift(focal_px, focal)
            place = fit_turn(*track.pair, focal * base.zoom, was).after(base)
        again.append(place)
    followed = np.array([track.followed for track in tracks])
    return Turning(tuple(again), focal, followed)


def turned(track: Track, places: Sequence[Turn], frame: int) -> Turn:
    """From its key frame to a picture."""
    return places[frame].after(places[track.key.frame].back())


def focal_from(
    frames: Sequence[int],
    tracks: Sequence[Track],
    places: Sequence[Turn],
    focal_px: float,
    side_px: int,
) -> float:
    """The focal length, small pixels, that some pictures agree on."""
    turns = [
        (
            *tracks[frame].pair,
            turned(tracks[frame], places, frame),
            places[tracks[frame].key.frame].zoom,
        )
        for frame in frames
    ]
    return focal_of(turns, focal_px, side_px)


def _focal_of_all(
    tracks: Sequence[Track], places: Sequence[Turn], focal_px: float, side_px: int
) -> float:
    """The focal length that the widest turns of the clip agree on."""
    moved = np.array([track.moved_px for track in tracks])
    widest = np.argsort(-moved, kind="stable")[:TELLING_FRAMES]
    if moved[widest[0]] < TELLING * side_px:
        return focal_px
    wide = widest[moved[widest] > 0.5 * moved[widest[0]]].tolist()
    return focal_from(wide, tracks, places, focal_px, side_px)
