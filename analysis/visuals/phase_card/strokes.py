"""Lines over a picture, each on a dark edge of its own."""

from __future__ import annotations

import numpy as np

from analysis.types import Floats
from analysis.visuals.canvas import Overlay
from analysis.visuals.theme import INK, Colour

_HEAD_PX, _HALF_PX = 16.0, 10.0


def cased(overlay: Overlay, line: Floats, width_px: float, colour: Colour) -> None:
    """Draw a stroke through points (n, 2)."""
    overlay.line(line, width_px + 4, INK, 190)
    overlay.line(line, width_px, colour)


def cased_dashes(
    overlay: Overlay, start: Floats, end: Floats, colour: Colour, width_px: float
) -> None:
    """Draw a dashed stroke."""
    overlay.dashes(start, end, width_px + 3, INK, 120)
    overlay.dashes(start, end, width_px, colour, 235)


def arrow(overlay: Overlay, line: Floats, colour: Colour) -> None:
    """Draw a stroke through points (n, 2) with a head at its end."""
    tip, step = line[-1], line[-1] - line[-2]
    along = step / max(float(np.linalg.norm(step)), 1e-6)
    across = np.array([-along[1], along[0]])
    wings = [tip - _HEAD_PX * along + way * _HALF_PX * across for way in (1, -1)]
    head = np.stack([wings[0], tip, wings[1]])
    for width, ink, alpha in ((9, INK, 140), (5, colour, 255)):
        overlay.line(line, width, ink, alpha)
        overlay.line(head, width, ink, alpha)


def spot(overlay: Overlay, centre: Floats, radius_px: float, colour: Colour) -> None:
    """Draw a dot."""
    overlay.dot(centre, radius_px + 3, INK, 200)
    overlay.dot(centre, radius_px, colour)
