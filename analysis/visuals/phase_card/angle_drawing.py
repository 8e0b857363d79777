"""A measured angle as drawn at its joint: arms, arc, field, and the arc of its aim.

The limbs are drawn where they are seen, arcs and measured lines as wide as the number:
the picture agrees with the athlete's body and with what is written on it.
"""

from __future__ import annotations

import numpy as np

from analysis.types import Floats, Side
from analysis.visuals.angle_marks import Mark
from analysis.visuals.canvas import Overlay, arc
from analysis.visuals.phase_card import distance_drawing
from analysis.visuals.phase_card.strokes import arrow, cased, cased_dashes
from analysis.visuals.theme import (
    BODY,
    INK,
    PAPER,
    VERDICT_COLOUR,
    Colour,
    colour_of,
    leg_colour,
)

# How wide the arc of an aim with one open end is drawn, in degrees.
OPEN_DEG = 30.0
_AIM_GAP_PX = 16.0
# Where a head's arrow begins and ends, in lengths from ear to nose.
ARROW_FROM, ARROW_TO = 1.6, 2.9
# Its aim lies where the face ends: further out it would seem to be an elbow's.
FACE_END = 1.5
_ARC_PX, _FACE_ARC_PX = 6.0, 4.0


def draw_field(overlay: Overlay, mark: Mark) -> None:
    """Tint the opening of the angle."""
    if mark.shape.arc:
        field = np.concatenate([mark.vertex[np.newaxis], arc_of(mark)])
        overlay.area(field, colour_of(mark.verdict), 80)


def draw_arms(overlay: Overlay, mark: Mark, front_leg: Side | None) -> None:
    """Draw the judged limb strong, though it may be on the far side."""
    limbs = mark.shape.limbs
    if not limbs or (mark.leg is None and not mark.shape.of_arm):
        return
    colour = BODY if mark.leg is None else leg_colour(mark.leg, front_leg)
    for end in (mark.first, mark.last)[-limbs:]:
        cased(overlay, np.stack([mark.vertex, end]), 6, colour)
    overlay.dot(mark.vertex, 9, INK, 200)
    overlay.dot(mark.vertex, 6.5, colour)


def draw_mark(overlay: Overlay, mark: Mark) -> None:
    """Draw what is measured in the verdict's colour, and its aim."""
    style = mark.shape.style
    if style == "arc":
        _draw_arc(overlay, mark)
    elif style == "arrow":
        _draw_pointer(overlay, mark)
    else:
        distance_drawing.draw_distance(overlay, mark)


def _draw_arc(overlay: Overlay, mark: Mark) -> None:
    colour = colour_of(mark.verdict)
    if mark.way is not None:
        distance_drawing.draw_way(overlay, mark.way, PAPER)
    if mark.level:
        cased_dashes(overlay, mark.vertex, mark.first, PAPER, 2.5)
    tip = opened(mark)[1]
    if mark.shape.once:
        cased_dashes(overlay, mark.vertex, tip, colour, 5)
    elif mark.shape.line:
        cased(overlay, np.stack([mark.vertex, tip]), 5, colour)
    cased(overlay, arc_of(mark), _ARC_PX, colour)
    _draw_aim(overlay, mark)


def _draw_aim(overlay: Overlay, mark: Mark) -> None:
    aimed = aim_of(mark)
    if aimed is not None:
        width = _ARC_PX if mark.shape.arc else _FACE_ARC_PX
        cased(overlay, aimed, width, VERDICT_COLOUR["good"])


def draw_at_45(overlay: Overlay, line: Floats, forward: float) -> None:
    """Draw the body line (2, 2) at 45° from the same foot, dashed."""
    cased_dashes(overlay, line[0], tip_at_45(line, forward), PAPER, 4)


def draw_line(overlay: Overlay, line: Floats, colour: Colour) -> None:
    """Draw a body line (2, 2) that is shown but not measured."""
    cased(overlay, line, 5, colour)


def tip_at_45(line: Floats, forward: float) -> Floats:
    """(2,) end of a 45° line from the foot, as long as the body line (2, 2)."""
    reach = float(np.linalg.norm(line[1] - line[0])) * np.sqrt(0.5)
    tip: Floats = line[0] + reach * np.array([forward, -1.0])
    return tip


def arc_of(mark: Mark) -> Floats:
    """Points (n, 2) of the angle's arc."""
    return arc(mark.vertex, *opened(mark), radius_of(mark))


