"""A measured angle as drawn at its joint: arms, arc, field, and the arc of its aim.

The limbs are drawn where they are seen, arcs and measured lines as wide as the number:
the picture agrees with the athlete's body and with what is written on it.
"""

from __future__ import annotations

import numpy as np

from analysis.types import Floats, Side
from analysis.visuals.angle_marks import Mark
from analysis.visuals.canvas import Overlay, arc
from analysis.visuals.theme import (
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


def draw_field(overlay: Overlay, mark: Mark) -> None:
    """Tint the opening of the angle."""
    if mark.shape.arc:
        field = np.concatenate([mark.vertex[np.newaxis], arc_of(mark)])
        overlay.area(field, colour_of(mark.verdict), 80)


def draw_arms(overlay: Overlay, mark: Mark, front_leg: Side | None) -> None:
    """Draw the judged limb strong, though it may be on the far side."""
    limbs = mark.shape.limbs
    if mark.leg is None or not limbs:
        return
    colour = leg_colour(mark.leg, front_leg)
    for end in (mark.first, mark.last)[-limbs:]:
        _cased(overlay, np.stack([mark.vertex, end]), 6, colour)
    overlay.dot(mark.vertex, 9, INK, 200)
    overlay.dot(mark.vertex, 6.5, colour)


def draw_mark(overlay: Overlay, mark: Mark) -> None:
    """Draw the angle's arc in the verdict's colour, and the line it is read on."""
    colour = colour_of(mark.verdict)
    if not mark.shape.arc:
        _draw_gaze(overlay, mark, colour)
        return
    turned = arc_of(mark)
    if mark.level:
        _cased_dashes(overlay, mark.vertex, mark.first, PAPER, 2.5)
    if mark.shape.line:
        _cased(overlay, np.stack([mark.vertex, opened(mark)[1]]), 5, colour)
    _cased(overlay, turned, 6, colour)
    aimed = aim_of(mark)
    if aimed is not None:
        _cased(overlay, aimed, 6, VERDICT_COLOUR["good"])


def draw_at_45(overlay: Overlay, line: Floats, forward: float) -> None:
    """Draw the body line (2, 2) at 45° from the same foot, dashed."""
    _cased_dashes(overlay, line[0], tip_at_45(line, forward), PAPER, 4)


def draw_line(overlay: Overlay, line: Floats, colour: Colour) -> None:
    """Draw a body line (2, 2) that is shown but not measured."""
    _cased(overlay, line, 5, colour)


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

    Each turns by half of the difference; an arm on the level stays.
    """
    first, last = mark.first - mark.vertex, mark.last - mark.vertex
    sense, value = _sense(mark), mark.measure.value
    if value is None or not mark.shape.arc:
        return mark.first, mark.last
    gap = np.radians(value) - sense * _turn(first, last)
    share = 0.0 if mark.level else 0.5
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
    """Points (n, 2) of the green band's arc, outside the angle's own."""
    if mark.aim is None or not mark.shape.arc:
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
    curve: Floats = mark.vertex + (radius_of(mark) + _AIM_GAP_PX) * way
    return curve


def _sense(mark: Mark) -> float:
    """Which way degrees count from the first arm: up from the level, else inwards."""
    first, last = mark.first - mark.vertex, mark.last - mark.vertex
    if mark.level:
        return -1.0 if first[0] > 0 else 1.0
    return 1.0 if _turn(first, last) > 0 else -1.0


def radius_of(mark: Mark) -> float:
    """The arc's radius: inside the shorter arm, larger where a line is measured."""
    arms = np.linalg.norm([mark.first - mark.vertex, mark.last - mark.vertex], axis=-1)
    return float(min(mark.shape.radius_px, 0.7 * arms.min()))


def lines_of(mark: Mark) -> list[Floats]:
    """Lines (n, 2) of a mark that labels avoid: its arc and the arc of its aim."""
    if not mark.shape.arc:
        return []
    aimed = aim_of(mark)
    return [arc_of(mark)] if aimed is None else [arc_of(mark), aimed]


def anchor_of(mark: Mark) -> tuple[Floats, Floats]:
    """(2,) point a mark's label names, and (2,) preferred direction from there."""
    if not mark.shape.arc:
        tip = _gaze(mark)[1]
        return tip, tip - mark.vertex
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


def _gaze(mark: Mark) -> Floats:
    """(2, 2) a short line in front of the nose, so that the face stays clear."""
    face_line = mark.last - mark.vertex
    return np.stack([mark.last + 0.6 * face_line, mark.last + 1.9 * face_line])


def _draw_gaze(overlay: Overlay, mark: Mark, colour: Colour) -> None:
    start, tip = _gaze(mark)
    along = (tip - start) / max(float(np.linalg.norm(tip - start)), 1e-6)
    across = np.array([-along[1], along[0]])
    head = np.stack(
        [tip - 16 * along + 10 * across, tip, tip - 16 * along - 10 * across]
    )
    for width, ink, alpha in ((9, INK, 140), (5, colour, 255)):
        overlay.line(np.stack([start, tip]), width, ink, alpha)
        overlay.line(head, width, ink, alpha)


def _cased(overlay: Overlay, line: Floats, width_px: float, colour: Colour) -> None:
    overlay.line(line, width_px + 4, INK, 190)
    overlay.line(line, width_px, colour)


def _cased_dashes(
    overlay: Overlay, start: Floats, end: Floats, colour: Colour, width_px: float
) -> None:
    overlay.dashes(start, end, width_px + 3, INK, 120)
    overlay.dashes(start, end, width_px, colour, 235)
