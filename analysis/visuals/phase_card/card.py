"""One phase as a picture: the key frame, what was measured in it, what to look for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from analysis.types import Analysis, Floats, Phase
from analysis.visuals import theme
from analysis.visuals.phase_card.key_frame_view import draw_view, drawing_of
from analysis.visuals.phase_card.measure_table import draw_table
from analysis.visuals.phase_card.window import cut
from analysis.visuals.theme import EDGE_PX, letters
from analysis.visuals.viewport import Viewport
from analysis.wording import seconds
from content.words import Words

TITLE_PX = 54
SMALL_PX = 32
_DISC_PX = 92


def draw_card(
    picture: NDArray[np.uint8],
    window: Viewport,
    landmarks: tuple[Floats, Floats],
    phase: Phase,
    analysis: Analysis,
    words: Words,
) -> Image.Image:
    """Draw one phase's card, CARD_PX large.

    Parameters
    ----------
    picture
        (height, width, 3) the phase's key frame, upright, RGB.
    window
        The part of it to show.
    landmarks
        (33, 2) upright pixels and (33,) how well each is seen, of this frame.
    """
    card = Image.new("RGB", theme.CARD_PX, theme.INK)
    drawing = drawing_of(phase, analysis, window.to_view(landmarks[0]), landmarks[1])
    card.paste(draw_view(cut(picture, window), drawing, words), (0, theme.HEADER_PX))
    _draw_header(card, phase, words)
    draw_table(card, phase, analysis, words)
    return card


def _draw_header(card: Image.Image, phase: Phase, words: Words) -> None:
    draw, middle = ImageDraw.Draw(card), theme.HEADER_PX / 2
    badge = theme.disc(phase.number, _DISC_PX, theme.PAPER)
    card.paste(badge, (EDGE_PX, round(middle - _DISC_PX / 2)), badge)
    right = theme.CARD_PX[0] - EDGE_PX
    when = words.text("picture.seconds", seconds=seconds(phase.t_s or 0.0, words))
    frame = words.text("picture.frame", frame=phase.frame)
    draw.text((right, 48), when, theme.PAPER, letters(40), anchor="rm")
    draw.text((right, 98), frame, theme.QUIET, letters(SMALL_PX), anchor="rm")
    left = EDGE_PX + _DISC_PX + 24
    title, width = words.text(f"phase.{phase.number}.title"), right - left - 170
    size = TITLE_PX
    while letters(size, bold=True).getlength(title) > width and size > SMALL_PX:
        size -= 2
    font = letters(size, bold=True)
    draw.text((left, 48), title, theme.PAPER, font, anchor="lm")
    _draw_legend(draw, left, 98, words)


def _draw_legend(
    draw: ImageDraw.ImageDraw, left: float, y: float, words: Words
) -> None:
    """Say which colour is which leg."""
    font = letters(SMALL_PX)
    for key, colour in (("front", theme.FRONT_LEG), ("rear", theme.REAR_LEG)):
        said = words.text(f"picture.{key}_leg")
        draw.rounded_rectangle((left, y - 4, left + 40, y + 4), 4, colour)
        draw.text((left + 52, y), said, theme.QUIET, font, anchor="lm")
        left += 52 + font.getlength(said) + 36
