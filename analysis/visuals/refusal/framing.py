"""How much of a frame is shown when the whole of it matters, and where things lie."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from analysis.visuals.theme import CARD_PX, Box
from analysis.visuals.viewport import Viewport

WIDTH_PX, MOST_HEIGHT_PX = CARD_PX[0], 870


def look_at(width: int, height: int, subject: Box) -> Viewport:
    """Show all of the picture's width; less of its height when it is too high."""
    scale = WIDTH_PX / width
    high = min(MOST_HEIGHT_PX, round(height * scale))
    tall = float(np.clip(1.06 * (subject[3] - subject[1]), 1.0, height))
    scale = min(scale, high / tall)
    middle = (subject[1] + subject[3]) / 2
    top = float(np.clip(middle - high / scale / 2, 0, max(height - high / scale, 0)))
    left = (width - WIDTH_PX / scale) / 2
    return Viewport(left, top, scale, (WIDTH_PX, high))


def cut(picture: NDArray[np.uint8], look: Viewport) -> Image.Image:
    """The view of an RGB (height, width, 3); a narrow one has a dark blur beside it."""
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
