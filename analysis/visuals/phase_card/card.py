"""One phase as a picture: the key frame, what was measured in it, what to look for."""

from __future__ import annotations

from PIL import Image, ImageDraw

from analysis.types import Analysis, Phase
from analysis.visuals import theme
from analysis.visuals.phase_card.key_frame_view import draw_view, drawing_of
from analysis.visuals.phase_card.measure_table import blocks_of
from analysis.visuals.phase_card.scene import Scene
from analysis.visuals.phase_card.second_step import block_of
from analysis.visuals.theme import EDGE_PX, letters
from analysis.wording import seconds, step_of
from content.words import Words

TITLE_PX = 54
SMALL_PX = 32
PAD_PX = 16
_DISC_PX = 92


def draw_card(
    scene: Scene,
    phase: Phase,
    analysis: Analysis,
    words: Words,
    second: Scene | None = None,
) -> Image.Image:
    """Draw one phase's card, as high as what stands in its list.

    Parameters
    ----------
    scene
        The phase's key frame.
    second
        The same moment of the second step, where the phase has one.
    """
    drawing = drawing_of(phase, analysis, scene.xy, scene.seen, scene.paths)
    view = draw_view(scene.view, drawing, words)
    blocks, step = blocks_of(phase, analysis, words), ""
    if second is not None:
        step = step_of(phase.number, words)
        blocks.append(block_of(second, phase, analysis, words))
    top = theme.HEADER_PX + theme.VIEW_PX[1]
    needed = 2 * PAD_PX + sum(block.height for block in blocks)
    high = top + max(round(needed), theme.LEAST_FOOTER_PX)
    card = Image.new("RGB", (theme.CARD_PX[0], high), theme.INK)
    card.paste(view, (0, theme.HEADER_PX))
    _draw_header(card, phase, step, words)
    y: float = top + PAD_PX
    for block in blocks:
        block.draw(card, y)
        y += block.height
    return card


def _draw_header(card: Image.Image, phase: Phase, step: str, words: Words) -> None:
    """Number, title and moment; the step where another one is on the card as well."""
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
    title = f"{title} · {step}" if step else title
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
