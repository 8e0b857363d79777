"""The strip under a phase's picture: its measures as a list, or what to look for."""

from __future__ import annotations

from PIL import Image, ImageDraw

from analysis.pictures import style
from analysis.pictures.marks import finding_of, part_of
from analysis.pictures.style import EDGE_PX, letters
from analysis.pictures.wording import aim, degrees, spread
from analysis.types import Analysis, Finding, Measure, Phase
from content.words import Words

ROW_PX = 44
TEXT_PX = 27
SMALL_PX = 22
LOOK_PX = 34

# Right edges of the columns.
VALUE_X = 516
STEP_2_X = 690
AIM_X = style.CARD_PX[0] - EDGE_PX


def draw_strip(
    card: Image.Image, phase: Phase, analysis: Analysis, words: Words
) -> None:
    """Write the strip on a card, in place."""
    top = style.CARD_PX[1] - style.FOOTER_PX
    rows = [measure for measure in analysis.measures if _has_row(measure, phase)]
    y = top + 16.0
    if rows:
        y = _draw_head(card, y, rows, words)
    for measure in rows:
        _draw_row(card, y, measure, analysis, words)
        y += ROW_PX
    _draw_look_for(card, y + (8 if rows else 4), phase, words)


def _has_row(measure: Measure, phase: Phase) -> bool:
    """A second step's measure stands in the row of the first step's."""
    return measure.phase == phase.number and not measure.id.endswith("_2")


def _draw_head(card: Image.Image, y: float, rows: list[Measure], words: Words) -> float:
    draw, font = ImageDraw.Draw(card), letters(SMALL_PX)
    head = [(AIM_X, "card.aim")]
    if any(measure.id.endswith("_1") for measure in rows):
        head += [(VALUE_X, "card.step_1"), (STEP_2_X, "card.step_2")]
    else:
        # The same stroke as on the picture, to say what it means there.
        x = AIM_X - font.getlength(words.text("card.aim")) - 44
        draw.rounded_rectangle(
            (x, y + 9, x + 34, y + 16), 3, style.VERDICT_COLOUR["good"]
        )
    for x, key in head:
        draw.text((x, y + 12), words.text(key), style.QUIET, font, anchor="rm")
    return y + 30


def _draw_row(
    card: Image.Image, y: float, measure: Measure, analysis: Analysis, words: Words
) -> None:
    draw, middle = ImageDraw.Draw(card), y + ROW_PX / 2
    finding = finding_of(measure.id, analysis)
    if finding is not None:
        badge = style.sign(finding.verdict, TEXT_PX + 3)
        card.paste(badge, (EDGE_PX, round(middle - (TEXT_PX + 3) / 2)), badge)
    left = EDGE_PX + TEXT_PX + 18
    name = words.text(f"card.part.{part_of(measure.id)}")
    if measure.value is None:
        why = words.text(f"why.{measure.why}")
        name = style.fitted(f"{name}: {why}", AIM_X - left, TEXT_PX)
        draw.text((left, middle), name, style.QUIET, letters(TEXT_PX), anchor="lm")
        return
    name = style.fitted(name, VALUE_X - 120 - left, TEXT_PX)
    draw.text((left, middle), name, style.PAPER, letters(TEXT_PX), anchor="lm")
    colour = style.colour_of(finding.verdict) if finding else style.PAPER
    _draw_value(draw, VALUE_X, middle, measure, colour)
    step_2 = _second_step(measure, analysis)
    if step_2 is not None:
        _draw_value(draw, STEP_2_X, middle, step_2, style.UNGRADED)
    if finding is not None:
        _draw_verdict(draw, middle, finding, words, in_words=step_2 is None)


def _draw_verdict(
    draw: ImageDraw.ImageDraw,
    y: float,
    finding: Finding,
    words: Words,
    *,
    in_words: bool,
) -> None:
    """Write what to aim for and, where there is room, the verdict in words."""
    aimed = aim(finding.band, words)
    draw.text((AIM_X, y), aimed, style.QUIET, letters(TEXT_PX), anchor="rm")
    if in_words:
        said = words.text(f"verdict.{'close' if finding.close else finding.verdict}")
        colour = style.colour_of(finding.verdict)
        draw.text((VALUE_X + 28, y), said, colour, letters(SMALL_PX), anchor="lm")


def _draw_value(
    draw: ImageDraw.ImageDraw,
    x: float,
    y: float,
    measure: Measure,
    colour: style.Colour,
) -> None:
    if measure.value is None or measure.plus_minus is None:
        return
    around, small = f" {spread(measure.plus_minus)}", letters(SMALL_PX)
    draw.text((x, y), around, style.QUIET, small, anchor="rm")
    font = letters(TEXT_PX, bold=True)
    x -= small.getlength(around)
    draw.text((x, y), degrees(measure.value), colour, font, anchor="rm")


def _second_step(measure: Measure, analysis: Analysis) -> Measure | None:
    if not measure.id.endswith("_1"):
        return None
    second = measure.id[:-1] + "2"
    return next((m for m in analysis.measures if m.id == second), None)


def _draw_look_for(card: Image.Image, y: float, phase: Phase, words: Words) -> None:
    """Fill what is left: what to look for, and where no number stands also the seed."""
    key, bottom = f"phase.{phase.number}", style.CARD_PX[1] - 12
    text = words.text(f"{key}.look_for")
    if bottom - y < 0.7 * style.FOOTER_PX:
        _paragraph(card, y, bottom, text, SMALL_PX + 2, style.QUIET)
        return
    y = _paragraph(card, y, bottom, text, LOOK_PX, style.PAPER)
    _paragraph(
        card, y + 14, bottom, words.text(f"{key}.seed"), SMALL_PX + 2, style.QUIET
    )


def _paragraph(
    card: Image.Image,
    y: float,
    bottom: float,
    text: str,
    size_px: int,
    colour: style.Colour,
) -> float:
    """Write a paragraph and return where it ends; nothing when it doesn't fit."""
    lines = style.wrapped(text, style.CARD_PX[0] - 2 * EDGE_PX, size_px)
    step = round(size_px * 1.34)
    if y + len(lines) * step > bottom:
        return y
    draw, font = ImageDraw.Draw(card), letters(size_px)
    for number, line in enumerate(lines):
        draw.text((EDGE_PX, y + number * step), line, colour, font, anchor="la")
    return y + len(lines) * step
