"""Three drawn panels on filming: what the picture holds, where to stand, how high."""

from __future__ import annotations

import numpy as np

from analysis.types import Floats
from analysis.visuals.drawing_board import (
    AIR,
    BOARD,
    TRACK,
    Board,
    Ground,
    Posture,
    draw_arrow,
    draw_figure,
    draw_phone,
    draw_plate,
    draw_span,
    draw_tripod,
)
from analysis.visuals.theme import (
    FRONT_LEG,
    INK,
    PAPER,
    QUIET,
    REAR_LEG,
    Box,
    Colour,
    letters,
)
from content.words import Words

# What the picture holds, metres before and beyond the start line: the words say so.
BEFORE_M, BEYOND_M = 1.2, 4.5
_FAR_LIMBS: Colour = (176, 188, 200)
_GHOST: Colour = (156, 172, 184)
_GHOST_FAR: Colour = (118, 138, 153)
_BLOCK: Colour = (232, 188, 60)
_SHOTS: tuple[tuple[Posture, Colour, Colour], ...] = (
    ("third_step", _GHOST, _GHOST_FAR),
    ("first_step", _GHOST, _GHOST_FAR),
    ("set", PAPER, _FAR_LIMBS),
)


def draw_screen(
    board: Board, box: Box, words: Words, letters_px: int, *, measured: bool = True
) -> None:
    """Draw a phone whose picture holds the start from set to the third step.

    ``box`` should be 16 to 9; ``measured`` tells whether the two lengths are drawn.
    """
    left, _, right, bottom = draw_phone(board, box, AIR)
    metre = (right - left) / (BEFORE_M + BEYOND_M)
    ground = Ground(
        (left + BEFORE_M * metre, bottom - 0.36 * metre - 1.5 * letters_px), metre
    )
    horizon = ground.line_px[1] - 0.30 * metre
    draw_plate(board, (left, horizon, right, bottom), 0.03 * (right - left), TRACK)
    _fill(board, (left, horizon, right, horizon + 0.3 * metre), TRACK)
    _draw_lane(board, ground, (left, right), horizon)
    for posture, near, far in _SHOTS:
        draw_figure(board, ground, posture, near, far)
    if measured:
        _draw_lengths(board, ground, words, letters_px)


def _draw_lane(
    board: Board, ground: Ground, sides: tuple[float, float], horizon: float
) -> None:
    metre, width = ground.metre_px, max(3.0, 0.03 * ground.metre_px)
    near_edge = ground.line_px[1] + 0.2 * metre
    for y in (horizon + width, near_edge):
        board.line(np.array([[sides[0], y], [sides[1], y]]), width * 0.8, PAPER, 150)
    x = ground.line_px[0]
    start = np.array([[x + 0.07 * metre, horizon + width], [x, near_edge]])
    board.line(start, 1.6 * width, PAPER)
    for toe in (-0.52, -0.95):
        wedge = [ground.at(toe - 0.18, -0.02), ground.at(toe + 0.06, -0.02)]
        board.area(np.stack([*wedge, ground.at(toe - 0.13, 0.2)]), _BLOCK, 255)


def _draw_lengths(board: Board, ground: Ground, words: Words, letters_px: int) -> None:
    gap = 0.04
    for start, end, key in (
        (-BEFORE_M + gap, -gap, "film_card.before"),
        (gap, BEYOND_M - gap, "film_card.beyond"),
    ):
        ends = ground.at(start, -0.36), ground.at(end, -0.36)
        draw_span(board, *ends)
        middle = (ends[0] + ends[1]) / 2 + [0, 0.68 * letters_px]
        text = words.text(key)
        if letters(letters_px, bold=True).getlength(text) < np.ptp(ends, axis=0)[0]:
            board.write((float(middle[0]), float(middle[1])), text, letters_px)


def draw_above(board: Board, box: Box, words: Words, letters_px: int) -> None:
    """Draw the lane from above and the phone that looks straight across it."""
    left, top, right, bottom = box
    draw_plate(board, box, 24, BOARD)
    metre = (right - left) / (BEFORE_M + BEYOND_M + 1.9)
    lane = top + 0.10 * (bottom - top), top + 0.10 * (bottom - top) + 1.22 * metre
    x_line = left + (BEFORE_M + 0.95) * metre
    _fill(board, (left, lane[0], right, lane[1]), TRACK)
    aim = x_line + (BEYOND_M - BEFORE_M) / 2 * metre
    phone = np.array([aim, bottom - 0.12 * (bottom - top)])
    seen = x_line - BEFORE_M * metre, x_line + BEYOND_M * metre
    _draw_view(board, phone, seen, lane)
    for y in lane:
        board.line(np.array([[left, y], [right, y]]), 4, PAPER, 190)
    board.line(np.array([[x_line, lane[0]], [x_line, lane[1]]]), 7, PAPER)
    _draw_runner(board, np.array([x_line, (lane[0] + lane[1]) / 2]), metre)
    _draw_distance(board, phone, lane[1], words, letters_px)


