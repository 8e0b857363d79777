"""Where to look: one window per picture, all of one size, around the athlete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from analysis.types import Floats
from analysis.visuals.theme import INK, VIEW_PX

# Room around the outermost joints, in parts of the larger side: the head is higher
# than the nose, and the labels need somewhere to stand.
ROOM = 0.2


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the upright picture and how much it is enlarged.

    Attributes
    ----------
    left_px, top_px
        Upper left corner in the upright picture; may lie outside it.
    scale
        Pixels of the view per pixel of the picture.
    """

    left_px: float
    top_px: float
    scale: float

    def to_view(self, xy_px: Floats) -> Floats:
        """Points (..., 2) of the upright picture in pixels of the view."""
        moved: Floats = xy_px - np.array([self.left_px, self.top_px])
        return moved * self.scale

    def cut(self, picture: NDArray[np.uint8]) -> Image.Image:
        """The window's part of an RGB picture, VIEW_PX large, dark outside it."""
        height, width = picture.shape[:2]
        view = Image.new("RGB", VIEW_PX, INK)
        left, top = max(self.left_px, 0.0), max(self.top_px, 0.0)
        right = min(self.left_px + VIEW_PX[0] / self.scale, width)
        bottom = min(self.top_px + VIEW_PX[1] / self.scale, height)
        if right <= left or bottom <= top:
            return view
        size = (round((right - left) * self.scale), round((bottom - top) * self.scale))
        part = Image.fromarray(picture).resize(
            size, Image.Resampling.LANCZOS, box=(left, top, right, bottom)
        )
        part = _crisp(part, self.scale)
        at = ((left - self.left_px) * self.scale, (top - self.top_px) * self.scale)
        view.paste(part, (round(at[0]), round(at[1])))
        return view


def windows(
    points: Mapping[int, Floats], width_px: int, height_px: int
) -> dict[int, Window]:
    """One window per frame, all equally large, so that the pictures are a series.

    Parameters
    ----------
    points
        Frame number to the athlete's (landmarks, 2) in the upright picture; NaN where
        unseen, at least one point seen in each.
    width_px, height_px
        Size of the upright picture.
    """
    boxes = {
        frame: np.array([np.nanmin(xy, axis=0), np.nanmax(xy, axis=0)])
        for frame, xy in points.items()
    }
    wide = max((float(np.ptp(box[:, 0])) for box in boxes.values()), default=1.0)
    high = max((float(np.ptp(box[:, 1])) for box in boxes.values()), default=1.0)
    room = 2 * ROOM * max(wide, high)
    # A window within the picture looks better than room around the athlete.
    largest = min(width_px, height_px * VIEW_PX[0] / VIEW_PX[1])
    needed = max(wide, high * VIEW_PX[0] / VIEW_PX[1])
    asked = max(wide + room, (high + room) * VIEW_PX[0] / VIEW_PX[1])
    width = max(needed, min(asked, largest))
    scale = VIEW_PX[0] / width
    return {
        frame: Window(
            _start(float(box[:, 0].mean()), width, width_px),
            _start(float(box[:, 1].mean()), VIEW_PX[1] / scale, height_px),
            scale,
        )
        for frame, box in boxes.items()
    }


def _start(middle: float, size: float, available: int) -> float:
    if size >= available:
        return (available - size) / 2
    return float(np.clip(middle - size / 2, 0, available - size))


def _crisp(part: Image.Image, scale: float) -> Image.Image:
    """An enlarged picture with its edges a little firmer, its noise left alone."""
    if scale <= 1:
        return part
    radius = min(1.2 * scale, 4.0)
    return part.filter(ImageFilter.UnsharpMask(radius, percent=55, threshold=2))
