"""The filming card: how to film a start, drawn, in the athlete's language."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
from PIL import Image

from analysis.types import Floats
from analysis.visuals import theme
from analysis.visuals.drawing_board import (
    AIR,
    BOARD,
    Board,
    draw_arrow,
    draw_phone,
    draw_plate,
    draw_tripod,
)
from analysis.visuals.filming_guide.diagrams import draw_above, draw_height, draw_screen
from analysis.visuals.theme import EDGE_PX, PAPER, QUIET, UNGRADED, Box
from content.words import Words, load_words

TITLE_PX, LETTERS_PX, TIP_PX = 58, 42, 36
_WIDTH = theme.CARD_PX[0]
_SCREEN: Box = (EDGE_PX, 124, _WIDTH - EDGE_PX, 124 + (_WIDTH - 2 * EDGE_PX) * 0.56)
_ABOVE: Box = (EDGE_PX, 712, 690, 1086)
_HEIGHT: Box = (710, 712, _WIDTH - EDGE_PX, 1086)
TIPS = ("still", "rate", "lens", "file")


@cache
def film_card(language: str) -> bytes:
    """The card as a JPEG, drawn once for each language."""
    buffer = io.BytesIO()
    draw_film_card(load_words(language)).save(buffer, "JPEG", quality=90, optimize=True)
    return buffer.getvalue()


def draw_film_card(words: Words) -> Image.Image:
    """Draw the card, CARD_PX large: the picture, the place, the height, four tips."""
    board = Board(theme.CARD_PX)
    middle = (_WIDTH / 2, 64.0)
    title = words.text("film_card.title")
    board.write(middle, title, TITLE_PX, width_px=_WIDTH - 2 * EDGE_PX)
    draw_screen(board, _SCREEN, words, LETTERS_PX)
    sky = (_WIDTH / 2, _SCREEN[1] + 62)
    board.write(sky, words.text("film_card.whole"), LETTERS_PX, width_px=_WIDTH - 160)
    draw_above(board, _ABOVE, words, LETTERS_PX)
    draw_height(board, _HEIGHT, words, LETTERS_PX)
    for number, tip in enumerate(TIPS):
        _draw_tip(board, number, tip, words)
    return board.lay_on(Image.new("RGB", theme.CARD_PX, theme.INK))


def _draw_tip(board: Board, number: int, tip: str, words: Words) -> None:
    wide, high, gap = (_WIDTH - 2 * EDGE_PX - 20) / 2, 100.0, 16.0
    left = EDGE_PX + number % 2 * (wide + 20)
    top = 1106 + number // 2 * (high + gap)
    draw_plate(board, (left, top, left + wide, top + high), 24, BOARD)
    _ICONS[tip](board, np.array([left + 58, top + high / 2]))
    lines = theme.wrapped(words.text(f"film_card.{tip}"), wide - 136, TIP_PX, bold=True)
    for row, line in enumerate(lines):
        y = top + high / 2 + (row - (len(lines) - 1) / 2) * TIP_PX * 1.15
        board.write((left + 118, y), line, TIP_PX, anchor="lm", width_px=wide - 128)


def _draw_still(board: Board, at: Floats) -> None:
    draw_tripod(board, at - [0, 2], 38, PAPER)
    x, y = at
    draw_phone(board, (x - 34, y - 38, x + 34, y + 2), AIR)


def _draw_rate(board: Board, at: Floats) -> None:
    """Several pictures in a row."""
    for shift, colour in ((-16.0, QUIET), (0.0, UNGRADED), (16.0, PAPER)):
        x, y = at[0] + shift, at[1] - 0.6 * shift
        draw_plate(board, (x - 24, y - 20, x + 24, y + 20), 7, BOARD)
        draw_plate(board, (x - 21, y - 17, x + 21, y + 17), 5, colour)


def _draw_lens(board: Board, at: Floats) -> None:
    board.dot(at, 38, PAPER)
    board.dot(at, 32, AIR)
    board.write((float(at[0]), float(at[1])), "1×", 34)


def _draw_file(board: Board, at: Floats) -> None:
    """A sheet of paper with a folded corner and an arrow that sends it."""
    x, y = at
    page = [(-28, -38), (8, -38), (28, -18), (28, 38), (-28, 38)]
    board.area(np.array(page) + at, PAPER, 255)
    fold = [(8, -38), (8, -18), (28, -18)]
    board.area(np.array(fold) + at, QUIET, 255)
    draw_arrow(board, np.array([x, y + 28]), np.array([x, y - 14]), 7, AIR)


_ICONS: Mapping[str, Callable[[Board, Floats], None]] = {
    "still": _draw_still,
    "rate": _draw_rate,
    "lens": _draw_lens,
    "file": _draw_file,
}
