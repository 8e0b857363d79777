"""What the pose model is shown of a frame: a square around the athlete."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter1d

from analysis.athlete import Sighting
from analysis.clip import Picture
from analysis.types import Clip, Floats

# The crop's side in athlete sizes: room for arms, for the jump of the box's centre at
# the first movement, and for the detector, which likes people at half the picture.
CROP_SIZES = 1.5
SMALLEST_CROP_PX = 160
LARGEST_INPUT_PX = 720
# Room for arms beyond the box of what moves, in its sides.
BOX_MARGIN = 0.15


def crop_squares(clip: Clip, sighting: Sighting) -> list[tuple[int, int, int]]:
    """Left, top and side of the square to look at in each frame, one side for all.

    Boxes that hold only a moving head or hand say where, not how large: the centre
    comes from the frames where most of the body moves.
    """
    box = sighting.box_px
    width, height = box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]
    area = width * height
    # A box of which nothing moves is a guess, and a long wait is full of them.
    moving = sighting.moving > 0
    whole = np.flatnonzero(moving & (area >= 0.35 * np.percentile(area[moving], 80)))
    size = np.percentile(np.maximum(width, height)[whole], 75)
    side = int(max(CROP_SIZES * size, SMALLEST_CROP_PX))
    number = np.arange(len(box))
    middle = (box[:, :2] + box[:, 2:]) / 2
    centre = [np.interp(number, whole, middle[whole, axis]) for axis in (0, 1)]
    corner = gaussian_filter1d(np.stack(centre, axis=1), 3.0, axis=0) - side / 2
    room = np.maximum([clip.width_px - side, clip.height_px - side], 0)
    corner = np.clip(np.rint(corner), 0, room).astype(int)
    return [(int(left), int(top), side) for left, top in corner]


def alone(picture: Picture, sighting: Sighting, index: int) -> Picture:
    """The picture with one tone over the others, where they are not in our box.

    The model looks at one body, and where two are in its square not always at ours.
    """
    shown = picture.copy()
    own, *others = sighting.people_px[:, index]
    for other in others:
        shown[_inside(other)] = picture.mean(axis=(0, 1))
    shown[_inside(own)] = picture[_inside(own)]
    return shown


def _inside(box_px: Floats) -> tuple[slice, slice]:
    """Rows and columns of a box with some room around it."""
    room = BOX_MARGIN * np.tile(box_px[2:] - box_px[:2], 2) * [-1, -1, 1, 1]
    left, top, right, bottom = np.maximum(np.rint(box_px + room), 0).astype(int)
    return slice(top, bottom), slice(left, right)


def cut_out(picture: Picture, left: int, top: int, side: int) -> tuple[Picture, float]:
    """The square (smaller at the picture's edge) and the scale it was shrunk by."""
    import cv2

    cut = np.ascontiguousarray(picture[top : top + side, left : left + side])
    scale = min(1.0, LARGEST_INPUT_PX / side)
    if scale == 1.0:
        return cut, scale
    small = cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8), scale
