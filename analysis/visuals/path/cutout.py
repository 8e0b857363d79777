"""The athlete cut out of one key frame, softly."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from analysis.types import Floats
from analysis.visuals.path.ground import Plate
from analysis.visuals.silhouette import outline

# Around what the landmarks show, in leg lengths: what is surely the athlete, what may
# be, and what is kept out of the ground.
_CORE, _REACH, _AWAY = -0.05, 0.12, 0.25
# How far a colour must be from the ground's to be the athlete's, of 255: from the
# first on a little, from the second on wholly.
_LIKE, _UNLIKE = 16.0, 44.0
_GRAIN_PX = 1.5
# Its outermost pixels are half ground: over another body they would be a bright rim.
_RIM = np.ones((5, 5))
# What is looked at around the joints, in leg lengths: a head and more.
_ROOM = 0.5


@dataclass(frozen=True, slots=True)
class Place:
    """Where one body is in the still view.

    Attributes
    ----------
    points_px
        (33, 2) the landmarks in it, NaN where unseen.
    leg_px
        One leg length in it.
    size_px
        Width and height of the view.
    """

    points_px: Floats
    leg_px: float
    size_px: tuple[int, int]

    @property
    def part(self) -> tuple[slice, slice]:
        """Rows and columns with the body in them."""
        room, most = _ROOM * self.leg_px, np.array(self.size_px)
        low = np.nanmin(self.points_px, axis=0) - room
        high = np.nanmax(self.points_px, axis=0) + room
        left, top = np.clip(low, 0, most - 1).astype(int).tolist()
        right, bottom = np.clip(high, 1, most).astype(int).tolist()
        return slice(top, max(bottom, top + 1)), slice(left, max(right, left + 1))

    def outlined(self, wider: float) -> NDArray[np.uint8]:
        """Of the part: 255 in the body, fading out so many leg lengths around it."""
        rows, columns = self.part
        corner = np.array([columns.start, rows.start])
        size_px = columns.stop - columns.start, rows.stop - rows.start
        mask = outline(self.points_px - corner, self.leg_px, size_px, wider=wider)
        return np.asarray(mask)

    def elsewhere(self) -> NDArray[np.bool_]:
        """(height, width) where the athlete certainly is not."""
        free = np.ones(self.size_px[::-1], dtype=np.bool_)
        free[self.part] = self.outlined(_AWAY) == 0
        return free


def lay_body(
    exposed: NDArray[np.float32], plate: Plate, ground: NDArray[np.float32], at: Place
) -> None:
    """Lay the athlete of one key frame over what is exposed so far.

    The athlete is what is near the landmarks and unlike the empty ground; very near,
    in any colour.
    """
    part = at.part
    picture = plate.picture[part].astype(np.float32)
    core, reach = (at.outlined(wider) / np.float32(255) for wider in (_CORE, _REACH))
    apart = np.abs(picture - ground[part])
    apart = np.maximum(np.maximum(apart[..., 0], apart[..., 1]), apart[..., 2])
    apart = cv2.GaussianBlur(apart, (0, 0), _GRAIN_PX)
    unlike = np.clip((apart - _LIKE) / (_UNLIKE - _LIKE), 0.0, 1.0)
    unlike = cv2.GaussianBlur(cv2.erode(unlike, _RIM), (0, 0), _GRAIN_PX)
    share = np.maximum(core, reach * unlike) * plate.filmed[part]
    exposed[part] += share[..., np.newaxis] * (picture - exposed[part])
