"""What the background does: corners followed from key frames through the clip.

Each picture is compared with a key frame, not with the one before, so that errors do
not add up; a new key frame is taken where the old one has left the picture.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analysis.camera import Camera, furthest_px
from analysis.clip import Picture
from analysis.turn import (
    ALL_PX,
    NO_TURN,
    Turn,
    about,
    fit_turn,
    focal_of,
    half_way,
    most_alike,
    off_px,
)
from analysis.types import Floats

# Corners are the best few of every tile of the picture, so far apart, small pixels.
TILE_PX, IN_TILE, APART_PX = 32, 3, 7
# Worse than this share of the best is no corner: lanes and walls have faint ones.
FAINTEST = 0.001
# A corner that disagreed in most of the last few pictures is not asked any more.
TRUSTED, FORGETS = 0.5, 0.2
# Corners that moved alike within this many small pixels are one thing.
ALIKE_PX = 1.0
# Fewer alike than this share, or fewer at all, are not the background.
LEAST_ALIKE, FEWEST = 0.25, 8
# Corners where they were expected, this many for each of the largest group that is
# not, are enough to say that the camera did as expected: a body with more corners than
# the wall behind it is no moving camera (a logo on a panned picture has fewer).
REST_SHARE = 0.5
# With so many as expected nobody asks what else there is.
SURE_SHARE = 0.7
# A new key frame when fewer of the corners of the old one are in the picture.
LEAST_IN_VIEW = 0.7
# Or when fewer agree: a phone that is carried on sees near and far things move apart.
AGREEING = 0.4
# So many pictures in a row may show nothing of the key frame before a new one is taken.
PATIENCE = 4
# Before a pan tells: a usual phone's, in longer sides of the picture.
USUAL_FOCAL = 1.0
# A turn tells the focal length from this share of the longer side on, and again
# whenever it is so many times larger.
TELLING, MORE_TELLING = 0.06, 1.4
# So many pictures tell it in the end.
TELLING_FRAMES = 24
# A picture whose corners never move further than this, in small pixels, rests.
STILL_PX = 0.3
# Grey levels vary less than this in a black or blank picture.
FAINT = 6.0


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
        Number of the key frame among all.
    which
        (m,) which of its corners were found.
    found
        (m, 2) where, from the middle of the picture, small pixels.
    agreeing
        Share of them that agree on how the camera turned.
    followed
        Whether these are enough.
    """

    key: int
    which: NDArray[np.intp]
    found: Floats
    agreeing: float = 1.0
    followed: bool = True


