"""The picture of a refusal: what is in the way, marked, and what to do next time."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from analysis.capture.clip import frame_at
from analysis.types import Floats, Refusal
from analysis.visuals import theme
from analysis.visuals.drawing_board import Board, draw_arrow, draw_plate
from analysis.visuals.faces import unrecognisable
from analysis.visuals.filming_guide.diagrams import draw_above, draw_height, draw_screen
from analysis.visuals.refusal.diagnosis import (
    Boxed,
    Tone,
    Trouble,
    find_trouble,
    which_one,
)
from analysis.visuals.refusal.evidence import Scene
from analysis.visuals.refusal.framing import WIDTH_PX, cut, look_at
from analysis.visuals.theme import EDGE_PX, INK, PAPER, VERDICT_COLOUR, Box, Colour
from analysis.visuals.viewport import Viewport
from content.words import Words

log = logging.getLogger(__name__)

NAME = "refused.jpg"
# People in numbered boxes, kept small with the clip. More than these are leaves in the
# wind, or a background that is lost.
PEOPLE, PEOPLE_PX, SEVERAL = "people", 640, range(2, 7)
HEADER_PX, ADVICE_PX = 128, 336
TITLE_PX, DO_PX, LABEL_PX = 56, 46, 38
PROBLEM: Colour = VERDICT_COLOUR["work_on"]
_TONE: Mapping[Tone, Colour] = {
    "problem": PROBLEM,
    "wanted": VERDICT_COLOUR["good"],
    "plain": PAPER,
}
# A background that travels less than this in the view jumped, or moved and came back.
LEAST_DRIFT_PX = 8.0
# Where the arrows of a moving background start, as shares of the view.
_ARROWS = ((0.16, 0.22), (0.5, 0.16), (0.84, 0.22), (0.16, 0.80), (0.84, 0.80))


def draw_refused(
    refusal: Refusal, scene: Scene, directory: Path, words: Words
) -> Refusal:
    """Draw ``refused.jpg``; the refusal with its name, where there is something to see.

    If the picture fails, the refusal is given without it.

    Parameters
    ----------
    scene
        What was known of the clip when it was refused.
    directory
        Where the picture goes; made when it is not there.
    words
        The language of the texts.
    """
    try:
        trouble = find_trouble(scene, refusal.code)
        if trouble is None:
            return refusal
        directory.mkdir(parents=True, exist_ok=True)
        drawn = draw_trouble(_shown(scene, trouble), trouble, words)
        drawn.save(directory / NAME, "JPEG", quality=88, optimize=True)
    except Exception:
        log.exception("no picture of the refusal")
        return refusal
    return replace(refusal, picture=NAME)


def draw_people(scene: Scene, directory: Path, words: Words) -> None:
    """Draw ``people_N.jpg``, N people in numbered boxes, where there are several.

    It is for who was taken for somebody else; an analysis without it is no worse.
    """
    detection = scene.detection
    if detection is None or len(detection.everybody_px) not in SEVERAL:
        return
    try:
        trouble = which_one(detection, detection.everybody_px)
        drawn = draw_trouble(_shown(scene, trouble), trouble, words)
        drawn = drawn.resize((PEOPLE_PX, PEOPLE_PX * drawn.height // drawn.width))
        name = f"{PEOPLE}_{len(trouble.boxes)}.jpg"
        drawn.save(directory / name, "JPEG", quality=80, optimize=True)
    except Exception:
        log.exception("no picture of the people")


def _shown(scene: Scene, trouble: Trouble) -> NDArray[np.uint8]:
    """The frame of the trouble, as it may be shown."""
    picture = frame_at(scene.clip, trouble.frame)
    if not scene.faceless:
        return picture
    seen = [boxed.box for boxed in trouble.boxes if boxed.tone != "wanted"]
    boxes = [trouble.subject, *seen]
    return unrecognisable(picture, max(box[3] - box[1] for box in boxes))


def draw_trouble(
    picture: NDArray[np.uint8], trouble: Trouble, words: Words
) -> Image.Image:
    """Headline, marked frame (height, width, 3, RGB), a sketch and the advice."""
    height, width = picture.shape[:2]
    look = look_at(width, height, trouble.subject)
    view = _draw_marks(look, trouble, words).lay_on(cut(picture, look))
    high = HEADER_PX + look.size_px[1] + ADVICE_PX
    whole = Image.new("RGB", (WIDTH_PX, high), INK)
    whole.paste(view, (0, HEADER_PX))
    board = Board(whole.size)
    _draw_headline(board, words.text(f"shown.{trouble.kind}.title"))
    _draw_advice(board, HEADER_PX + look.size_px[1], trouble, words)
    return board.lay_on(whole)


def _draw_headline(board: Board, title: str) -> None:
    middle = HEADER_PX / 2
    sign = theme.sign("work_on", 68)
    board.stamp(sign, (EDGE_PX, round(middle - 34)))
    left = EDGE_PX + 90
    room = WIDTH_PX - EDGE_PX - left
    board.write((left, middle), title, TITLE_PX, anchor="lm", width_px=room)


def _draw_advice(board: Board, top: float, trouble: Trouble, words: Words) -> None:
    high = ADVICE_PX - 2 * EDGE_PX
    box = (EDGE_PX, top + EDGE_PX, EDGE_PX + high * 16 / 9, top + EDGE_PX + high)
    _draw_sketch(board, box, trouble.kind, words)
    left = box[2] + 40
    room = WIDTH_PX - EDGE_PX - left
    board.stamp(theme.sign("good", 44), (round(left), round(top + EDGE_PX + 4)))
    label = words.text("shown.label.next")
    board.write((left + 60, top + EDGE_PX + 26), label, 38, theme.QUIET, anchor="lm")
    text = words.text(f"shown.{trouble.kind}.do")
    size, lines = DO_PX, theme.wrapped(text, room, DO_PX, bold=True)
    while len(lines) > 4:
        size -= 2
        lines = theme.wrapped(text, room, size, bold=True)
    for row, line in enumerate(lines):
        y = top + EDGE_PX + 92 + row * size * 1.2
        board.write((left, y), line, size, anchor="lm", width_px=room)


def _draw_sketch(board: Board, box: Box, kind: str, words: Words) -> None:
    """The part of the filming card that answers the trouble."""
    if kind in ("too_small", "not_side_on"):
        draw_above(board, box, words, 38)
    elif kind == "camera_moves":
        draw_height(board, box, words, 38)
    else:
        draw_screen(board, box, words, 34, measured=kind == "cut_off")


def _draw_marks(look: Viewport, trouble: Trouble, words: Words) -> Board:
    board = Board(look.size_px)
    for boxed in trouble.boxes:
        _draw_box(board, look, boxed)
    for boxed in trouble.boxes:
        label = words.text(f"shown.label.{boxed.label}", times=trouble.times)
        text = str(boxed.number or label)
        _label_box(board, look, boxed, text)
    if trouble.edge is not None:
        _draw_edge(board, look, trouble, words)
    if trouble.drift_px is not None:
        _draw_drift(board, look, trouble, words)
    if trouble.shoulders_px is not None:
        _draw_shoulders(board, look, trouble.shoulders_px, words)
    return board


def _draw_box(board: Board, look: Viewport, boxed: Boxed) -> None:
    left, top, right, bottom = look.box(boxed.box)
    colour = _TONE[boxed.tone]
    corners = np.array(
        [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    )
    if boxed.tone != "wanted":
        board.line(corners, 10, INK, 150)
        board.line(corners, 6, colour)
        return
    for start, end in pairwise(corners):
        board.dashes(start, end, 10, INK, 150)
        board.dashes(start, end, 6, colour)


def _label_box(board: Board, look: Viewport, boxed: Boxed, text: str) -> None:
    left, top, right, bottom = look.box(boxed.box)
    # Without room above: inside an empty box at its top, else far from the face.
    y = top + 44 if boxed.tone == "wanted" else bottom - 44
    y = top - 34 if top > 70 else y
    _plate(board, ((left + right) / 2, y), text, _TONE[boxed.tone])


def _plate(
    board: Board, middle: tuple[float, float], text: str, colour: Colour
) -> None:
    half = theme.letters(LABEL_PX, bold=True).getlength(text) / 2 + 18
    wide = board.size_px[0]
    x = min(max(middle[0], half + 8), wide - half - 8)
    y = middle[1]
    high = LABEL_PX * 0.72
    draw_plate(
        board, (x - half - 4, y - high - 4, x + half + 4, y + high + 4), 14, colour
    )
    draw_plate(board, (x - half, y - high, x + half, y + high), 11, INK)
    board.write((x, y), text, LABEL_PX)


def _draw_edge(board: Board, look: Viewport, trouble: Trouble, words: Words) -> None:
    """Mark the side over which the athlete leaves, with an arrow out of the picture."""
    wide, high = look.size_px
    right = trouble.edge == "right"
    x = wide - 10 if right else 10
    board.line(np.array([[x, 10], [x, high - 10]]), 18, PROBLEM)
    _, top, _, bottom = look.box(trouble.subject)
    y = (top + bottom) / 2
    tail = x - 190 if right else x + 190
    draw_arrow(board, np.array([tail, y]), np.array([x, y]), 14, PAPER, INK)
    text = words.text("shown.label.leaves")
    _plate(board, (float(x), max(top - 40, 44)), text, PROBLEM)


def _draw_drift(board: Board, look: Viewport, trouble: Trouble, words: Words) -> None:
    """Draw how the background moves, beside the athlete and not over them."""
    assert trouble.drift_px is not None
    left, top, right, bottom = look.box(trouble.subject)
    wide, high = look.size_px
    length = float(np.linalg.norm(trouble.drift_px)) * look.scale
    step = trouble.drift_px * look.scale * np.clip(length, 90, 200) / max(length, 1)
    for part in _ARROWS if length > LEAST_DRIFT_PX else ():
        start, end = (np.array(part) * [wide, high] + way * step for way in (-0.5, 0.5))
        low, up = np.minimum(start, end) - 20, np.maximum(start, end) + 20
        if up[0] < left or low[0] > right or up[1] < top or low[1] > bottom:
            draw_arrow(board, start, end, 12, PROBLEM, INK)
    _plate(board, (wide / 2, high - 50), words.text("shown.label.moves"), PROBLEM)


def _draw_shoulders(
    board: Board, look: Viewport, shoulders_px: Floats, words: Words
) -> None:
    ends = look.to_view(shoulders_px)
    board.line(ends, 14, INK, 160)
    board.line(ends, 8, theme.REAR_LEG)
    for end in ends:
        board.dot(end, 17, INK)
        board.dot(end, 13, theme.REAR_LEG)
    middle = ends.mean(axis=0)
    text = words.text("shown.label.shoulders")
    aside = float(np.max(ends[:, 0])) + 260
    x = aside if aside < look.size_px[0] - 200 else float(np.min(ends[:, 0])) - 260
    _plate(board, (x, float(middle[1])), text, theme.REAR_LEG)
