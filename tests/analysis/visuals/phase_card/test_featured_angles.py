"""Two angles lead a picture: what the phase is about, and what is most off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from analysis.measurement.definitions import DEFINED
from analysis.types import Measure
from analysis.visuals.angle_marks import Mark, marks_on
from analysis.visuals.phase_card import angle_drawing
from analysis.visuals.phase_card.featured_angles import ABOUT, main_marks, quiet_marks


def leading(start: Any, number: int) -> list[str]:
    phase = start.analysis.phases[number - 1]
    marks = marks_on(phase, start.analysis, start.poses.xy_px[phase.frame])
    return [mark.row.part for mark in main_marks(phase, marks, start.analysis)]


def test_every_part_a_phase_is_about_can_be_drawn() -> None:
    measured = {(row.phase, row.part) for row in DEFINED.values()}
    assert {(n, part) for n, parts in ABOUT.items() for part in parts} <= measured


def test_a_clean_start_shows_what_the_sheet_asks_for(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("E_righttoleft")
    assert leading(start, 1) == ["front_knee", "rear_knee"]
    assert leading(start, 3) == ["body_line", "front_hip"]
    assert leading(start, 8)[0] == "shin"


def test_a_fault_takes_the_second_place(start_of: Callable[[str], Any]) -> None:
    start = start_of("D_faults")
    phase = start.analysis.phases[2]
    marks = marks_on(phase, start.analysis, start.poses.xy_px[phase.frame])
    first, second = main_marks(phase, marks, start.analysis)
    assert first.row.part == "body_line"
    assert second.verdict == "work_on"


def test_a_judged_head_is_drawn_though_it_has_no_label(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("E_righttoleft")
    for number in (1, 2, 3, 7):
        phase = start.analysis.phases[number - 1]
        marks = marks_on(phase, start.analysis, start.poses.xy_px[phase.frame])
        told = main_marks(phase, marks, start.analysis)
        assert "gaze" in {one.row.drawn for one in [*told, *quiet_marks(marks, told)]}


def test_what_is_judged_of_a_step_is_shown_in_its_picture(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("D_faults")
    for number in (6, 7):
        phase = start.analysis.phases[number - 1]
        marks = marks_on(phase, start.analysis, start.poses.xy_px[phase.frame])
        assert {mark.row.step for mark in marks} <= {1, None}
    assert "shin" in leading(start, 6)


def mark(first: tuple[float, float], last: tuple[float, float], **more: Any) -> Mark:
    measure = Measure("knee_toe_off_1", 7, 149.0, "deg", 4.0, 10)
    ends = (np.array([100.0, 100.0]), np.array(first), np.array(last))
    given = {"level": False, "leg": "left", "verdict": "minor", "aim": (150, None)}
    return Mark(measure, DEFINED[measure.id], *ends, **{**given, **more})


def test_the_aim_opens_the_same_way_as_the_angle() -> None:
    for last in ((40.0, 200.0), (160.0, 200.0)):
        bent = mark((100.0, 0.0), last)
        curve = angle_drawing.aim_of(bent)
        turns = [turned(bent, point) for point in curve]
        assert min(turns) > 149
        assert max(turns) < 181
        sides = np.sign(curve[:, 0] - 100)[1:-1]
        assert set(sides[:-1]) == {np.sign(last[0] - 100)}


def test_the_aim_of_a_line_counts_from_the_level() -> None:
    for forward in (1.0, -1.0):
        ends = (100 + forward * 100, 100.0), (100 + forward * 80, 160.0)
        sloping = mark(*ends, level=True, aim=(-30, -5))
        curve = angle_drawing.aim_of(sloping) - 100
        assert (np.sign(curve[:, 0]) == forward).all()
        below = np.degrees(np.arctan2(curve[:, 1], forward * curve[:, 0]))
        assert below.min() > 4
        assert below.max() < 31


def test_the_ghost_stands_at_45_degrees() -> None:
    line = np.array([[300.0, 600.0], [500.0, 300.0]])
    for forward in (1.0, -1.0):
        step = angle_drawing.tip_at_45(line, forward) - line[0]
        assert step[0] * forward > 0
        assert abs(step[0]) == pytest.approx(-step[1])


def turned(bent: Mark, point: np.ndarray) -> float:
    one, two = bent.first - bent.vertex, point - bent.vertex
    share = one @ two / np.linalg.norm(one) / np.linalg.norm(two)
    return float(np.degrees(np.arccos(np.clip(share, -1, 1))))
