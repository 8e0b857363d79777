"""The upper part of a card: the key frame with the skeleton and what is judged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from analysis.landmarks import BY_SIDE
from analysis.types import Analysis, Floats, Phase
from analysis.visuals import skeleton, theme
from analysis.visuals.angle_marks import Mark, leg_side, marks_on
from analysis.visuals.canvas import Overlay
from analysis.visuals.label_placement import Room, sampled
from analysis.visuals.phase_card import angle_drawing
from analysis.visuals.phase_card.featured_angles import (
    BODY_LINE_LEG,
    LOOK_AT,
    main_marks,
    quiet_marks,
)
from analysis.visuals.phase_card.value_labels import Plate, plate_of
from analysis.visuals.theme import Box
from content.words import Words

_RING_PX = 84.0
# No label comes nearer than this to the judged joint.
_JOINT_PX = 30.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that is drawn over one key frame.

    Attributes
    ----------
    view_xy
        (33, 2) landmarks in view pixels, NaN where there is none or only a guess.
    marks
        What gets a label, at most two.
    quiet
        What is drawn without one.
    body_line
        (2, 2) foot and middle of the shoulders, None where it is not shown.
    ring
        (2,) the foot to look at in a phase without numbers.
    """

    phase: Phase
    analysis: Analysis
    view_xy: Floats
    marks: list[Mark]
    quiet: list[Mark]
    body_line: Floats | None
    ring: Floats | None

    @property
    def forward(self) -> float:
        """1 when the athlete runs to the right in the picture, else −1."""
        return -1.0 if self.analysis.direction == "right_to_left" else 1.0

    @property
    def drawn(self) -> list[Mark]:
        """All marks, those without a label under the others."""
        return [*self.quiet, *self.marks]


def drawing_of(
    phase: Phase,
    analysis: Analysis,
    view_xy: Floats,
    seen: Floats,
    paths: Floats | None = None,
) -> Drawing:
    """Decide what is drawn over a phase's key frame.

    Parameters
    ----------
    view_xy
        (33, 2) landmarks in view pixels.
    seen
        (33,) how well each is seen, 0–1.
    paths
        (frames, 33, 2) where the view shows the places of the landmarks in every frame.
    """
    sure_xy = skeleton.seen_only(view_xy, seen)
    known = marks_on(phase, analysis, view_xy, paths)
    marks = main_marks(phase, known, analysis)
    line = _body_line(phase, analysis, view_xy)
    ring = _ring(phase, analysis, sure_xy, known)
    return Drawing(
        phase, analysis, sure_xy, marks, quiet_marks(known, marks), line, ring
    )


def _ring(
    phase: Phase, analysis: Analysis, sure_xy: Floats, known: list[Mark]
) -> Floats | None:
    """The foot to look at, where nothing is drawn that tells of it."""
    leg, part = LOOK_AT.get(phase.number, (None, None))
    if leg is None or analysis.front_leg is None:
        return None
    if any(mark.row.part == part for mark in known):
        return None
    foot = BY_SIDE[leg_side(leg, analysis.front_leg)]
    middle: Floats = (sure_xy[foot["heel"]] + sure_xy[foot["toe"]]) / 2
    return middle if np.isfinite(middle).all() else None


def _body_line(phase: Phase, analysis: Analysis, view_xy: Floats) -> Floats | None:
    leg = BODY_LINE_LEG.get(phase.number)
    if leg is None or analysis.front_leg is None:
        return None
    shoulders = [view_xy[side["shoulder"]] for side in BY_SIDE.values()]
    toe = view_xy[BY_SIDE[leg_side(leg, analysis.front_leg)]["toe"]]
    line = np.stack([toe, np.mean(shoulders, axis=0)])
    return line if np.isfinite(line).all() else None


