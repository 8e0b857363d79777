"""The second step beside the first: a small picture and its numbers, not judged."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PIL import Image, ImageDraw

from analysis.measurement.definitions import DEFINED, at_step
from analysis.types import Analysis, EventName, Measure, Missing, Phase
from analysis.visuals import skeleton, theme
from analysis.visuals.canvas import Overlay
from analysis.visuals.phase_card.block import Block
from analysis.visuals.phase_card.scene import Scene
from analysis.visuals.theme import EDGE_PX, letters
from analysis.wording import row_of, spread_of
from content.words import Words

# The same moment of step 2, and how many frames before the event it is shown.
MOMENTS: Mapping[int, tuple[EventName, int]] = {
    6: ("touchdown_2", 0),
    7: ("toe_off_2", 1),
}
SIZE_PX = (380, 300)
TOP_PX, HEAD_PX, MOST_PX = 20, 44, 40
TEXT_PX, SMALL_PX = 32, theme.SMALLEST_PX
LEFT_X = EDGE_PX + SIZE_PX[0] + 32
# Right edge of the values.
VALUE_X = 880


def second_frame(phase: Phase, analysis: Analysis) -> int | None:
    """The frame of the same moment in step 2; None where there is none."""
    if phase.number not in MOMENTS or phase.frame is None:
        return None
    name, before = MOMENTS[phase.number]
    event = analysis.events[name]
    return None if isinstance(event, Missing) else max(event.frame - before, 0)


def is_of_second_step(measure: Measure) -> bool:
    """Whether it stands beside the small picture, and not in the list."""
    of_step = at_step(measure.id, 2) == measure.id
    return measure.phase in MOMENTS and of_step


def block_of(scene: Scene, phase: Phase, analysis: Analysis, words: Words) -> Block:
    """The small picture, and what was measured in it to its right."""
    rows = [
        one
        for one in analysis.measures
        if one.phase == phase.number and is_of_second_step(one) and one.why is None
    ]
    height = TOP_PX + max(SIZE_PX[1], HEAD_PX + len(rows) * MOST_PX)
    picture = _pictured(scene, analysis)
    return Block(height, partial(_draw, picture=picture, rows=rows, words=words))


def _pictured(scene: Scene, analysis: Analysis) -> Image.Image:
    """The scene with the skeleton."""
    sheet = Overlay(scene.view.size)
    sure_xy = skeleton.seen_only(scene.xy, scene.seen)
    near = analysis.near_side or "left"
    skeleton.draw_skeleton(sheet, sure_xy, near, analysis.front_leg)
    return sheet.lay_on(scene.view)


def _draw(
    card: Image.Image,
    top: float,
    picture: Image.Image,
    rows: list[Measure],
    words: Words,
) -> None:
    draw, top = ImageDraw.Draw(card), top + TOP_PX
    card.paste(picture, (EDGE_PX, round(top)))
    said = words.text("picture.step", number=2)
    at = (LEFT_X, top + HEAD_PX / 2)
    draw.text(at, said, theme.PAPER, letters(TEXT_PX, bold=True), anchor="lm")
    room = SIZE_PX[1] - HEAD_PX
    step = min(MOST_PX, room / len(rows)) if rows else 0.0
    for number, measure in enumerate(rows):
        y = top + HEAD_PX + (number + 0.5) * step
        _draw_row(draw, y, measure, words)


def _draw_row(
    draw: ImageDraw.ImageDraw, y: float, measure: Measure, words: Words
) -> None:
    name = words.text(f"picture.row.{DEFINED[measure.id].part}")
    draw.text((LEFT_X, y), name, theme.QUIET, letters(TEXT_PX), anchor="lm")
    said, bold = row_of(measure, words)[1], letters(TEXT_PX, bold=True)
    draw.text((VALUE_X, y), said, theme.PAPER, bold, anchor="rm")
    around, small = spread_of(measure, words), letters(SMALL_PX)
    draw.text((VALUE_X + 10, y + 1), around, theme.QUIET, small, anchor="lm")