@dataclass(frozen=True, slots=True)
class Turning:
    """How the camera turned and zoomed through a clip.

    Attributes
    ----------
    places
        From the first frame to each.
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


class Background:
    """Follows the background through the pictures of one clip, shown in order."""

    def __init__(self) -> None:
        self._keys: list[Key] = []
        self._tracks: list[Track] = []
        self._places: list[Turn] = []
        self._focal = 0.0
        self._lost = 0
        self._told_by = 0.0  # how large a turn told the focal length
        self._trust = np.empty(0)
        self._last = self._key_picture = np.empty((0, 0), np.uint8)

    def see(self, picture: Picture, moving: Picture | None, *, cut: bool) -> None:
        """Follow the corners into the next picture.

        Parameters
        ----------
        moving
            Not 0 where something moves: no corner of a new key frame lies there.
        cut
            Whether it shows another scene, which begins where the last one ended.
        """
        if not self._keys:
            self._focal = USUAL_FOCAL * max(picture.shape)
        if cut or not self._keys:
            place = self._places[-1] if self._places else NO_TURN
            self._note(_nothing(len(self._keys)), place)
            self._take_key(picture, None)
        else:
            self._follow(picture, moving)
        self._last = picture

    def homography(self, one: int, other: int) -> Floats:
        """(3, 3) from one picture to another, small pixels."""
        first, last = self._places[one], self._places[other]
        matrix = last.after(first.back()).homography(self._focal * first.zoom)
        return about(_middle(self._last), matrix)

    def _note(self, track: Track, place: Turn) -> None:
        self._tracks.append(track)
        self._places.append(place)

    def _take_key(self, picture: Picture, moving: Picture | None) -> None:
        """Make the picture noted last the one that others are compared with."""
        corners = _corners(picture, moving) - _middle(picture)
        self._keys.append(Key(len(self._tracks) - 1, corners))
        self._key_picture = picture
        self._trust = np.ones(len(corners))

    def _follow(self, picture: Picture, moving: Picture | None) -> None:
        track, place = self._seen(picture)
        before = len(self._tracks) - 1
        if not track.followed and self._keys[-1].frame < before and not self._lost:
            self._take_key(self._last, moving)
            track, place = self._seen(picture)
        self._note(track, place)
        self._lost = 0 if track.followed else self._lost + 1
        if track.followed and len(track.which):
            self._tell_focal(track)
        corners = self._keys[-1].corners
        bare = len(corners) < FEWEST
        worn = 0 < len(track.which) < LEAST_IN_VIEW * len(corners)
        worn |= track.agreeing < AGREEING
        # A flash or a blur is over soon; then the same key frame is found again.
        if bare or (worn and track.followed) or self._lost > PATIENCE:
            self._take_key(picture, moving)
            self._lost = 0

    def _seen(self, picture: Picture) -> tuple[Track, Turn]:
        """The picture as seen from the key frame, and its place."""
        number, rest = len(self._keys) - 1, self._places[-1]
        nothing = _nothing(number)
        if min(picture.std(), self._key_picture.std()) < FAINT:
            return nothing, rest
        corners, base = self._keys[-1].corners, self._places[self._keys[-1].frame]
        focal = self._focal * base.zoom
        guess = _expected(self._places).after(base.back())
        which, found = _found(self._key_picture, picture, corners, guess, focal)
        if len(corners) < FEWEST:
            return nothing, rest
        if len(which) < FEWEST:
            return replace(nothing, agreeing=0.0, followed=False), rest
        turn = _turn(corners[which], found, focal, guess, self._trust[which])
        agree = off_px(corners[which], found, focal, turn) < ALIKE_PX
        self._trust[which] += FORGETS * (agree - self._trust[which])
        share = float(agree.mean())
        followed = share >= LEAST_ALIKE and np.count_nonzero(agree) >= FEWEST
        place = turn.after(base) if followed else rest
        return Track(number, which, found, share, bool(followed)), place

    def _tell_focal(self, track: Track) -> None:
        """Read the focal length off a turn that is wider than those before."""
        moved = self._moved(track)
        if moved < max(TELLING, MORE_TELLING * self._told_by):
            return
        self._told_by = moved
        told = self._focal_from([len(self._tracks) - 1])
        self._places = [place.same_shift(self._focal, told) for place in self._places]
        self._focal = told

    def turning(self) -> Turning:
        """How the camera moved, read once more with what the whole clip told."""
        focal = self._focal_of_all()
        places: list[Turn] = []
        for frame, track in enumerate(self._tracks):
            place = places[-1] if places else NO_TURN
            if track.followed and len(track.which):
                key = self._keys[track.key]
                base, was = places[key.frame], self._turned(frame)
                was = was.same_shift(self._focal, focal)
                corners = key.corners[track.which]
                there = fit_turn(corners, track.found, focal * base.zoom, was)
                place = there.after(base)
            places.append(place)
        followed = np.array([track.followed for track in self._tracks])
        return Turning(tuple(places), focal, followed)

    def _turned(self, frame: int) -> Turn:
        """From its key frame to a picture, as first seen."""
        base = self._places[self._keys[self._tracks[frame].key].frame]
        return self._places[frame].after(base.back())

    def _focal_of_all(self) -> float:
        """The focal length that the widest turns of the clip agree on."""
        moved = np.array([self._moved(track) for track in self._tracks])
        widest = np.argsort(-moved, kind="stable")[:TELLING_FRAMES]
        if moved[widest[0]] < TELLING:
            return self._focal
        return self._focal_from(widest[moved[widest] > 0.5 * moved[widest[0]]].tolist())

    def _focal_from(self, frames: list[int]) -> float:
        turns = []
        for frame in frames:
            track = self._tracks[frame]
            zoom = self._places[self._keys[track.key].frame].zoom
            turns.append((*self._pair(track), self._turned(frame), zoom))
        return focal_of(turns, self._focal, max(self._last.shape))

    def _pair(self, track: Track) -> tuple[Floats, Floats]:
        """Corners in the key frame and in the picture."""
        return self._keys[track.key].corners[track.which], track.found

    def _moved(self, track: Track) -> float:
        """How far most corners went from the key frame, in longer sides."""
        if not len(track.which):
            return 0.0
        one, other = self._pair(track)
        far = float(np.median(np.linalg.norm(other - one, axis=1)))
        return far / max(self._last.shape)


def _nothing(key: int) -> Track:
    return Track(key, np.empty(0, np.intp), np.empty((0, 2)))


def _expected(places: list[Turn]) -> Turn:
    """Where the camera would be had it turned on as from the last frame but one."""
    if len(places) < 2:
        return places[-1]
    return places[-1].after(places[-2].back()).after(places[-1])


def _middle(picture: Picture) -> Floats:
    height, width = picture.shape
    return np.array([(width - 1) / 2, (height - 1) / 2])


def _corners(picture: Picture, moving: Picture | None) -> Floats:
    """(n, 2) what can be found again where nothing moves, evenly over the picture.

    The most striking corners alone would be those of a body before a faint wall.
    """
    import cv2

    clear = np.asarray(cv2.cornerMinEigenVal(picture, 3), dtype=np.float64)
    if moving is not None:
        clear[cv2.dilate(moving, np.ones((9, 9), np.uint8)) > 0] = 0.0
    highest = np.asarray(cv2.dilate(clear, np.ones((APART_PX, APART_PX), np.uint8)))
    least = max(FAINTEST * float(clear.max()), 1e-9)
    y, x = np.nonzero((clear == highest) & (clear > least))
    best = np.argsort(-clear[y, x], kind="stable")
    x, y = x[best], y[best]
    tile = (y // TILE_PX) * picture.shape[1] + x // TILE_PX
    rank = np.zeros(len(tile), dtype=int)
    for number in np.unique(tile):
        rank[tile == number] = np.arange(np.count_nonzero(tile == number))
    few = rank < IN_TILE
    return np.stack([x[few], y[few]], axis=1).astype(np.float64)


def _found(
    key: Picture, picture: Picture, corners: Floats, guess: Turn, focal: float
) -> tuple[NDArray[np.intp], Floats]:
    """Which corners of the key frame are in the picture, and where."""
    import cv2

    middle = _middle(picture)
    there = guess.of(corners, focal)
    which = np.flatnonzero((np.abs(there) < middle - 2).all(axis=1))
    if not len(which):
        return which, np.empty((0, 2))
    found, known, _ = cv2.calcOpticalFlowPyrLK(
        key,
        _as_bright_as(key, picture),
        (corners[which] + middle).astype(np.float32),
        (there[which] + middle).astype(np.float32),
        winSize=(15, 15),
        maxLevel=2,
        flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
    )
    at = np.asarray(found, dtype=np.float64) - middle
    good = (known[:, 0] == 1) & (np.abs(at) < middle).all(axis=1)
    return which[good], at[good]


def _turn(
    corners: Floats, found: Floats, focal: float, guess: Turn, trust: Floats
) -> Turn:
    """The turn from the key frame that the background made, not somebody before it."""
    asked = trust > TRUSTED
    if np.count_nonzero(asked) >= FEWEST:
        corners, found = corners[asked], found[asked]
    before = guess.of(corners, focal)
    as_expected = float((np.linalg.norm(found - before, axis=1) < ALIKE_PX).mean())
    if as_expected < SURE_SHARE:
        now = focal * guess.zoom
        alike = most_alike(before, found - before, now, ALIKE_PX)
        if as_expected < REST_SHARE * alike.mean():
            step = fit_turn(before[alike], found[alike], now, NO_TURN, ALL_PX)
            guess = step.after(guess)
    return fit_turn(corners, found, focal, guess)


def _as_bright_as(before: Picture, after: Picture) -> Picture:
    """A flash or a fade is no movement."""
    contrast = before.std() / after.std()
    if abs(contrast - 1) < 0.05 and abs(before.mean() - after.mean()) < 3.0:
        return after
    bright = (after - after.mean()) * contrast + before.mean()
    return np.asarray(np.clip(bright, 0, 255), dtype=np.uint8)