def draw_view(view: Image.Image, drawing: Drawing, words: Words) -> Image.Image:
    """Draw the skeleton, the angles and their labels on a picture VIEW_PX large."""
    sheet = Overlay(theme.VIEW_PX)
    _draw_under(sheet, drawing)
    plates = plates_of(drawing, words)
    boxes = arrange(plates, drawing)
    for box, plate in zip(boxes, plates, strict=True):
        plate.draw_back(sheet, box)
    view = sheet.lay_on(view)
    for box, plate in zip(boxes, plates, strict=True):
        plate.write(view, box)
    return view


def _draw_under(sheet: Overlay, drawing: Drawing) -> None:
    """What is under the labels: fields, skeleton, lines, arcs."""
    front_leg, near = drawing.analysis.front_leg, drawing.analysis.near_side or "left"
    for mark in drawing.marks:
        angle_drawing.draw_field(sheet, mark)
    trunk = not any(mark.row.drawn == "trunk" for mark in drawing.marks)
    skeleton.draw_skeleton(sheet, drawing.view_xy, near, front_leg, trunk=trunk)
    if drawing.body_line is not None:
        angle_drawing.draw_at_45(sheet, drawing.body_line, drawing.forward)
        if not _tells_line(drawing):
            angle_drawing.draw_line(sheet, drawing.body_line, theme.UNGRADED)
    for mark in drawing.marks:
        angle_drawing.draw_arms(sheet, mark, front_leg)
    for mark in drawing.drawn:
        angle_drawing.draw_mark(sheet, mark)
    if drawing.ring is not None:
        sheet.ring(drawing.ring, _RING_PX, 6, theme.PAPER)


def plates_of(drawing: Drawing, words: Words) -> list[Plate]:
    """All labels of a picture."""
    plates = [plate_of(mark, drawing.analysis, words) for mark in drawing.marks]
    if drawing.body_line is not None and not _tells_line(drawing):
        tip = angle_drawing.tip_at_45(drawing.body_line, drawing.forward)
        middle = (drawing.body_line[0] + tip) / 2
        away, said = np.array([drawing.forward, 1.0]), words.text("picture.toward_45")
        plates.append(Plate(middle, away, theme.PAPER, said))
    if drawing.ring is not None:
        edge = drawing.ring + np.array([0.0, _RING_PX])
        said = words.text(f"picture.look.{drawing.phase.number}")
        plates.append(Plate(edge, np.array([0.0, 1.0]), theme.PAPER, said))
    return plates


def arrange(plates: list[Plate], drawing: Drawing) -> list[Box]:
    """Find a place in the view for every label, in the order given."""
    view_xy = drawing.view_xy
    joints = view_xy[np.isfinite(view_xy).all(axis=-1)]
    lines = [skeleton.bones(view_xy)]
    for mark in drawing.drawn:
        lines += [sampled(mark.vertex, mark.first, 36), sampled(mark.vertex, mark.last)]
        lines += [curve[::4] for curve in angle_drawing.lines_of(mark)]
    if drawing.body_line is not None:
        tip = angle_drawing.tip_at_45(drawing.body_line, drawing.forward)
        lines += [sampled(*drawing.body_line), sampled(drawing.body_line[0], tip)]
    face = skeleton.face(view_xy, drawing.analysis.near_side or "left")
    taken = [] if face is None else [face]
    taken += [_around(mark.vertex) for mark in drawing.marks]
    if drawing.ring is not None:
        lines.append(_circle(drawing.ring))
    body = skeleton.silhouette(view_xy)
    room = Room(theme.VIEW_PX, joints, np.concatenate(lines), tuple(taken), body)
    return room.place([plate.wish for plate in plates])


def _tells_line(drawing: Drawing) -> bool:
    """Whether the body line has its own label, with the aim in it."""
    return any(mark.row.drawn == "line" for mark in drawing.marks)


def _around(joint: Floats) -> Box:
    x, y = joint.tolist()
    return (x - _JOINT_PX, y - _JOINT_PX, x + _JOINT_PX, y + _JOINT_PX)


def _circle(centre: Floats) -> Floats:
    turns = np.linspace(0, 2 * np.pi, 32)
    points: Floats = centre + _RING_PX * np.stack([np.cos(turns), np.sin(turns)], -1)
    return points
