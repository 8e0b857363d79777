"""A measure is drawn where it is: the right joint, the right leg, the right step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.measurement.definitions import DEFINED
from analysis.visuals.angle_marks import marks_on

CLIPS = ["A_borzov60", "D_faults", "E_righttoleft", "G_portrait"]
LINES = ("body_line", "trunk", "shin")


@pytest.mark.parametrize("name", CLIPS)
def test_the_drawn_angle_is_the_measured_one(
    name: str, start_of: Callable[[str], Any], landmarks_of: Callable[..., np.ndarray]
) -> None:
    start = start_of(name)
    drawn = 0
    for measure in start.analysis.measures:
        row = DEFINED[measure.id]
        event = "first_movement" if row.instant == "set" else row.instant
        at_once = row.read is not None and event in start.truth["at_events"]
        if row.drawn is None or row.before_s or not at_once:
            continue
        view_xy = landmarks_of(start.truth["at_events"][event]["keypoints_px"])
        phase = replace(start.analysis.phases[measure.phase - 1], frame=measure.frame)
        only = replace(start.analysis, measures=(measure,))
        (mark,) = marks_on(phase, only, view_xy)
        if not mark.shape.arc:
            continue
        drawn += 1
        assert angle_of(mark) == pytest.approx(measure.value, abs=1), measure.id
    assert drawn >= 25


def angle_of(mark: Any) -> float:
    arms = mark.first - mark.vertex, mark.last - mark.vertex
    one, two = (np.degrees(np.arctan2(-arm[1], arm[0])) for arm in arms)
    angle = abs((two - one + 180) % 360 - 180)
    below = mark.level and mark.last[1] > mark.vertex[1]
    return float(-angle if below else angle)


def test_lines_are_measured_to_the_running_direction(
    start_of: Callable[[str], Any],
) -> None:
    for name, forward in (("A_borzov60", 1), ("E_righttoleft", -1)):
        start = start_of(name)
        phase = start.analysis.phases[2]
        marks = marks_on(phase, start.analysis, start.poses.xy_px[phase.frame])
        levels = [m.first[0] - m.vertex[0] for m in marks if m.row.part in LINES]
        assert len(levels) == 2
        assert all(np.sign(level) == forward for level in levels)


def test_a_picture_of_step_1_shows_only_step_1_with_its_verdicts(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("D_faults")
    for phase in (start.analysis.phases[5], start.analysis.phases[6]):
        marks = marks_on(phase, start.analysis, start.poses.xy_px[phase.frame])
        assert len([mark for mark in marks if mark.row.step == 1]) >= 4
        assert not [mark for mark in marks if mark.row.step == 2]
        judged = {one.measure: one.verdict for one in start.analysis.findings}
        assert [m.verdict for m in marks] == [judged.get(m.row.id) for m in marks]


def test_a_measure_without_a_value_is_not_drawn(start_of: Callable[[str], Any]) -> None:
    start = start_of("H_slowmo240")
    phase = replace(start.analysis.phases[7], frame=100, t_s=3.3, why=None)
    assert marks_on(phase, start.analysis, start.poses.xy_px[100]) == []


def test_a_measure_on_a_joint_that_is_missing_is_not_drawn(
    start_of: Callable[[str], Any],
) -> None:
    start = start_of("A_borzov60")
    phase = start.analysis.phases[0]
    xy = start.poses.xy_px[phase.frame].copy()
    xy[25] = np.nan  # the left knee, which is the front one
    parts = {mark.row.part for mark in marks_on(phase, start.analysis, xy)}
    assert "front_knee" not in parts
    assert {"rear_knee", "trunk", "head_pitch"} <= parts
