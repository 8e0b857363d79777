"""Parts of a picture made unrecognisable: nothing of them is left but their colour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.types import Floats

# Outside a covered circle its colour fades out, over this share of the radius.
FADE = 0.15


def covered(picture: NDArray[np.uint8], circle: Floats) -> NDArray[np.uint8]:
    """A copy of the picture with one circle filled with the mean of its colours.

    Parameters
    ----------
    picture
        (height, width, 3) RGB.
    circle
        (3,) x and y of the middle and the radius, in pixels; NaN for none.
    """
    if not np.isfinite(circle).all():
        return picture
    x, y, radius = circle.tolist()
    most = picture.shape[1], picture.shape[0]
    reach = radius * (1.0 + FADE)
    (left, top), (right, bottom) = (
        np.clip([round(x + way), round(y + way)], 0, most) for way in (-reach, reach)
    )
    if left >= right or top >= bottom:
        return picture
    part = picture[top:bottom, left:right].astype(np.float64)
    rows, columns = np.ogrid[top:bottom, left:right]
    away = np.hypot(columns + 0.5 - x, rows + 0.5 - y)
    inside = away <= radius
    if not inside.any():
        return picture
    share = np.clip((reach - away) / (reach - radius), 0.0, 1.0)[..., np.newaxis]
    part += share * (part[inside].mean(axis=0) - part)
    changed = picture.copy()
    changed[top:bottom, left:right] = np.round(part).astype(np.uint8)
    return changed


def coarse(picture: NDArray[np.uint8], block_px: float) -> NDArray[np.uint8]:
    """The whole picture in square blocks of one colour each, at least so large."""
    high, wide = picture.shape[:2]
    block = max(1, round(block_px))
    rows, columns = np.arange(0, high, block), np.arange(0, wide, block)
    sums = np.add.reduceat(picture.astype(np.uint32), rows, axis=0)
    sums = np.add.reduceat(sums, columns, axis=1)
    sizes = np.outer(np.diff([*rows, high]), np.diff([*columns, wide]))
    means = (sums / sizes[..., np.newaxis]).astype(np.uint8)
    whole = means.repeat(block, axis=0).repeat(block, axis=1)
    return np.ascontiguousarray(whole[:high, :wide])
