"""Corners of a picture: which are taken, where another picture shows them again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis.camera_motion.rotation import ALL_PX, NO_TURN, Turn, fit_turn, most_alike
from analysis.capture.clip import Picture
from analysis.types import Floats

# Tile side, best corners kept per tile, and the distance between them; small pixels.
TILE_PX, IN_TILE, APART_PX = 32, 3, 7
# Worse than this share of the best is no corner: lanes and walls have faint ones.
FAINTEST = 0.001
# A corner that disagreed in most of the last few pictures is not asked any more.
TRUSTED = 0.5
# Fewer corners than this tell nothing.
FEWEST = 8
# Corners that moved alike within this many small pixels are one thing.
ALIKE_PX = 1.0
# Corners where they were expected, this many for each of the largest group that is
# not, are enough to say that the camera did as expected: a body with more corners than
# the wall behind it is no moving camera (a logo on a panned picture has fewer).
EXPECTED_SHARE = 0.5
# With this share as expected no other group is looked for.
SURE_SHARE = 0.7


@dataclass(frozen=True)
class Shot:
    """A picture, and how bright it is: worked out once, asked for by many."""

    picture: Picture

    @cached_property
    def mean(self) -> float:
        """Its brightness, grey levels."""
        return float(self.picture.mean())

    @cached_property
    def spread(self) -> float:
        """Its contrast, grey levels (1 SD)."""
        return float(self.picture.std())


def middle_of(picture: Picture) -> Floats:
    """(2,) the middle of a picture from that of its first pixel."""
    height, width = picture.shape
    return np.array([(width - 1) / 2, (height - 1) / 2])


def corners_of(picture: Picture, moving: Picture | None) -> Floats:
    """(n, 2) what can be found again where nothing moves, evenly over the picture.

    The strongest corners alone would be those of a body in front of a plain wall.
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


def find_corners(
    key: Shot, shot: Shot, corners: Floats, guess: Turn, focal: float
) -> tuple[NDArray[np.intp], Floats]:
    """Which corners of the key frame are in the picture, and where."""
    import cv2

    middle = middle_of(shot.picture)
    there = guess.of(corners, focal)
    which = np.flatnonzero((np.abs(there) < middle - 2).all(axis=1))
    if not len(which):
        return which, np.empty((0, 2))
    found, known, _ = cv2.calcOpticalFlowPyrLK(
        key.picture,
        _as_bright_as(key, shot),
        (corners[which] + middle).astype(np.float32),
        (there[which] + middle).astype(np.float32),
        winSize=(15, 15),
        maxLevel=2,
        flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
    )
    at = np.asarray(found, dtype=np.float64) - middle
    good = (known[:, 0] == 1) & (np.abs(at) < middle).all(axis=1)
    return which[good], at[good]


def background_turn(
    corners: Floats, found: Floats, focal: float, guess: Turn, trust: Floats
) -> Turn:
    """The turn of the background from the key frame, not of somebody in front of it."""
    asked = trust > TRUSTED
    if np.count_nonzero(asked) >= FEWEST:
        corners, found = corners[asked], found[asked]
    before = guess.of(corners, focal)
    as_expected = float((np.linalg.norm(found - before, axis=1) < ALIKE_PX).mean())
    if as_expected < SURE_SHARE:
        now = focal * guess.zoom
        alike = most_alike(before, found - before, now, ALIKE_PX)
        if as_expected < EXPECTED_SHARE * alike.mean():
            step = fit_turn(before[alike], found[alike], now, NO_TURN, ALL_PX)
            guess = step.after(guess)
    return fit_turn(corners, found, focal, guess)


def _as_bright_as(before: Shot, after: Shot) -> Picture:
    """Match the brightness, so that a flash or a fade is not movement."""
    contrast = before.spread / after.spread
    if abs(contrast - 1) < 0.05 and abs(before.mean - after.mean) < 3.0:
        return after.picture
    bright = (after.picture - after.mean) * contrast + before.mean
    return np.asarray(np.clip(bright, 0, 255), dtype=np.uint8)
