"""Where to look: one window per picture, all of one size, around the athlete."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from analysis.types import Floats
from analysis.visuals.theme import INK, VIEW_PX
from analysis.visuals.viewport import Viewport, kept_inside

# Room around the outermost joints, as a share of the larger side: the head is higher
# than the nose, and the labels need room.
ROOM = 0.2


def cut(picture: NDArray[np.uint8], window: Viewport) -> Image.Image:
    """The window's part of an RGB picture (height, width, 3), dark outside it."""
    height, width = picture.shape[:2]
    view = Image.new("RGB", window.size_px, INK)
    left, top = max(window.left_px, 0.0), max(window.top_px, 0.0)
    right = min(window.left_px + window.size_px[0] / window.scale, width)
    bottom = min(window.top_px + window.size_px[1] / window.scale, height)
    if right <= left or bottom <= top:
        return view
    size = (round((right - left) * window.scale), round((bottom - top) * window.scale))
    part = Image.fromarray(picture).resize(
        size, Image.Resampling.LANCZOS, box=(left, top, right, bottom)
    )
    part = _crisp(part, window.scale)
    at = ((left - window.left_px) * window.scale, (top - window.top_px) * window.scale)
    view.paste(part, (round(at[0]), round(at[1])))
    return view


def windows(
    points: Mapping[int, Floats],
    width_px: int,
    height_px: int,
    view_px: tuple[int, int] = VIEW_PX,
) -> dict[int, Viewport]:
    """One window per frame, all equally large, so that the pictures are a series.

    Parameters
    ----------
    points
        Frame number to the athlete's (landmarks, 2) in the upright picture; NaN where
        unseen, at least one point seen in each.
    width_px, height_px
        Size of the upright picture.
    view_px
        How large the windows are shown.
    """
    wider = view_px[0] / view_px[1]
    boxes = {
        frame: np.array([np.nanmin(xy, axis=0), np.nanmax(xy, axis=0)])
        for frame, xy in points.items()
    }
    wide = max((float(np.ptp(box[:, 0])) for box in boxes.values()), default=1.0)
    high = max((float(np.ptp(box[:, 1])) for box in boxes.values()), default=1.0)
    room = 2 * ROOM * max(wide, high)
    # A window within the picture looks better than room around the athlete.
    largest = min(width_px, height_px * wider)
    needed = max(wide, high * wider)
    asked = max(wide + room, (high + room) * wider)
    width = max(needed, min(asked, largest))
    scale = view_px[0] / width
    height = view_px[1] / scale
    return {
        frame: Viewport(
            kept_inside(float(box[:, 0].mean()) - width / 2, width, width_px),
            kept_inside(float(box[:, 1].mean()) - height / 2, height, height_px),
            scale,
            view_px,
        )
        for frame, box in boxes.items()
    }


def _crisp(part: Image.Image, scale: float) -> Image.Image:
    """An enlarged picture with its edges a little firmer, its noise left alone."""
    if scale <= 1:
        return part
    radius = min(1.2 * scale, 4.0)
    return part.filter(ImageFilter.UnsharpMask(radius, percent=55, threshold=2))
