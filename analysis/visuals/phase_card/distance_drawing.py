"""A measured distance as drawn: between two points, beside a plumb line, or a way."""

from __future__ import annotations

import numpy as np

from analysis.types import Floats
from analysis.visuals.angle_marks import Mark
from analysis.visuals.canvas import Overlay
from analysis.visuals.phase_card.strokes import arrow, cased, cased_dashes, spot
from analysis.visuals.theme import INK, PAPER, Colour, colour_of

_MASS_PX, _END_PX = 13.0, 7.0


def draw_distance(overlay: Overlay, mark: Mark) -> None:
    """Draw what is measured in the verdict's colour."""
    colour = colour_of(mark.verdict)
    if mark.shape.style == "way" and mark.way is not None:
        draw_way(overlay, mark.way, colour)
        spot(overlay, mark.vertex, _END_PX, colour)
    elif mark.shape.style == "stroke":
        cased(overlay, np.stack([mark.vertex, mark.last]), 9, colour)
    elif mark.shape.style == "plumb":
        _draw_plumb(overlay, mark, colour)
    else:
        cased_dashes(overlay, mark.vertex, mark.last, colour, 5)
        for end in (mark.vertex, mark.last):
            spot(overlay, end, _END_PX, colour)


def draw_way(overlay: Overlay, way: Floats, colour: Colour) -> None:
    """Draw where a point (n, 2) went, with a dot for each frame and an arrow's head."""
    arrow(overlay, way, colour)
    for point in way[:-1]:
        overlay.dot(point, 5, INK)
        overlay.dot(point, 3.5, colour)


def anchor_of(mark: Mark) -> tuple[Floats, Floats]:
    """The point a distance's label names, and the direction it best stands in."""
    if mark.shape.style == "way" and mark.way is not None:
        return mark.way[len(mark.way) // 2], np.array([-mark.forward, 0.5])
    if mark.shape.style == "plumb":
        return (mark.first + mark.last) / 2, np.array([0.0, 1.0])
    return (mark.vertex + mark.last) / 2, np.array([mark.forward, -0.5])


def _draw_plumb(overlay: Overlay, mark: Mark, colour: Colour) -> None:
    """A plumb line from the body's point, and how far the other is beside it."""
    cased_dashes(overlay, mark.vertex, mark.first, PAPER, 3)
    cased(overlay, np.stack([mark.first, mark.last]), 6, colour)
    spot(overlay, mark.last, _END_PX, colour)
    spot(overlay, mark.vertex, _MASS_PX, PAPER)
    overlay.dot(mark.vertex, _MASS_PX / 2, INK)
