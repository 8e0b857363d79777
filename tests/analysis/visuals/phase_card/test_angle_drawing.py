"""An arc is as wide as the number beside it, and its label's line leads to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from analysis.landmarks import BY_SIDE
from analysis.types import Floats
from analysis.visuals.angle_marks import Mark, marks_on
from analysis.visuals.label_placement import Wish
from analysis.visuals.phase_card.angle_drawing import (
    aim_of,
    arc_of,
    opened,
    pointer,
    reach_of,
)

CLIPS = ["A_borzov60", "D_faults", "E_righttoleft"]


def marks_of(start: Any) -> list[Mark]:
    """All angles of a clip, on an athlete with the hips seen too far ahead."""
    marks = []
    for phase in start.analysis.phases:
        seen_xy = start.poses.xy_px[phase.frame].copy()
        for side in BY_SIDE.values():
            seen_xy[side["hip"]] += (8, 3)
        marks += marks_on(phase, start.analysis, seen_xy)
    return [mark for mark in marks if mark.shape.arc]


def angle(vertex: Floats, first: Floats, last: Floats) -> float:
    one, two = first - vertex, last - vertex
    size = np.linalg.norm(one) * np.linalg.norm(two)
    return float(np.degrees(np.arccos(one @ two / size)))


@pytest.mark.parametrize("name", CLIPS)
def test_an_arc_is_as_wide_as_its_number(
    name: str, start_of: Callable[[str], Any]
) -> None:
    marks = marks_of(start_of(name))
    seen = [angle(mark.vertex, mark.first, mark.last) for mark in marks]
    values = [abs(mark.measure.value or 0.0) for mark in marks]
    assert np.abs(np.subtract(seen, values)).max() > 4
    for mark, value in zip(marks, values, strict=True):
        assert angle(mark.vertex, *opened(mark)) == pytest.approx(value, abs=0.01)
        curve = arc_of(mark)
        assert angle(mark.vertex, curve[0], curve[-1]) == pytest.approx(value, abs=0.01)


@pytest.mark.parametrize("name", CLIPS)
def test_arms_turn_alike_and_the_level_and_a_trunk_of_once_stay(
    name: str, start_of: Callable[[str], Any]
) -> None:
    for mark in marks_of(start_of(name)):
        first, last = opened(mark)
        turned = angle(mark.vertex, mark.first, first)
        if mark.level or mark.shape.once:
            assert first == pytest.approx(mark.first)
        else:
            assert turned == pytest.approx(
                angle(mark.vertex, mark.last, last), abs=0.01
            )


def test_the_line_from_a_label_leads_to_the_side_of_the_arc_it_stands_on(
    start_of: Callable[[str], Any],
) -> None:
    mark = next(m for m in marks_of(start_of("A_borzov60")) if m.row.drawn == "line")
    x, y = mark.vertex.tolist()
    above, below = (x, y - 300, x + 200, y - 250), (x, y + 50, x + 200, y + 100)
    wish = Wish((200, 50), mark.vertex, mark.vertex, reach_of(mark))
    (high, _), (low, _) = wish.leader(above), wish.leader(below)
    assert high[1] < low[1]
    curve = arc_of(mark)
    for point in (high, low):
        assert (curve == point).all(axis=1).any()
        assert (point != curve[[0, -1]]).any(axis=1).all()


@pytest.mark.parametrize("name", CLIPS)
def test_a_heads_aim_lies_between_face_and_arrow(
    name: str, start_of: Callable[[str], Any]
) -> None:
    start = start_of(name)
    phase = start.analysis.phases[0]
    marks = marks_on(phase, start.analysis, start.poses.xy_px[phase.frame])
    head = next(mark for mark in marks if mark.shape.style == "arrow")
    aimed = aim_of(head)
    assert aimed is not None
    away = np.linalg.norm(aimed - head.vertex, axis=-1)
    assert (away > np.linalg.norm(head.last - head.vertex)).all()
    assert (away < np.linalg.norm(pointer(head)[0] - head.vertex)).all()
