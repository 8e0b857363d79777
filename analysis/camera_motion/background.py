"""What the background does: corners followed from key frames through the clip.

Each picture is compared with a key frame, not with the one before, so that errors do
not add up; a new key frame is taken where the old one has left the picture.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.camera_motion.corners import (
    ALIKE_PX,
    FEWEST,
    Shot,
    background_turn,
    corners_of,
    find_corners,
    middle_of,
)
from analysis.camera_motion.rotation import NO_TURN, Turn, about, off_px
from analysis.camera_motion.rotation_fit import (
    TELLING,
    Key,
    Track,
    Turning,
    focal_from,
    read_again,
)
from analysis.capture.clip import Picture
from analysis.types import Floats

# A smaller share of corners that move alike is not the background.
LEAST_ALIKE = 0.25
# Share of its trust that a disagreeing corner loses per picture.
FORGETS = 0.2
# A new key frame when fewer of the corners of the old one are in the picture.
LEAST_IN_VIEW = 0.7
# Or when fewer agree: to a phone that is carried along near and far things drift apart.
AGREEING = 0.4
# This many pictures in a row may fail to match the key frame before it is replaced.
PATIENCE = 4
# A usual phone's focal length, until a pan reveals it, in longer sides of the picture.
USUAL_FOCAL = 1.0
# The focal length is read again from a turn this many times larger.
MORE_TELLING = 1.4
# Grey levels vary less than this in a black or blank picture.
FAINT = 6.0


class Background:
    """Follows the background through the pictures of one clip, shown in order."""

    def __init__(self) -> None:
        self._key = Key(0, np.empty((0, 2)))
        self._tracks: list[Track] = []
        self._places: list[Turn] = []
        self._focal = 0.0
        self._lost = 0
        self._told_by = 0.0  # how large a turn told the focal length
        self._trust = np.empty(0)
        self._last = self._key_shot = Shot(np.empty((0, 0), np.uint8))

    def see(self, picture: Picture, moving: Picture | None, *, cut: bool) -> None:
        """Follow the corners into the next picture.

        Parameters
        ----------
        moving
            Not 0 where something moves: no corner of a new key frame lies there.
        cut
            Whether it shows another scene, which begins where the last one ended.
        """
        shot = Shot(picture)
        if not self._places:
            self._focal = USUAL_FOCAL * max(picture.shape)
        if cut or not self._places:
            place = self._places[-1] if self._places else NO_TURN
            self._note(_nothing(Key(len(self._places), np.empty((0, 2)))), place)
            self._take_key(shot, None)
        else:
            self._follow(shot, moving)
        self._last = shot

    def homography(self, one: int, other: int) -> Floats:
        """(3, 3) from one picture to another, small pixels."""
        first, last = self._places[one], self._places[other]
        matrix = last.after(first.back()).homography(self._focal * first.zoom)
        return about(middle_of(self._last.picture), matrix)

    def _note(self, track: Track, place: Turn) -> None:
        self._tracks.append(track)
        self._places.append(place)

    def _take_key(self, shot: Shot, moving: Picture | None) -> None:
        """Make the picture noted last the one that others are compared with."""
        corners = corners_of(shot.picture, moving) - middle_of(shot.picture)
        self._key = Key(len(self._tracks) - 1, corners)
        self._key_shot = shot
        self._trust = np.ones(len(corners))

    def _follow(self, shot: Shot, moving: Picture | None) -> None:
        track, place = self._seen(shot)
        before = len(self._tracks) - 1
        if not track.followed and self._key.frame < before and not self._lost:
            self._take_key(self._last, moving)
            track, place = self._seen(shot)
        self._note(track, place)
        self._lost = 0 if track.followed else self._lost + 1
        if track.followed and len(track.which):
            self._tell_focal(track)
        corners = self._key.corners
        bare = len(corners) < FEWEST
        worn = 0 < len(track.which) < LEAST_IN_VIEW * len(corners)
        worn |= track.agreeing < AGREEING
        # A flash or a blur is over soon; then the same key frame is found again.
        if bare or (worn and track.followed) or self._lost > PATIENCE:
            self._take_key(shot, moving)
            self._lost = 0

    def _seen(self, shot: Shot) -> tuple[Track, Turn]:
        """The key frame's corners in a picture, and the turn from the first frame."""
        rest, nothing = self._places[-1], _nothing(self._key)
        if min(shot.spread, self._key_shot.spread) < FAINT:
            return nothing, rest
        corners, base = self._key.corners, self._places[self._key.frame]
        focal = self._focal * base.zoom
        guess = _expected(self._places).after(base.back())
        which, found = find_corners(self._key_shot, shot, corners, guess, focal)
        if len(corners) < FEWEST:
            return nothing, rest
        if len(which) < FEWEST:
            return replace(nothing, agreeing=0.0, followed=False), rest
        turn = background_turn(corners[which], found, focal, guess, self._trust[which])
        agree = off_px(corners[which], found, focal, turn) < ALIKE_PX
        self._trust[which] += FORGETS * (agree - self._trust[which])
        share = float(agree.mean())
        followed = share >= LEAST_ALIKE and np.count_nonzero(agree) >= FEWEST
        place = turn.after(base) if followed else rest
        return Track(self._key, which, found, share, bool(followed)), place

    def _tell_focal(self, track: Track) -> None:
        """Read the focal length off a turn that is wider than those before."""
        moved = track.moved_px / self._side
        if moved < max(TELLING, MORE_TELLING * self._told_by):
            return
        self._told_by = moved
        last = [len(self._tracks) - 1]
        told = focal_from(last, self._tracks, self._places, self._focal, self._side)
        self._places = [place.same_shift(self._focal, told) for place in self._places]
        self._focal = told

    def turning(self) -> Turning:
        """How the camera moved, read once more with what the whole clip told."""
        return read_again(self._tracks, self._places, self._focal, self._side)

    @property
    def _side(self) -> int:
        side: int = max(self._last.picture.shape)
        return side


def _nothing(key: Key) -> Track:
    return Track(key, np.empty(0, np.intp), np.empty((0, 2)))


def _expected(places: list[Turn]) -> Turn:
    """Where the camera would be had it gone on turning at its last rate."""
    if len(places) < 2:
        return places[-1]
    return places[-1].after(places[-2].back()).after(places[-1])
