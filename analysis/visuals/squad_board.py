"""A squad at a glance: a row per athlete, a column per phase, a sign in each cell."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from analysis.types import Verdict
from analysis.visuals.theme import (
    EDGE_PX,
    INK,
    LINE,
    PAPER,
    QUIET,
    letters,
    sign,
)

WIDTH_PX, ROW_PX, TITLE_PX, HEAD_PX = 1080, 84, 108, 64
NAME_PX = 330  # of the width, for names
SIGN_PX, TEXT_PX, TITLE_TEXT_PX = 46, 36, 42
PHASES = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One athlete: the verdict of each phase, None for one that is not judged.

    Empty without a start.
    """

    name: str
    verdicts: tuple[Verdict | None, ...]


def board_card(rows: Sequence[Row], title: str) -> bytes:
    """The board as a PNG; see :func:`draw_board`."""
    buffer = io.BytesIO()
    draw_board(rows, title).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def draw_board(rows: Sequence[Row], title: str) -> Image.Image:
    """Draw the board, as high as it has rows."""
    height = TITLE_PX + HEAD_PX + ROW_PX * len(rows) + EDGE_PX
    board = Image.new("RGB", (WIDTH_PX, height), INK)
    pen = ImageDraw.Draw(board)
    heading = letters(TITLE_TEXT_PX, bold=True)
    pen.text((EDGE_PX, TITLE_PX // 2), title, PAPER, heading, anchor="lm")
    for phase in range(PHASES):
        at = (_x(phase), TITLE_PX + HEAD_PX // 2)
        pen.text(at, str(phase + 1), QUIET, letters(TEXT_PX), anchor="mm")
    for number, row in enumerate(rows):
        _draw_row(board, row, TITLE_PX + HEAD_PX + ROW_PX * number)
    return board


def _draw_row(board: Image.Image, row: Row, top: int) -> None:
    pen, middle = ImageDraw.Draw(board), top + ROW_PX // 2
    pen.line(((EDGE_PX, top), (WIDTH_PX - EDGE_PX, top)), LINE, 2)
    name = _cut(row.name, NAME_PX - EDGE_PX)
    pen.text((EDGE_PX, middle), name, PAPER, letters(TEXT_PX), anchor="lm")
    for phase, verdict in enumerate(row.verdicts):
        mark = sign(verdict, SIGN_PX)
        at = (round(_x(phase) - SIGN_PX / 2), round(middle - SIGN_PX / 2))
        board.paste(mark, at, mark)


def _x(phase: int) -> float:
    """Middle of a phase's column."""
    step = (WIDTH_PX - EDGE_PX - NAME_PX) / PHASES
    return NAME_PX + step * (phase + 0.5)


def _cut(name: str, width_px: int) -> str:
    """The name, or as much of it as fits."""
    font = letters(TEXT_PX)
    if font.getlength(name) <= width_px:
        return name
    while name and font.getlength(f"{name}…") > width_px:
        name = name[:-1]
    return f"{name}…"