def _draw_view(
    board: Board,
    phone: Floats,
    ends: tuple[float, float],
    lane: tuple[float, float],
) -> None:
    """Draw what the lens sees, its axis and the right angle to the lane."""
    middle = np.array([[end, (lane[0] + lane[1]) / 2] for end in ends]) - phone
    near, far = (phone + middle * (phone[1] - y) / -middle[0, 1] for y in lane[::-1])
    board.area(np.stack([phone, *near]), _mixed(BOARD), 255)
    board.area(np.stack([*near, far[1], far[0]]), _mixed(TRACK), 255)
    for corner in far:
        board.line(np.stack([phone, corner]), 4, FRONT_LEG)
    foot = np.array([phone[0], lane[1]])
    board.dashes(phone, foot, 4, PAPER)
    board.line(foot + 28.0 * np.array([[-1, 0], [-1, 1], [0, 1]]), 4, PAPER)
    half = np.array([42.0, 0.0])
    board.line(np.stack([phone - half, phone + half]), 20, PAPER)
    board.dot(phone - [0, 12], 9, FRONT_LEG)


def _mixed(ground: Colour) -> Colour:
    """What a ground looks like under the lens's view."""
    red, green, blue = (
        round(0.68 * below + 0.32 * over)
        for below, over in zip(ground, FRONT_LEG, strict=True)
    )
    return red, green, blue


def _draw_runner(board: Board, hands: Floats, metre: float) -> None:
    """Draw somebody in the blocks from above, and where the run goes."""

    def at(x_m: float, y_m: float) -> Floats:
        return hands + np.array([x_m, y_m]) * metre

    for y in (-0.14, 0.14):
        board.line(
            np.stack([at(-0.40, y * 0.8), at(-0.85, y)]), 0.15 * metre, _FAR_LIMBS
        )
        board.line(
            np.stack([at(-0.05, y * 1.5), at(-0.04, y * 1.9)]), 0.10 * metre, _FAR_LIMBS
        )
    board.line(np.stack([at(-0.40, 0), at(-0.05, 0)]), 0.30 * metre, PAPER)
    board.dot(at(0.14, 0), 0.13 * metre, PAPER)
    draw_arrow(board, at(0.75, 0), at(4.0, 0), 9, PAPER)


def _draw_distance(
    board: Board, phone: Floats, lane_px: float, words: Words, letters_px: int
) -> None:
    text = words.text("film_card.distance")
    y = (phone[1] + lane_px) / 2 + 0.08 * (phone[1] - lane_px)
    width = 1.1 * letters_px * len(text) * 0.5
    box = (
        phone[0] - width / 2 - 8,
        y - 0.75 * letters_px,
        phone[0] + width / 2 + 8,
        y + 0.75 * letters_px,
    )
    draw_plate(board, box, 0.6 * letters_px, INK)
    board.write((float(phone[0]), float(y)), text, letters_px, REAR_LEG)


def draw_height(board: Board, box: Box, words: Words, letters_px: int) -> None:
    """Draw the phone on its tripod beside somebody, the lens as high as the hips."""
    left, top, right, bottom = box
    draw_plate(board, box, 24, BOARD)
    floor = bottom - 0.10 * (bottom - top)
    metre = (floor - top) / 2.05
    ground = Ground((left + 0.30 * (right - left), floor), metre)
    board.line(np.array([[left + 24, floor], [right - 24, floor]]), 5, QUIET)
    draw_figure(board, ground, "standing", PAPER, _FAR_LIMBS)
    lens = np.array([left + 0.69 * (right - left), floor - 1.0 * metre])
    board.dashes(ground.at(0.2, 1.0), lens - [46, 0], 4, REAR_LEG, 255)
    draw_tripod(board, lens, 1.0 * metre, PAPER)
    draw_phone(board, (lens[0] - 44, lens[1] - 26, lens[0] + 44, lens[1] + 26), AIR)
    at = (float(lens[0]), float(lens[1] - 34 - 0.7 * letters_px))
    board.write(
        at,
        words.text("film_card.hips"),
        letters_px,
        REAR_LEG,
        width_px=0.52 * (right - left),
    )


def _fill(board: Board, box: Box, colour: Colour) -> None:
    left, top, right, bottom = box
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    board.area(np.array(corners), colour, 255)
