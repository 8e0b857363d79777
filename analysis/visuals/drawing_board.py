"""Things drawn, not filmed: athletes, a phone on its tripod, measures, words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw

from analysis.types import Floats
from analysis.visuals import theme
from analysis.visuals.canvas import Overlay
from analysis.visuals.theme import Box, Colour

TRACK: Colour = (150, 70, 54)
AIR: Colour = (58, 84, 104)
BOARD: Colour = (27, 36, 46)

Posture = Literal["set", "first_step", "third_step", "standing"]
Anchor = Literal["lm", "mm", "rm", "ma", "la"]

# Metres from the start line and above the ground, of a rendered start: head,
# shoulders, hips; then elbow, wrist, knee, ankle, heel, toe of the near and far side.
_FIGURES: dict[Posture, list[tuple[float, float]]] = {
    "set": [
        (0.23, 0.62), (0.03, 0.69), (-0.40, 0.81),
        (-0.08, 0.41), (-0.10, 0.04), (-0.55, 0.37), (-0.97, 0.20), (-1.05, 0.21),
        (-0.89, 0.00), (-0.01, 0.46), (-0.02, 0.06), (-0.18, 0.43), (-0.57, 0.22),
        (-0.66, 0.22), (-0.48, 0.03),
    ],
    "first_step": [
        (1.52, 1.32), (1.29, 1.19), (0.97, 0.84),
        (1.51, 0.98), (1.67, 1.19), (0.76, 0.43), (0.41, 0.14), (0.33, 0.16),
        (0.49, 0.00), (1.00, 1.20), (0.92, 0.95), (1.37, 0.62), (1.12, 0.25),
        (1.04, 0.24), (1.27, 0.10),
    ],
    "third_step": [
        (2.84, 1.49), (2.63, 1.29), (2.37, 0.88),
        (2.38, 1.25), (2.37, 0.97), (2.68, 0.53), (2.56, 0.09), (2.48, 0.05),
        (2.73, 0.00), (2.79, 1.11), (2.96, 1.31), (2.15, 0.50), (1.71, 0.47),
        (1.65, 0.53), (1.65, 0.26),
    ],
    "standing": [
        (0.03, 1.63), (0.00, 1.44), (0.00, 0.95),
        (-0.05, 1.15), (0.06, 0.92), (0.03, 0.50), (-0.02, 0.09), (-0.08, 0.04),
        (0.15, 0.02), (0.03, 1.15), (0.12, 0.94), (0.06, 0.50), (0.04, 0.09),
        (-0.02, 0.04), (0.21, 0.02),
    ],
}  # fmt: skip
_HEAD, _SHOULDER, _HIP, _NEAR, _FAR = 0, 1, 2, 3, 9
# How thick a body is at each end of a limb, metres.
_ARM, _FOREARM = (0.055, 0.045), (0.045, 0.036)
_THIGH, _SHANK, _FOOT = (0.095, 0.062), (0.062, 0.042), (0.042, 0.034)
_TRUNK, _SKULL = (0.115, 0.105), 0.115


class Board(Overlay):
    """A sheet to draw and to write on."""

    def __init__(self, size_px: tuple[int, int]) -> None:
        super().__init__(size_px)
        self.size_px = size_px
        self._texts: list[tuple[tuple[float, float], str, int, Colour, Anchor]] = []
        self._stamps: list[tuple[Image.Image, tuple[int, int]]] = []

    def write(
        self,
        at: tuple[float, float],
        text: str,
        size_px: int,
        colour: Colour = theme.PAPER,
        *,
        anchor: Anchor = "mm",
        width_px: float = np.inf,
    ) -> None:
        """Write in bold, smaller where the text would be wider than ``width_px``."""
        width = theme.letters(size_px, bold=True).getlength(text)
        size = int(size_px * min(1.0, width_px / max(width, 1.0)))
        self._texts.append((at, text, size, colour, anchor))

    def stamp(self, image: Image.Image, at: tuple[int, int]) -> None:
        """Put a small RGBA picture on top, its upper left corner at ``at``."""
        self._stamps.append((image, at))

    def lay_on(self, picture: Image.Image) -> Image.Image:
        """The RGB picture with the drawing, the stamps and the words on it."""
        drawn = super().lay_on(picture)
        for image, corner in self._stamps:
            drawn.paste(image, corner, image)
        draw = ImageDraw.Draw(drawn)
        for at, text, size, colour, anchor in self._texts:
            draw.text(at, text, colour, theme.letters(size, bold=True), anchor=anchor)
        return drawn


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the start line meets the ground, and how large a metre is there."""

    line_px: tuple[float, float]
    metre_px: float

    def at(self, x_m: float, y_m: float) -> Floats:
        """(2,) pixels of a point, from its distance past the line and above ground."""
        return np.array(self.line_px) + np.array([x_m, -y_m]) * self.metre_px


