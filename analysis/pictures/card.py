"""One phase as a picture: the key frame, what was measured in it, what to look for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from analysis.pictures import athlete, style, wording
from analysis.pictures.labels import Room, Wish, nearest, sampled
from analysis.pictures.marks import Mark, marks_on
from analysis.pictures.overlay import Overlay
from analysis.pictures.strip import draw_strip
from analysis.pictures.style import EDGE_PX, Box, letters
from analysis.pictures.window import Window
from analysis.types import Analysis, Floats, Phase, Side
from content.words import Words

LABEL_PX = 30
TITLE_PX = 40


@dataclass(frozen=True, slots=True)
class Label:
    """A number as written beside its angle: ``knee 94°`` strong, ``±4`` quiet."""

    mark: Mark
    name: str
    spread: str

    @property
    def size_px(self) -> tuple[float, float]:
        """Width and height of its plate."""
        text = letters(LABEL_PX, bold=True).getlength(self.name)
        text += letters(LABEL_PX - 6).getlength(self.spread)
        badge = LABEL_PX + 10 if self.mark.verdict else 0
        return badge + text + 36, LABEL_PX + 16


def draw_card(
    picture: NDArray[np.uint8],
    window: Window,
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
    card = Image.new("RGB", style.CARD_PX, style.INK)
    view_xy = window.to_view(landmarks[0])
    view = _draw_view(
        window.cut(picture), view_xy, landmarks[1], phase, analysis, words
    )
    card.paste(view, (0, style.HEADER_PX))
    _draw_header(card, phase, words)
    draw_strip(card, phase, analysis, words)
    return card


def _draw_view(
    view: Image.Image,
    view_xy: Floats,
    seen: Floats,
    phase: Phase,
    analysis: Analysis,
    words: Words,
) -> Image.Image:
    near = analysis.near_side or "left"
    sure_xy = athlete.seen_only(view_xy, seen)
    marks = marks_on(phase, analysis, view_xy)
    fields, lines = Overlay(style.VIEW_PX), Overlay(style.VIEW_PX)
    for mark in marks:
        athlete.draw_field(fields, mark)
    athlete.draw_skeleton(lines, sure_xy, near)
    for mark in marks:
        athlete.draw_mark(lines, mark)
    view = lines.lay_on(fields.lay_on(view))
    return _draw_labels(view, [label_of(mark, words) for mark in marks], sure_xy, near)


def label_of(mark: Mark, words: Words) -> Label:
    """What is written beside a mark."""
    measure = mark.measure
    if measure.value is None or measure.plus_minus is None:
        raise ValueError(f"{measure.id}: only a measure with a value is drawn")
    name = words.text(f"card.mark.{mark.part}")
    if mark.part == "head_pitch":
        # Its number is to the trunk and below zero: for the list, not for the eye.
        return Label(mark, name, "")
    text = f"{name} {wording.degrees(measure.value)}"
    return Label(mark, text, wording.spread(measure.plus_minus))


def arrange(labels: list[Label], sure_xy: Floats, near: Side) -> list[Box]:
    """Find a place in the view for every label, in the order given."""
    wishes = [Wish(label.size_px, *athlete.anchor_of(label.mark)) for label in labels]
    return _room(labels, sure_xy, near).place(wishes)


def _draw_labels(
    view: Image.Image, labels: list[Label], sure_xy: Floats, near: Side
) -> Image.Image:
    plates = Overlay(style.VIEW_PX)
    boxes = list(zip(arrange(labels, sure_xy, near), labels, strict=True))
    for box, label in boxes:
        _draw_leader(plates, box, label)
    for box, label in boxes:
        _draw_plate(plates, box, label)
    view = plates.lay_on(view)
    for box, label in boxes:
        _write(view, box, label)
    return view


def _room(labels: list[Label], sure_xy: Floats, near: Side) -> Room:
    joints = sure_xy[np.isfinite(sure_xy).all(axis=-1)]
    lines = [athlete.bones(sure_xy)]
    for label in labels:
        mark = label.mark
        lines += [sampled(mark.vertex, mark.first, 36), sampled(mark.vertex, mark.last)]
        lines += [curve[::4] for curve in athlete.curves(mark)]
    face = athlete.face(sure_xy, near)
    taken = () if face is None else (face,)
    return Room(style.VIEW_PX, joints, np.concatenate(lines), taken)


def _draw_leader(plates: Overlay, box: Box, label: Label) -> None:
    anchor, _ = athlete.anchor_of(label.mark)
    end = nearest(anchor, box)
    if np.linalg.norm(end - anchor) > 24:
        plates.line(np.stack([anchor, end]), 5, style.INK, 130)
        plates.line(np.stack([anchor, end]), 2, style.colour_of(label.mark.verdict))


def _draw_plate(plates: Overlay, box: Box, label: Label) -> None:
    middle, radius = (box[1] + box[3]) / 2, (box[3] - box[1]) / 2
    ends = np.array([[box[0] + radius, middle], [box[2] - radius, middle]])
    plates.line(ends, 2 * radius, style.colour_of(label.mark.verdict))
    plates.line(ends, 2 * radius - 5, style.INK)


def _write(view: Image.Image, box: Box, label: Label) -> None:
    draw = ImageDraw.Draw(view)
    x, middle = box[0] + 14, (box[1] + box[3]) / 2
    if label.mark.verdict:
        badge = style.sign(label.mark.verdict, LABEL_PX)
        view.paste(badge, (round(x), round(middle - LABEL_PX / 2)), badge)
        x += LABEL_PX + 10
    font = letters(LABEL_PX, bold=True)
    draw.text((x, middle), label.name, style.PAPER, font, anchor="lm")
    x += font.getlength(label.name) + 8
    quiet = letters(LABEL_PX - 6)
    draw.text((x, middle), label.spread, style.QUIET, quiet, anchor="lm")


def _draw_header(card: Image.Image, phase: Phase, words: Words) -> None:
    draw = ImageDraw.Draw(card)
    middle, radius = style.HEADER_PX / 2, 34
    disc = Overlay((style.CARD_PX[0], style.HEADER_PX))
    disc.dot(np.array([EDGE_PX + radius, middle]), radius, style.PAPER)
    top = card.crop((0, 0, style.CARD_PX[0], style.HEADER_PX))
    card.paste(disc.lay_on(top), (0, 0))
    number = letters(TITLE_PX, bold=True)
    at = (EDGE_PX + radius, middle)
    draw.text(at, str(phase.number), style.INK, number, anchor="mm")
    when = words.text("card.when", seconds=f"{phase.t_s or 0:.2f}", frame=phase.frame)
    quiet = letters(24)
    right = style.CARD_PX[0] - EDGE_PX
    draw.text((right, middle), when, style.QUIET, quiet, anchor="rm")
    left = EDGE_PX + 2 * radius + 22
    width = right - left - quiet.getlength(when) - 24
    _draw_title(draw, words.text(f"phase.{phase.number}.title"), left, width)


def _draw_title(
    draw: ImageDraw.ImageDraw, title: str, left: float, width: float
) -> None:
    size = TITLE_PX if letters(TITLE_PX, bold=True).getlength(title) <= width else 30
    lines = style.wrapped(title, width, size, bold=True)[:2]
    font = letters(size, bold=True)
    for number, line in enumerate(lines):
        y = style.HEADER_PX / 2 + (number - (len(lines) - 1) / 2) * size * 1.25
        draw.text((left, y), line, style.PAPER, font, anchor="lm")
