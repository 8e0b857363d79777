"""What is read over more than an instant, on a body that moves as told."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.landmarks import HIPS, landmark
from analysis.measurement import angles, courses
from analysis.measurement.body import landed_toes
from analysis.measurement.courses import Course
from tests.analysis.moving_body import EVENTS_S, start, travel_of

FPS = 120


@pytest.fixture(scope="module")
def runner():
    return travel_of(start(FPS))


@pytest.fixture(scope="module")
def course(runner):
    exit_s = runner.pattern.time_of("front_foot_block_exit")
    begins_s = exit_s - EVENTS_S["front_foot_block_exit"]
    return Course(runner, {name: begins_s + at for name, at in EVENTS_S.items()})


def moved(course, marks, way):
    """The same course with some landmarks moved by what ``way`` says of the time."""
    xy = course.runner.xy.copy()
    xy[:, marks] += way(course.runner.time_s)[:, None]
    return replace(course, runner=replace(course.runner, xy=xy))


def test_a_time_is_that_between_two_events(course):
    push = courses.time_from("first_movement", "front_foot_block_exit")
    assert push(course, "front") == pytest.approx(0.35)
    assert courses.rear_push_share(course, "front") == pytest.approx(0.18 / 0.35)
    assert courses.contact_change(course, "front") == pytest.approx(0.17 - 0.19)


def test_hips_go_where_they_go(course):
    end = course.body("front_foot_block_exit").hips
    begin = course.body("first_movement").hips
    rise, run = (end - begin)[1], (end - begin)[0]
    direction = courses.hip_path(course, "front")
    assert direction == pytest.approx(np.degrees(np.arctan2(rise, run)), abs=1.0)


def test_hips_that_only_go_forward_go_back_by_nothing(course):
    assert courses.hips_back(course, "front") == 0.0


def test_hips_that_go_back_first_do_so_by_so_many_legs(course):
    moves = course.at_s["first_movement"]

    def back(time_s):
        inside = (time_s > moves) & (time_s < moves + 0.08)
        return np.stack([np.where(inside, -0.1, 0.0), np.zeros(len(time_s))], axis=1)

    assert 0.06 < courses.hips_back(moved(course, HIPS, back), "front") < 0.12


def test_a_hip_opens_from_the_hold_to_the_exit(course):
    opened = angles.hip(course.body("rear_foot_block_exit"), "rear")
    opened -= angles.hip(course.body("first_movement"), "rear")
    assert courses.hip_opening(course, "rear") == pytest.approx(opened, abs=1.0)


def test_a_knee_is_lifted_highest_between_the_exit_and_the_landing(course):
    lifted = courses.knee_lift(course, "rear")
    at_ends = [
        angles.hip(course.body(name), "rear")
        for name in ("rear_foot_block_exit", "touchdown_1")
    ]
    assert 20 < lifted <= min(at_ends) + 10


def test_a_foot_that_travels_along_goes_back_by_nothing(course):
    leg = [landmark(course.runner.side_of("rear"), one) for one in ("heel", "toe")]
    hips = course.runner.hips[:, 0]

    def along(time_s):
        feet = course.runner.point("rear", "toe")[:, 0]
        return np.stack([hips - feet, np.zeros(len(time_s))], axis=1)

    with_body = moved(course, leg, along)
    xy = with_body.runner.xy.copy()
    xy[:, leg[0]] = xy[:, leg[1]] - (0.2, 0.0)
    travelling = replace(with_body, runner=replace(with_body.runner, xy=xy))
    assert courses.foot_back(travelling, "rear") == pytest.approx(0.0, abs=0.05)
    standing = xy.copy()
    standing[:, leg, 0] = 0.7
    still = replace(travelling, runner=replace(travelling.runner, xy=standing))
    assert courses.foot_back(still, "rear") == pytest.approx(-1.0, abs=0.05)


def test_a_rise_is_shared_between_the_steps(course):
    trunk = courses.rise_per_step(angles.trunk)
    whole = angles.trunk(course.body("touchdown_3"), "front") - angles.trunk(
        course.body("touchdown_1"), "front"
    )
    assert trunk(course, "front") == pytest.approx(whole / 2)


def test_steps_are_compared_from_toe_to_toe(course):
    steps = np.diff([0.0, *landed_toes(course.runner, course.at_s)])
    second = courses.second_step_ratio(course, "front")
    assert second == pytest.approx(steps[1] / steps[0])
    assert courses.third_step_ratio(course, "front") == pytest.approx(
        steps[2] / steps[1]
    )


def test_a_rear_foot_that_appears_further_ahead_changes_both_steps(course):
    shifted = course.with_rear_foot(0.1)
    second = courses.second_step_ratio
    assert second(shifted, "front") < second(course, "front") - 0.1


def test_an_event_that_is_later_moves_nothing_else(course):
    later = course.later("touchdown_1", 0.01)
    assert later.at_s["touchdown_1"] == pytest.approx(course.at_s["touchdown_1"] + 0.01)
    assert later.at_s["toe_off_1"] == course.at_s["toe_off_1"]
