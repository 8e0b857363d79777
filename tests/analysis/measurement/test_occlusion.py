"""What somebody who passes hides of a measure is missing, not guessed."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.gait_events.detection import find_events
from analysis.measurement.measures import measure
from tests.analysis.moving_body import start, travel_of

ALONE = travel_of(start(60))
RUNNER = replace(ALONE, passed=True)
EVENTS = find_events(ALONE)
MOVEMENT_S = EVENTS["first_movement"].t_s


def covered(since_s, until_s):
    """Somebody is before the athlete between two instants."""
    seen = RUNNER.visibility.copy()
    seen[(RUNNER.time_s > since_s) & (RUNNER.time_s < until_s)] = 0.0
    return replace(RUNNER, visibility=seen)


def told(runner):
    return {one.id: one for one in measure(runner, EVENTS, person=0.0)}


def test_angles_of_the_hold_are_read_where_nobody_is_before_it():
    half = told(covered(MOVEMENT_S - 0.31, MOVEMENT_S - 0.16))["front_knee_set"]
    whole = told(RUNNER)["front_knee_set"]
    assert half.value == pytest.approx(whole.value, abs=0.5)
    assert RUNNER.time_s[half.frame] > MOVEMENT_S - 0.16


def test_no_angle_is_told_of_a_hold_that_is_hidden():
    none = told(covered(MOVEMENT_S - 0.31, MOVEMENT_S + 0.01))["front_knee_set"]
    assert (none.value, none.why) == (None, "hidden_by_other")


def test_an_angle_that_wanders_in_what_is_left_of_the_hold_is_not_told():
    movement = EVENTS["first_movement"].frame
    xy = RUNNER.xy.copy()
    xy[movement - 9 : movement : 2, 25:27, 0] += 0.3
    wild = told(replace(covered(MOVEMENT_S - 0.31, MOVEMENT_S - 0.16), xy=xy))
    assert wild["front_knee_set"].why == "hidden_by_other"
    assert wild["rear_knee_set"].why == "hidden_by_other"
    assert wild["trunk_set"].why is None


def test_a_bone_that_shrinks_ends_in_a_joint_that_is_not_told():
    frame, knee, ankle = EVENTS["toe_off_2"].frame, 25, 27
    around, xy = slice(frame - 2, frame + 3), RUNNER.xy.copy()
    xy[around, ankle] = (xy[around, knee] + xy[around, ankle]) / 2
    shrunk = [
        told(replace(one, xy=xy))["knee_toe_off_2"].why for one in (RUNNER, ALONE)
    ]
    assert shrunk == ["hidden_by_other", None]


def test_somebody_who_passes_elsewhere_changes_no_number():
    assert told(RUNNER) == told(ALONE)
    assert np.isfinite(told(RUNNER)["front_knee_set"].value)