def draw_figure(
    board: Overlay, ground: Ground, posture: Posture, near: Colour, far: Colour
) -> None:
    """Draw an athlete seen from the side, running to the right."""
    points = np.stack([ground.at(x, y) for x, y in _FIGURES[posture]])
    for side, colour in ((_FAR, far), (_NEAR, near)):
        _draw_arm(board, ground, points, side, colour)
        _draw_leg(board, ground, points, side, colour)
    _limb(board, ground, points[[_SHOULDER, _HIP]], _TRUNK, near)
    board.dot(points[_HEAD], _SKULL * ground.metre_px, near)


def _draw_arm(
    board: Overlay, ground: Ground, points: Floats, side: int, colour: Colour
) -> None:
    _limb(board, ground, points[[_SHOULDER, side]], _ARM, colour)
    _limb(board, ground, points[[side, side + 1]], _FOREARM, colour)


def _draw_leg(
    board: Overlay, ground: Ground, points: Floats, side: int, colour: Colour
) -> None:
    _limb(board, ground, points[[_HIP, side + 2]], _THIGH, colour)
    _limb(board, ground, points[[side + 2, side + 3]], _SHANK, colour)
    _limb(board, ground, points[[side + 4, side + 5]], _FOOT, colour)


def _limb(
    board: Overlay,
    ground: Ground,
    ends: Floats,
    thick_m: tuple[float, float],
    colour: Colour,
) -> None:
    """A rounded bar, thicker at its beginning."""
    along = ends[1] - ends[0]
    across = np.array([-along[1], along[0]]) / max(float(np.linalg.norm(along)), 1e-6)
    first, last = (across * thick * ground.metre_px for thick in thick_m)
    corners = [ends[0] + first, ends[1] + last, ends[1] - last, ends[0] - first]
    board.area(np.stack(corners), colour, 255)
    for end, thick in zip(ends, thick_m, strict=True):
        board.dot(end, thick * ground.metre_px, colour)


def draw_plate(
    board: Overlay, box: Box, radius_px: float, colour: Colour, alpha: int = 255
) -> None:
    """Draw a filled box with round corners."""
    left, top, right, bottom = box
    corners = (
        (right, bottom, 0),
        (left, bottom, 90),
        (left, top, 180),
        (right, top, 270),
    )
    outline = []
    for x, y, begins in corners:
        turn = np.radians(np.linspace(begins, begins + 90, 16))
        middle = (
            x - radius_px if x == right else x + radius_px,
            y - radius_px if y == bottom else y + radius_px,
        )
        outline.append(middle + radius_px * np.stack([np.cos(turn), np.sin(turn)], -1))
    board.area(np.concatenate(outline), colour, alpha)


def draw_arrow(
    board: Overlay,
    start: Floats,
    end: Floats,
    width_px: float,
    colour: Colour,
    edge: Colour | None = None,
) -> None:
    """Draw a line from (2,) to (2,) with a filled head, on a picture with an edge."""
    along = (end - start) / max(float(np.linalg.norm(end - start)), 1e-6)
    neck = end - 3.2 * width_px * along
    wing = 2.1 * width_px * np.array([-along[1], along[0]])
    head = np.stack([end, neck + wing, neck - wing])
    if edge is not None:
        board.line(np.stack([start, neck]), width_px + 8, edge)
        board.line(np.concatenate([head, head[:1]]), 8, edge)
    board.line(np.stack([start, neck]), width_px, colour)
    board.area(head, colour, 255)


def draw_span(
    board: Overlay, start: Floats, end: Floats, colour: Colour = theme.PAPER
) -> None:
    """Draw a measure's line from (2,) to (2,), a bar across each end."""
    along = (end - start) / max(float(np.linalg.norm(end - start)), 1e-6)
    bar = 11 * np.array([-along[1], along[0]])
    board.line(np.stack([start, end]), 4, colour)
    for tip in (start, end):
        board.line(np.stack([tip - bar, tip + bar]), 4, colour)


def draw_tripod(board: Overlay, top: Floats, height_px: float, colour: Colour) -> None:
    """Draw a phone, seen from its edge, on three legs under ``top`` (2,)."""
    foot = top + np.array([0.0, height_px])
    joint = top + np.array([0.0, 0.12 * height_px])
    for aside in (-0.26, 0.0, 0.26):
        end = foot + np.array([aside * height_px, 0.0])
        board.line(np.stack([joint, end]), 6, colour)
    board.line(np.stack([top, joint]), 8, colour)


def draw_phone(board: Overlay, box: Box, screen: Colour) -> Box:
    """Draw a phone lying on its side; the box of its screen."""
    left, top, right, bottom = box
    rim = max(6.0, 0.014 * (right - left))
    draw_plate(board, box, 2.8 * rim, theme.PAPER)
    inner = (left + rim, top + rim, right - rim, bottom - rim)
    draw_plate(board, inner, 1.8 * rim, screen)
    return inner
