"""Smooth lines, dots and arcs on a picture: drawn large, then scaled down."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw

from analysis.types import Floats
from analysis.visuals.theme import Box, Colour

# Pillow draws without smoothing; twice the size and a good filter give it.
FINE = 2


class Overlay:
    """A transparent sheet over a picture; positions and widths in the picture's pixels.

    Later strokes replace what lies under them on the sheet instead of mixing with it,
    so a stroke can be drawn over its own dark edge.
    """

    def __init__(self, size_px: tuple[int, int]) -> None:
        self._size_px = size_px
        self._sheet = Image.new("RGBA", (size_px[0] * FINE, size_px[1] * FINE))
        self._draw = ImageDraw.Draw(self._sheet)

    def line(
        self, points: Floats, width_px: float, colour: Colour, alpha: int = 255
    ) -> None:
        """A stroke with round ends and corners through (n, 2) points."""
        ink = (*colour, alpha)
        corners = [tuple(point) for point in (points * FINE).tolist()]
        for start, end in pairwise(corners):
            self._draw.line(
                (start, end), fill=ink, width=max(1, round(width_px * FINE))
            )
        for corner in corners:
            self._disc(corner, width_px * FINE / 2, ink)

    def dashes(
        self,
        start: Floats,
        end: Floats,
        width_px: float,
        colour: Colour,
        alpha: int = 255,
    ) -> None:
        """A dashed stroke from (2,) to (2,), a dash every 18 px."""
        length = float(np.linalg.norm(end - start))
        count = max(1, round(length / 18))
        for number in range(count):
            at = np.array([[number / count], [(number + 0.5) / count]])
            self.line(start + (end - start) * at, width_px, colour, alpha)

    def dot(
        self, centre: Floats, radius_px: float, colour: Colour, alpha: int = 255
    ) -> None:
        """A filled disc around (2,)."""
        at = (centre * FINE).tolist()
        self._disc((at[0], at[1]), radius_px * FINE, (*colour, alpha))

    def ring(
        self, centre: Floats, radius_px: float, width_px: float, colour: Colour
    ) -> None:
        """A circle around (2,)."""
        x, y = (centre * FINE).tolist()
        reach = radius_px * FINE
        box = (x - reach, y - reach, x + reach, y + reach)
        self._draw.ellipse(box, outline=(*colour, 255), width=round(width_px * FINE))

    def plate(
        self, box: Box, radius_px: float, ground: Colour, edge: Colour, edge_px: float
    ) -> None:
        """A box with round corners and an edge, slightly transparent."""
        self._draw.rounded_rectangle(
            tuple(end * FINE for end in box),
            radius_px * FINE,
            fill=(*ground, 232),
            outline=(*edge, 255),
            width=round(edge_px * FINE),
        )

    def area(self, points: Floats, colour: Colour, alpha: int) -> None:
        """A filled shape with corners (n, 2)."""
        corners = [tuple(point) for point in (points * FINE).tolist()]
        self._draw.polygon(corners, fill=(*colour, alpha))

    def lay_on(self, picture: Image.Image) -> Image.Image:
        """The RGB picture with the sheet on it."""
        drawn, used = picture.copy(), self._sheet.getbbox()
        if used is None:
            return drawn
        left, top = used[0] // FINE, used[1] // FINE
        part = self._sheet.crop((left * FINE, top * FINE, *_even(used[2:])))
        # Averaged with its alpha: the empty sheet's black must not edge the strokes.
        sheet = part.convert("RGBa").reduce(FINE).convert("RGBA")
        drawn.paste(sheet.convert("RGB"), (left, top), sheet.getchannel("A"))
        return drawn

    def _disc(
        self, centre: tuple[float, ...], radius: float, ink: tuple[int, int, int, int]
    ) -> None:
        x, y = centre
        self._draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=ink)


def _even(ends: tuple[int, ...]) -> tuple[int, int]:
    """Where the picture's pixels end in which the sheet's end."""
    right, bottom = (-(-end // FINE) * FINE for end in ends)
    return right, bottom


def arc(vertex: Floats, first: Floats, last: Floats, radius_px: float) -> Floats:
    """Points (n, 2) of the shorter arc around ``vertex`` from one arm to the other."""
    start, end = (float(np.arctan2(*(arm - vertex)[::-1])) for arm in (first, last))
    swing = (end - start + np.pi) % (2 * np.pi) - np.pi
    turns = start + swing * np.linspace(0, 1, max(3, int(abs(np.degrees(swing)) / 3)))
    return vertex + radius_px * np.stack([np.cos(turns), np.sin(turns)], axis=-1)
