"""How a camera that turns and zooms sees the same things from frame to frame.

A hand turns a phone far more than it carries it, and a turn about the lens moves all of
the picture by a homography of four numbers, whatever the things filmed are. Four
numbers stay steady where corners cover only a part of the picture, eight do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.types import Floats

# Corners further than this from where the turn puts them, in pixels, do not count. It
# begins near: a wide reach finds a roll and a zoom that suit a rising body as well.
REACHES_PX = (2.0, 1.5, 1.0, 1.0)
# For all corners.
ALL_PX = (1e3, 1e3, 1e3)
# Focal lengths that are tried, in longer sides of the picture.
FOCALS = np.geomspace(0.5, 6.0, 15)
# Corners that do not tell a turn, a roll or a zoom by this much say there is none.
LITTLE = 1e-3 * np.eye(4)


@dataclass(frozen=True, slots=True)
class Turn:
    """From one view to another.

    Attributes
    ----------
    rotation
        (3, 3) of directions: x right, y down, z away from the camera.
    zoom
        Focal length of the second view divided by that of the first.
    """

    rotation: Floats
    zoom: float = 1.0

    def after(self, first: Turn) -> Turn:
        """Both turns in one: another one, then this one."""
        return Turn(self.rotation @ first.rotation, self.zoom * first.zoom)

    def back(self) -> Turn:
        """The turn that undoes this one."""
        return Turn(self.rotation.T, 1.0 / self.zoom)

    def of(self, points: Floats, focal_px: float) -> Floats:
        """Where points (n, 2) from the middle of the one picture are in the other."""
        seen = _rays(points, focal_px) @ self.rotation.T
        moved: Floats = seen[:, :2] / seen[:, 2:] * (focal_px * self.zoom)
        return moved

    def same_shift(self, focal_px: float, other_px: float) -> Turn:
        """The turn that moves the picture as much with another focal length."""
        part = np.array([focal_px / other_px, focal_px / other_px, 1.0])
        return Turn(turned_by(vector_of(self.rotation) * part), self.zoom)

    def homography(self, focal_px: float) -> Floats:
        """(3, 3) for pixels from the middle; ``focal_px`` is that of the one view."""
        focal = np.array([focal_px, focal_px, 1.0])
        matrix: Floats = (
            self.rotation / focal * (focal * [self.zoom, self.zoom, 1.0])[:, None]
        )
        return matrix


NO_TURN = Turn(np.eye(3))


def about(middle_px: Floats, matrix: Floats) -> Floats:
    """A homography for pixels from the middle of a picture, for those from its edge."""
    there, back = np.eye(3), np.eye(3)
    there[:2, 2], back[:2, 2] = middle_px, -middle_px
    moved: Floats = there @ matrix @ back
    return moved


def half_way(turns: Sequence[Turn]) -> Turn:
    """The view in the middle of many, each turned from the same first one."""
    vectors = np.array([vector_of(turn.rotation) for turn in turns])
    zoom = float(np.median([turn.zoom for turn in turns]))
    return Turn(turned_by(np.median(vectors, axis=0)), zoom)


def turned_by(vector: Floats | Sequence[float]) -> Floats:
    """(3, 3) rotation about a vector by its length in radians."""
    import cv2

    return np.asarray(cv2.Rodrigues(np.asarray(vector, dtype=np.float64))[0])


def vector_of(rotation: Floats) -> Floats:
    """(3,) the vector a rotation is about, as long as the rotation in radians."""
    import cv2

    return np.asarray(cv2.Rodrigues(rotation)[0], dtype=np.float64)[:, 0]


def fit_turn(
    one: Floats,
    other: Floats,
    focal_px: float,
    guess: Turn,
    reaches_px: tuple[float, ...] = REACHES_PX,
) -> Turn:
    """The turn that most points agree on.

    Parameters
    ----------
    one, other
        (n, 2) the same corners in both pictures, pixels from the middle.
    focal_px
        Focal length of the first picture.
    guess
        A turn that puts most corners within the first reach.
    """
    rotation, zoom = guess.rotation, guess.zoom
    rays = _rays(one, focal_px)
    for reach in reaches_px:
        seen = rays @ rotation.T
        focal = focal_px * zoom
        there = seen[:, :2] / seen[:, 2:] * focal
        off = other - there
        weight = _weight(off, reach)
        if np.count_nonzero(weight) < 3:
            break
        change = _change(there, off, weight, focal)
        rotation = turned_by(change[:3]) @ rotation
        zoom *= float(np.exp(change[3]))
    # A matrix multiplied again in every frame drifts away from a pure rotation.
    return Turn(turned_by(vector_of(rotation)), zoom)


def off_px(one: Floats, other: Floats, focal_px: float, turn: Turn) -> Floats:
    """(n,) how far each corner is from where the turn puts it."""
    gap: Floats = np.linalg.norm(other - turn.of(one, focal_px), axis=1)
    return gap


def disagreement(off: Floats, reach_px: float = 1.5) -> float:
    """How badly corners agree with a turn, 0 to 1; a far one counts as a lost one."""
    return float(np.mean(1.0 - (1.0 - np.minimum(off / reach_px, 1.0) ** 2) ** 3))


def focal_of(
    turns: Sequence[tuple[Floats, Floats, Turn, float]], focal_px: float, side_px: float
) -> float:
    """The focal length with which turns explain best where corners went.

    Parameters
    ----------
    turns
        Corners (n, 2) before and after, the turn as fitted with ``focal_px``, and the
        zoom of the earlier picture: its focal length divided by ``focal_px``.
    side_px
        The picture's longer side.
    """
    tried = FOCALS * side_px
    worth = np.zeros(len(tried))
    for one, other, turn, zoom in turns:
        for n, focal in enumerate(tried.tolist()):
            guess = turn.same_shift(focal_px, focal)
            fitted = fit_turn(one, other, focal * zoom, guess)
            worth[n] += disagreement(off_px(one, other, focal * zoom, fitted))
    best = int(np.argmin(worth))
    place = float(best)
    if 0 < best < len(tried) - 1:
        before, here, after = worth[best - 1 : best + 2]
        place += 0.5 * (before - after) / max(before - 2 * here + after, 1e-12)
    return float(np.exp(np.interp(place, np.arange(len(tried)), np.log(tried))))


def most_alike(
    before: Floats, steps: Floats, focal_px: float, within_px: float
) -> Floats:
    """(n,) which corners moved with the largest group that one turn explains.

    Each corner's own step tells a turn up or down and sideways; the one that most
    others follow is taken.
    """
    x, y = (before / focal_px).T
    across = np.stack([1 + x**2, x * y], axis=1)
    down = np.stack([x * y, 1 + y**2], axis=1)
    turns = np.linalg.solve(np.stack([across, down], axis=2), steps[..., None])[..., 0]
    expected = (
        turns[:, None, :1] * across[None] + turns[:, None, 1:] * down[None]
    )  # of the turn (first axis) at the corner (second)
    alike: Floats = np.linalg.norm(expected - steps[None], axis=2) < within_px
    group: Floats = alike[int(np.argmax(alike.sum(axis=1)))]
    return group


def _rays(points: Floats, focal_px: float) -> Floats:
    return np.concatenate([points / focal_px, np.ones((len(points), 1))], axis=1)


def _weight(off: Floats, reach: float) -> Floats:
    weight: Floats = np.maximum(1.0 - (off**2).sum(axis=1) / reach**2, 0.0) ** 2
    return weight


def _change(at: Floats, off: Floats, weight: Floats, focal: float) -> Floats:
    """(4,) turn about x, y, z and growth that bring corners nearest, to first order."""
    x, y = at[:, 0] / focal, at[:, 1] / focal
    slopes = np.empty((2, len(at), 4))
    slopes[0].T[:] = -x * y, 1 + x**2, -y, x
    slopes[1].T[:] = -(1 + y**2), x * y, x, y
    slopes *= focal
    weighted = slopes * weight[:, None]
    left = np.einsum("anj,ank->jk", weighted, slopes)
    right = np.einsum("anj,na->j", weighted, off)
    return np.linalg.solve(left + LITTLE * np.trace(left) / 4e3, right)
