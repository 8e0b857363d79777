"""The list under a phase's picture: what is judged, what is shown, what is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PIL import Image, ImageDraw

from analysis.measurement.definitions import DEFINED
from analysis.types import Analysis, Finding, Measure, Phase
from analysis.visuals import theme
from analysis.visuals.angle_marks import finding_of
from analysis.visuals.phase_card.block import Block
from analysis.visuals.phase_card.second_step import is_of_second_step
from analysis.visuals.theme import EDGE_PX, letters
from analysis.wording import aim_of, mildness, row_of, spread_of
from content.words import Words

HEAD_PX, ROW_PX, CELL_PX, LINE_PX = 42, 52, 46, 40
# Under a judged row whose verdict is a milder one, for the reason.
CLOSE_PX = 36
TEXT_PX, SHOWN_PX, SMALL_PX = 38, 33, 32
SIGN_PX, DOT_PX = 40, 28
LOOK_PX = 44
# The list is no shorter than this: under fewer rows stands what to look for.
LEAST_PX = theme.LEAST_FOOTER_PX - 40

# Right edge of the values, where name and aim leave them there; the ± stands to their
# right, the aim at the edge.
VALUE_X = 610
GAP_PX = 12
AIM_X = theme.CARD_PX[0] - EDGE_PX
LEFT_X = EDGE_PX + SIGN_PX + 18
# What is only shown stands in two columns.
COLUMN_PX = (AIM_X - EDGE_PX) / 2
CELL_SPREAD_PX = 84


def blocks_of(phase: Phase, analysis: Analysis, words: Words) -> list[Block]:
    """The list of a phase, from the top: judged ones first, quieter what is shown."""
    rows = [
        one
        for one in analysis.measures
        if one.phase == phase.number and not is_of_second_step(one)
    ]
    told = [one for one in rows if one.why is None]
    judged = [one for one in told if finding_of(one.id, analysis)]
    shown = [one for one in told if one not in judged]
    blocks = [] if not judged else [Block(HEAD_PX, partial(_draw_head, words=words))]
    for one in judged:
        blocks += _judged(one, rows, analysis, words)
    blocks += _shown(shown, rows, words)
    blocks += _unknown([one for one in rows if one.why is not None], words)
    room = LEAST_PX - sum(block.height for block in blocks)
    if not told:
        return [*_look_for(phase, words), *blocks]
    reminder = _reminder(phase, words)
    return [*blocks, reminder] if reminder.height <= room else blocks


def _judged(
    measure: Measure, rows: Sequence[Measure], analysis: Analysis, words: Words
) -> list[Block]:
    """A row, and under it why its verdict is milder than it looks."""
    finding = finding_of(measure.id, analysis)
    if finding is None:
        return []
    name = _name(measure, rows, words)
    draw = partial(_draw_row, name=name, measure=measure, finding=finding, words=words)
    close = mildness(finding, measure, words)
    if not close:
        return [Block(ROW_PX, draw)]
    colour = theme.colour_of(finding.verdict)
    note = partial(_draw_close, text=close, colour=colour)
    return [Block(ROW_PX, draw), Block(CLOSE_PX, note)]


def _shown(
    shown: Sequence[Measure], rows: Sequence[Measure], words: Words
) -> list[Block]:
    """Two in a line; alone where one is too wide."""
    cells = [(_name(one, rows, words), one) for one in shown]
    narrow = [cell for cell in cells if _fits_cell(*cell, words)]
    pairs = [narrow[number : number + 2] for number in range(0, len(narrow), 2)]
    lines = [*pairs, *([one] for one in cells if one not in narrow)]
    return [
        Block(CELL_PX, partial(_draw_cells, cells=line, words=words)) for line in lines
    ]


def _unknown(untold: Sequence[Measure], words: Words) -> list[Block]:
    """What has no number, one sentence for each reason."""
    lacking: dict[str, list[str]] = {}
    for one in untold:
        name = words.text(f"picture.row.{DEFINED[one.id].part}")
        names = lacking.setdefault(one.why or "", [])
        if name not in names:
            names.append(name)
    blocks = []
    for why, names in lacking.items():
        said = f"{', '.join(names)}: {words.text(f'why.{why}')}"
        lines = theme.wrapped(said, AIM_X - EDGE_PX, SMALL_PX)
        draw = partial(_draw_lines, lines=lines, size=SMALL_PX, step=LINE_PX)
        blocks.append(Block(len(lines) * LINE_PX + 8, draw))
    return blocks


def _draw_head(card: Image.Image, top: float, words: Words) -> None:
    draw, font, middle = ImageDraw.Draw(card), letters(SMALL_PX), top + 18
    said = words.text("card.aim")
    draw.text((AIM_X, middle), said, theme.QUIET, font, anchor="rm")
    # The same stroke as on the picture, as its legend.
    x = AIM_X - font.getlength(said) - 54
    bar = (x, middle - 3, x + 42, middle + 4)
    draw.rounded_rectangle(bar, 3, theme.VERDICT_COLOUR["good"])


def _name(measure: Measure, rows: Sequence[Measure], words: Words) -> str:
    """What it is called; with its step, where another step's has the same name."""
    row, (name, _) = DEFINED[measure.id], row_of(measure, words)
    twins = sum(DEFINED[one.id].part == row.part for one in rows)
    if twins < 2 or row.step is None:
        return name
    return f"{name}, {words.text('picture.step', number=row.step)}"


