"""The list under a phase's picture: its measures, or what to look for."""

from __future__ import annotations

from PIL import Image, ImageDraw

from analysis.measurement.definitions import DEFINED, at_step
from analysis.types import Analysis, Finding, Measure, Phase
from analysis.visuals import theme
from analysis.visuals.angle_marks import finding_of
from analysis.visuals.theme import EDGE_PX, letters
from analysis.wording import aim_of, angle, spread_of
from content.words import Words

ROW_PX = 54
HEAD_PX = 36
TEXT_PX = 38
SIGN_PX = 40
SMALL_PX = 32
LOOK_PX = 44
REMINDER_STEP_PX = 48

# Right edges of the columns of numbers; the ± stands to their right.
VALUE_X = 540
STEP_2_X = 720
AIM_X = theme.CARD_PX[0] - EDGE_PX
LEFT_X = EDGE_PX + SIGN_PX + 18
TOP_PX = 14
SPREAD_ROOM_PX = 82


def draw_table(
    card: Image.Image, phase: Phase, analysis: Analysis, words: Words
) -> None:
    """Write the list on a card, in place."""
    top = float(theme.CARD_PX[1] - theme.FOOTER_PX + TOP_PX)
    rows = [
        one
        for one in analysis.measures
        if one.phase == phase.number and not _stands_beside_first(one)
    ]
    if not rows:
        _draw_look_for(card, top + 14, phase, words)
        return
    room = theme.FOOTER_PX - TOP_PX - HEAD_PX - 18
    step = min(ROW_PX + 8, room // len(rows))
    _draw_head(card, top, rows, words)
    for number, measure in enumerate(rows):
        middle = top + HEAD_PX + (number + 0.5) * step
        _draw_row(card, middle, measure, analysis, words)
    left_over = top + HEAD_PX + len(rows) * step + 16
    _draw_reminder(card, left_over, phase, words)


def _stands_beside_first(measure: Measure) -> bool:
    """A second step's measure stands in the row of the first step's."""
    return at_step(measure.id, 2) == measure.id


def _draw_head(card: Image.Image, y: float, rows: list[Measure], words: Words) -> None:
    draw, font, middle = ImageDraw.Draw(card), letters(SMALL_PX), y + HEAD_PX / 2
    said = words.text("card.aim")
    draw.text((AIM_X, middle), said, theme.QUIET, font, anchor="rm")
    # The same stroke as on the picture, as its legend.
    x = AIM_X - font.getlength(said) - 54
    bar = (x, middle - 3, x + 42, middle + 4)
    draw.rounded_rectangle(bar, 3, theme.VERDICT_COLOUR["good"])
    if any(DEFINED[measure.id].step == 1 for measure in rows):
        for right, key in ((VALUE_X, 1), (STEP_2_X, 2)):
            said = words.text("picture.step", number=key)
            draw.text((right, middle), said, theme.QUIET, font, anchor="rm")


def _draw_row(
    card: Image.Image, y: float, measure: Measure, analysis: Analysis, words: Words
) -> None:
    draw = ImageDraw.Draw(card)
    finding = finding_of(measure.id, analysis)
    badge = theme.sign(None if finding is None else finding.verdict, SIGN_PX)
    card.paste(badge, (EDGE_PX, round(y - SIGN_PX / 2)), badge)
    name = words.text(f"picture.row.{DEFINED[measure.id].part}")
    if measure.why is not None:
        why = words.text(f"why.{measure.why}")
        _draw_fitted(draw, y, f"{name}: {why}", AIM_X - LEFT_X, theme.QUIET)
        return
    _draw_fitted(draw, y, name, VALUE_X - 130 - LEFT_X, theme.PAPER)
    _draw_value(draw, VALUE_X, y, measure, words, theme.PAPER)
    step_2 = _second_step(measure, analysis)
    if step_2 is not None and step_2.value is not None:
        _draw_value(draw, STEP_2_X, y, step_2, words, theme.QUIET)
    if finding is not None:
        _draw_aim(draw, y, finding, words, close_told=step_2 is None)


def _draw_fitted(
    draw: ImageDraw.ImageDraw,
    y: float,
    text: str,
    width_px: float,
    colour: theme.Colour,
) -> None:
    """Write a text in one line, in smaller letters or cut when it is too wide."""
    fits = letters(TEXT_PX).getlength(text) <= width_px
    size = TEXT_PX if fits else theme.SMALLEST_PX
    text = theme.fitted(text, width_px, size)
    draw.text((LEFT_X, y), text, colour, letters(size), anchor="lm")


def _draw_aim(
    draw: ImageDraw.ImageDraw,
    y: float,
    finding: Finding,
    words: Words,
    *,
    close_told: bool,
) -> None:
    """Write what to aim for and, where there is room, that it was a close call."""
    aimed, size = aim_of(finding, words), TEXT_PX - 2
    room: float = AIM_X - (VALUE_X if close_told else STEP_2_X) - SPREAD_ROOM_PX
    while letters(size).getlength(aimed) > room and size > theme.SMALLEST_PX:
        size -= 1
    draw.text((AIM_X, y), aimed, theme.QUIET, letters(size), anchor="rm")
    if not (finding.close and close_told):
        return
    said, small = words.text("verdict.close"), letters(SMALL_PX)
    room -= letters(size).getlength(aimed) + 20
    if small.getlength(said) < room:
        at = (VALUE_X + SPREAD_ROOM_PX, y)
        colour = theme.colour_of(finding.verdict)
        draw.text(at, said, colour, small, anchor="lm")


def _draw_value(
    draw: ImageDraw.ImageDraw,
    x: float,
    y: float,
    measure: Measure,
    words: Words,
    colour: theme.Colour,
) -> None:
    text, font = angle(measure, words), letters(TEXT_PX, bold=True)
    draw.text((x, y), text, colour, font, anchor="rm")
    around = spread_of(measure, words)
    draw.text((x + 10, y + 2), around, theme.QUIET, letters(SMALL_PX), anchor="lm")


def _second_step(measure: Measure, analysis: Analysis) -> Measure | None:
    second = at_step(measure.id, 2)
    return next((m for m in analysis.measures if m.id == second), None)


def _draw_reminder(card: Image.Image, y: float, phase: Phase, words: Words) -> None:
    """Say what to look for under a short list; nothing when it doesn't fit."""
    text = words.text(f"phase.{phase.number}.look_for")
    lines = theme.wrapped(text, theme.CARD_PX[0] - 2 * EDGE_PX, TEXT_PX - 2)
    if y + len(lines) * REMINDER_STEP_PX > theme.CARD_PX[1] - 10:
        return
    draw = ImageDraw.Draw(card)
    for number, line in enumerate(lines):
        at = (EDGE_PX, y + number * REMINDER_STEP_PX)
        draw.text(at, line, theme.QUIET, letters(TEXT_PX - 2), anchor="la")


def _draw_look_for(card: Image.Image, y: float, phase: Phase, words: Words) -> None:
    """Say what to look for in a phase without a number, and that it is not judged."""
    draw, width = ImageDraw.Draw(card), theme.CARD_PX[0] - 2 * EDGE_PX
    text = words.text(f"phase.{phase.number}.look_for")
    size = LOOK_PX
    while len(lines := theme.wrapped(text, width, size)) * size * 1.3 > 232:
        size -= 2
    for number, line in enumerate(lines):
        at = (EDGE_PX, y + number * size * 1.3)
        draw.text(at, line, theme.PAPER, letters(size), anchor="la")
    said, bottom = words.text("picture.not_judged"), theme.CARD_PX[1] - 38
    badge = theme.sign(None, SIGN_PX)
    card.paste(badge, (EDGE_PX - 8, bottom - SIGN_PX // 2), badge)
    at = (EDGE_PX + SIGN_PX - 4, bottom)
    draw.text(at, said, theme.QUIET, letters(SMALL_PX), anchor="lm")
