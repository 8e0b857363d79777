"""The still ground of the path: the place without the athlete, put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from analysis.capture.clip import Picture
from analysis.types import Floats
from analysis.visuals.viewport import Viewport

# Where nothing was filmed the ground goes on in the colours of its edge, blurred.
_BLUR_PX = 18.0
_SEAM_PX = 6.0
# Only where a picture is whole: its edge pixels are mixed with what is beyond.
_WHOLE = 250


@dataclass(frozen=True, slots=True)
class Plate:
    """One key frame as the still view sees it.

    Attributes
    ----------
    picture
        (height, width, 3) RGB, beyond what was filmed its edge goes on.
    filmed
        (height, width) where it was filmed.
    """

    picture: Picture
    filmed: NDArray[np.bool_]


def plate_of(picture: Picture, to_reference: Floats, view: Viewport) -> Plate:
    """A picture as filmed, moved into the view.

    Parameters
    ----------
    to_reference
        (3, 3) homography from the picture to the reference view.
    """
    fewer = max(1, int(1 / view.scale))
    height, width = picture.shape[0] // fewer, picture.shape[1] // fewer
    if fewer > 1:  # a warp alone would skip pixels
        small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
        picture = small.astype(np.uint8, copy=False)
    place = np.array(
        [
            [view.scale, 0.0, -view.left_px * view.scale],
            [0.0, view.scale, -view.top_px * view.scale],
            [0.0, 0.0, 1.0],
        ]
    )
    # Pixel centres lie at whole numbers, in the small picture and in the large one.
    back = np.array([[fewer, 0.0, (fewer - 1) / 2], [0.0, fewer, (fewer - 1) / 2]])
    step = place @ to_reference @ np.vstack([back, [0.0, 0.0, 1.0]])
    moved = cv2.warpPerspective(
        picture,
        step,
        view.size_px,
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    whole = np.full((height, width), 255, dtype=np.uint8)
    filmed = cv2.warpPerspective(whole, step, view.size_px) > _WHOLE
    return Plate(moved.astype(np.uint8, copy=False), np.asarray(filmed))


def ground_of(
    plates: Mapping[int, Plate], elsewhere: Mapping[int, NDArray[np.bool_]]
) -> NDArray[np.float32]:
    """The place (height, width, 3) without the athlete, from the fewest pictures.

    Parameters
    ----------
    plates
        By frame, of one size.
    elsewhere
        (height, width) where the athlete certainly is not, by frame.
    """
    order = _order(sorted(plates))
    first = plates[order[0]].picture
    left = np.ones(first.shape[:2], dtype=np.float32)
    ground = np.zeros(first.shape, dtype=np.float32)
    # Softly where there is room for it; then all that is free; then whatever there is.
    for weighed in (
        lambda n: _soft(plates[n].filmed & elsewhere[n]),
        lambda n: plates[n].filmed & elsewhere[n],
        lambda n: plates[n].filmed,
    ):
        for number in order:
            weight = weighed(number).astype(np.float32)
            left = _lay(ground, plates[number].picture, weight, left)
    if left.any():
        beyond = cv2.GaussianBlur(first, (0, 0), _BLUR_PX)
        _lay(ground, beyond.astype(np.uint8, copy=False), left, left)
    return ground


def _order(frames: Sequence[int]) -> list[int]:
    """The last one first, then the first: both together show nearly everything."""
    if len(frames) == 1:
        return list(frames)
    return [frames[-1], frames[0], *frames[-2:0:-1]]


def _soft(free: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The same area, rising from nothing at its edge."""
    shrunk = cv2.erode(
        free.astype(np.uint8), np.ones((3, 3)), iterations=round(2 * _SEAM_PX)
    )
    soft = cv2.GaussianBlur(shrunk.astype(np.float32), (0, 0), _SEAM_PX)
    return soft.astype(np.float32) * free


def _lay(
    ground: NDArray[np.float32],
    picture: Picture,
    weight: NDArray[np.float32],
    left: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Add a picture where room is left; returns what is left after it."""
    share = np.minimum(weight, left)
    if share.any():
        ground += share[..., np.newaxis] * picture
    rest: NDArray[np.float32] = left - share
    return rest