def _draw_row(
    card: Image.Image,
    top: float,
    name: str,
    measure: Measure,
    finding: Finding,
    words: Words,
) -> None:
    """A judged measure: verdict, name, value with its ±, aim."""
    draw, y = ImageDraw.Draw(card), top + ROW_PX / 2
    badge = theme.sign(finding.verdict, SIGN_PX)
    card.paste(badge, (EDGE_PX, round(y - SIGN_PX / 2)), badge)
    (_, said), around = row_of(measure, words), spread_of(measure, words)
    aim = aim_of(finding, words, measure.value)
    bold, small = letters(TEXT_PX, bold=True), letters(SMALL_PX)
    before = bold.getlength(said) + GAP_PX
    after = 10 + small.getlength(around) + GAP_PX
    x = _value_x(name, before, after, aim)
    draw.text((x, y), said, theme.PAPER, bold, anchor="rm")
    draw.text((x + 10, y + 2), around, theme.QUIET, small, anchor="lm")
    name, size = _sized(name, x - before - LEFT_X, TEXT_PX)
    draw.text((LEFT_X, y), name, theme.PAPER, letters(size), anchor="lm")
    aim, size = _sized(aim, AIM_X - x - after, TEXT_PX - 2)
    draw.text((AIM_X, y), aim, theme.QUIET, letters(size), anchor="rm")


def _value_x(name: str, before: float, after: float, aim: str) -> float:
    """The value's right edge: beside its column where name or aim needs the room."""
    least = letters(theme.SMALLEST_PX)
    first = LEFT_X + least.getlength(name) + before
    last = AIM_X - least.getlength(aim) - after
    return min(max(VALUE_X, first), last)


def _sized(text: str, width_px: float, size: int) -> tuple[str, int]:
    """A text in one line and its letters' size, smaller or cut where it is too wide."""
    while letters(size).getlength(text) > width_px and size > theme.SMALLEST_PX:
        size -= 1
    return theme.fitted(text, width_px, size), size


def _draw_close(card: Image.Image, top: float, text: str, colour: theme.Colour) -> None:
    at, font = (AIM_X, top + CLOSE_PX / 2 - 6), letters(SMALL_PX)
    ImageDraw.Draw(card).text(at, text, colour, font, anchor="rm")


def _fits_cell(name: str, measure: Measure, words: Words) -> bool:
    value = letters(SHOWN_PX, bold=True).getlength(row_of(measure, words)[1])
    needed = DOT_PX + 10 + letters(SHOWN_PX).getlength(name) + 20 + value
    return needed <= COLUMN_PX - CELL_SPREAD_PX


def _draw_cells(
    card: Image.Image,
    top: float,
    cells: Sequence[tuple[str, Measure]],
    words: Words,
) -> None:
    """What is shown and not judged, one or two in a line."""
    draw, y = ImageDraw.Draw(card), top + CELL_PX / 2
    font, bold = letters(SHOWN_PX), letters(SHOWN_PX, bold=True)
    badge = theme.sign(None, DOT_PX)
    for column, (name, measure) in enumerate(cells):
        left = EDGE_PX + column * COLUMN_PX
        card.paste(badge, (round(left), round(y - DOT_PX / 2)), badge)
        left += DOT_PX + 10
        draw.text((left, y), name, theme.QUIET, font, anchor="lm")
        left += font.getlength(name) + 20
        said = row_of(measure, words)[1]
        draw.text((left, y), said, theme.PAPER, bold, anchor="lm")
        at = (left + bold.getlength(said) + 8, y + 1)
        said = spread_of(measure, words)
        draw.text(at, said, theme.QUIET, letters(theme.SMALLEST_PX), anchor="lm")


def _reminder(phase: Phase, words: Words) -> Block:
    """What to look for, under a short list."""
    text, size = words.text(f"phase.{phase.number}.look_for"), TEXT_PX - 2
    lines = theme.wrapped(text, AIM_X - EDGE_PX, size)
    draw = partial(_draw_lines, lines=lines, size=size, step=48)
    return Block(len(lines) * 48 + 16, draw)


def _look_for(phase: Phase, words: Words) -> list[Block]:
    """What to look for in a phase without a number, and that it is not judged."""
    text = words.text(f"phase.{phase.number}.look_for")
    lines = theme.wrapped(text, AIM_X - EDGE_PX, LOOK_PX)
    step = LOOK_PX * 1.3
    draw = partial(
        _draw_lines, lines=lines, size=LOOK_PX, step=step, colour=theme.PAPER
    )
    said = [words.text("picture.not_judged")]
    note = partial(_draw_lines, lines=said, size=SMALL_PX, step=LINE_PX)
    return [Block(len(lines) * step + 16, draw), Block(LINE_PX + 8, note)]


def _draw_lines(
    card: Image.Image,
    top: float,
    lines: Sequence[str],
    size: int,
    step: float,
    colour: theme.Colour = theme.QUIET,
) -> None:
    draw = ImageDraw.Draw(card)
    for number, line in enumerate(lines):
        at = (EDGE_PX, top + 8 + number * step)
        draw.text(at, line, colour, letters(size), anchor="la")
