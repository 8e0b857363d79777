"""How much of a frame is shown when the whole of it matters, and where things lie."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from analysis.types import Floats
from analysis.visuals.theme import CARD_PX, Box

WIDTH_PX, MOST_HEIGHT_PX = CARD_PX[0], 870


@dataclass(frozen=True, slots=True)
class Look:
    """The part of the picture that is shown: its whole width, as high as there's room.

    Attributes
    ----------
    left_px, top_px
        Upper left corner in the upright picture; ``left_px`` may lie outside it.
    scale
        Pixels of the view per pixel of the picture.
    size_px
        Of the view.
    """

    left_px: float
    top_px: float
    scale: float
    size_px: tuple[int, int]

    def to_view(self, xy_px: Floats) -> Floats:
        """Points (..., 2) of the upright picture in pixels of the view."""
        return np.asarray((xy_px - [self.left_px, self.top_px]) * self.scale)

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


def look_at(width: int, height: int, subject: Box) -> Look:
    """Show all of the picture's width; less of its height when it is too high."""
    scale = WIDTH_PX / width
    high = min(MOST_HEIGHT_PX, round(height * scale))
    tall = float(np.clip(1.06 * (subject[3] - subject[1]), 1.0, height))
    scale = min(scale, high / tall)
    middle = (subject[1] + subject[3]) / 2
    top = float(np.clip(middle - high / scale / 2, 0, max(height - high / scale, 0)))
    return Look((width - WIDTH_PX / scale) / 2, top, scale, (WIDTH_PX, high))


def cut(picture: NDArray[np.uint8], look: Look) -> Image.Image:
    """The view; beside a narrow picture a dark blur of itself."""
    image = Image.fromarray(picture)
    wide, high = look.size_px
    bottom = min(look.top_px + high / look.scale, image.height)
    size = round(image.width * look.scale), round((bottom - look.top_px) * look.scale)
    part = image.resize(
        size,
        Image.Resampling.LANCZOS,
        box=(
            max(look.left_px, 0),
            look.top_px,
            image.width - max(look.left_px, 0),
            bottom,
        ),
    )
    if size[0] >= wide and size[1] >= high:
        return part.crop((0, 0, wide, high))
    small = part.resize((wide // 8, high // 8)).filter(ImageFilter.GaussianBlur(5))
    view = small.point(lambda level: level * 0.35).resize(look.size_px)
    view.paste(part, ((wide - size[0]) // 2, 0))
    return view
