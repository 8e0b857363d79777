"""Which part of a picture is shown, and where its points lie in the view."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.types import Floats
from analysis.visuals.theme import Box


@dataclass(frozen=True, slots=True)
class Viewport:
    """A part of the upright picture and how much it is enlarged.

    Attributes
    ----------
    left_px, top_px
        Upper left corner in the upright picture; may lie outside it.
    scale
        Pixels of the view per pixel of the picture.
    size_px
        Width and height of the view.
    """

    left_px: float
    top_px: float
    scale: float
    size_px: tuple[int, int]

    def to_view(self, xy_px: Floats) -> Floats:
        """Points (..., 2) of the upright picture in pixels of the view."""
        moved: Floats = xy_px - np.array([self.left_px, self.top_px])
        return moved * self.scale

    def box(self, box: Box) -> Box:
        """A box of the upright picture in the view, its edges kept in sight."""
        (left, top), (right, bottom) = self.to_view(np.reshape(box, (2, 2))).tolist()
        wide, high = self.size_px
        inset = 8
        return (
            min(max(left, inset), wide - inset),
            min(max(top, inset), high - inset),
            min(max(right, inset), wide - inset),
            min(max(bottom, inset), high - inset),
        )


def kept_inside(start: float, size: float, available: float) -> float:
    """Where a part begins that lies in the picture, in its middle if it can't."""
    if size >= available:
        return (available - size) / 2
    return float(np.clip(start, 0.0, available - size))