def opened(mark: Mark) -> tuple[Floats, Floats]:
    """Both arms' ends (2,), turned about the vertex until the angle is as measured.

    Each turns by half of the difference; an arm on the level, or on the trunk for
    where a limb was at another moment, stays.
    """
    first, last = mark.first - mark.vertex, mark.last - mark.vertex
    sense, value = _sense(mark), mark.measure.value
    if value is None or not mark.shape.arc:
        return mark.first, mark.last
    gap = np.radians(value) - sense * _turn(first, last)
    share = 0.0 if mark.level or mark.shape.once else 0.5
    first = _turned(first, -sense * share * gap)
    last = _turned(last, sense * (1 - share) * gap)
    return mark.vertex + first, mark.vertex + last


def _turn(first: Floats, last: Floats) -> float:
    """By how much ``first`` is turned to lie along ``last``, in radians."""
    across = first[0] * last[1] - first[1] * last[0]
    return float(np.arctan2(across, first @ last))


def _turned(arm: Floats, radians: float) -> Floats:
    cosine, sine = np.cos(radians), np.sin(radians)
    return np.array([[cosine, -sine], [sine, cosine]]) @ arm


def aim_of(mark: Mark) -> Floats | None:
    """Points (n, 2) of the green band's arc: around the angle's own, or by the face."""
    if mark.aim is None or mark.shape.style not in ("arc", "arrow"):
        return None
    low, high = mark.aim
    top = 90.0 if mark.level else 180.0
    if high is None:
        high = min(top, (low or 0.0) + OPEN_DEG)
    if low is None:
        low = high - OPEN_DEG
    turns = np.radians(np.linspace(low, high, max(3, int(high - low))))
    start = np.arctan2(*(opened(mark)[0] - mark.vertex)[::-1])
    at = start + _sense(mark) * turns
    way = np.stack([np.cos(at), np.sin(at)], axis=-1)
    by_face = FACE_END * _face_px(mark)
    reach = radius_of(mark) + _AIM_GAP_PX if mark.shape.arc else by_face
    curve: Floats = mark.vertex + reach * way
    return curve


def _sense(mark: Mark) -> float:
    """Which way degrees count from the first arm: up from it, else inwards."""
    first, last = mark.first - mark.vertex, mark.last - mark.vertex
    if mark.level:
        return -1.0 if first[0] > 0 else 1.0
    if not mark.shape.arc:
        return -mark.forward
    return 1.0 if _turn(first, last) > 0 else -1.0


def radius_of(mark: Mark) -> float:
    """The arc's radius: inside the shorter arm, larger where a line is measured."""
    arms = np.linalg.norm([mark.first - mark.vertex, mark.last - mark.vertex], axis=-1)
    return float(min(mark.shape.radius_px, 0.7 * arms.min()))


def lines_of(mark: Mark) -> list[Floats]:
    """Lines (n, 2) of a mark that labels avoid: its own and the arc of its aim."""
    style, aimed = mark.shape.style, aim_of(mark)
    lines = [] if aimed is None else [aimed]
    if style == "arc":
        lines.append(arc_of(mark))
    elif style == "arrow":
        lines.append(pointer(mark))
    if mark.way is not None:
        lines.append(mark.way)
    return lines


def anchor_of(mark: Mark) -> tuple[Floats, Floats]:
    """(2,) point a mark's label names, and (2,) preferred direction from there."""
    if mark.shape.style == "arrow":
        tip = pointer(mark)[1]
        return tip, tip - mark.vertex
    if not mark.shape.arc:
        return distance_drawing.anchor_of(mark)
    curve = arc_of(mark)
    middle = curve[len(curve) // 2]
    return middle, middle - mark.vertex


def reach_of(mark: Mark) -> Floats:
    """Points (n, 2) of a mark that the line from its label may lead to.

    Of the arc, the middle part: at its ends the line would seem to name a limb.
    """
    if not mark.shape.arc:
        return anchor_of(mark)[0][np.newaxis]
    curve = arc_of(mark)
    return curve[len(curve) // 5 : -(len(curve) // 5) or None]


def pointer(mark: Mark) -> Floats:
    """(2, 2) an arrow from where the face ends the way that was measured."""
    along = mark.first - mark.vertex
    along = along / max(float(np.linalg.norm(along)), 1e-6) * _face_px(mark)
    way = _turned(along, _sense(mark) * np.radians(mark.measure.value or 0.0))
    return mark.vertex + np.stack([ARROW_FROM * way, ARROW_TO * way])


def _face_px(mark: Mark) -> float:
    return float(np.linalg.norm(mark.last - mark.vertex))


def _draw_pointer(overlay: Overlay, mark: Mark) -> None:
    arrow(overlay, pointer(mark), colour_of(mark.verdict))
    _draw_aim(overlay, mark)
