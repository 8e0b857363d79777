"""Steps, speed and push: what a stick figure covers, and nothing that isn't seen."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.gait_events.detection import find_events
from analysis.gait_events.missing_events import with_reasons
from analysis.measurement.body import usual_length
from analysis.measurement.measures import measure
from analysis.measurement.travelled import travelled
from analysis.travel import Travel
from analysis.types import Missing
from tests.analysis.moving_body import EVENTS_S, STANDS, start, travel_of


@pytest.fixture(scope="module")
def seen():
    runner = travel_of(start(120))
    return runner, with_reasons(runner, find_events(runner))


def told(seen, person=0.0, fps=120.0, **changed):
    runner, events = seen
    events = {**events, **changed}
    measures = {one.id: one for one in measure(runner, events, person)}
    return travelled(runner, events, measures["push_time"], person, fps)


def test_steps_go_from_toe_to_toe_in_leg_lengths(seen):
    runner, _ = seen
    toes = [0.0, STANDS["rear"][1][2], STANDS["front"][1][2], STANDS["rear"][2][2]]
    # The figure's units, in leg lengths as its near leg is seen.
    true = np.diff(toes) / usual_length(runner, "hip", "knee", "ankle")
    found = told(seen)
    steps = (found.step_1, found.step_2, found.step_3)
    for step, length in zip(steps, true, strict=True):
        assert step.value == pytest.approx(length, abs=0.03)
        assert 0.02 < step.plus_minus < 0.06


def test_the_push_lasts_from_the_first_movement_to_the_exit(seen):
    push = told(seen).push_time
    true = EVENTS_S["front_foot_block_exit"] - EVENTS_S["first_movement"]
    assert push.value == pytest.approx(true, abs=0.03)


def test_the_speed_is_that_of_the_body_in_the_first_flight(seen):
    runner, events = seen
    still = np.broadcast_to(np.nanmedian(runner.xy, axis=0), runner.xy.shape)
    leg = usual_length(replace(runner, xy=still), "hip", "knee", "ankle")
    gliding = still + 3.0 * leg * np.outer(runner.time_s, (1, 0))[:, None, :]
    speed = told((replace(runner, xy=gliding), events)).exit_speed
    assert speed.value == pytest.approx(3.0, abs=0.01)
    assert 0.15 < speed.plus_minus < 0.4


def test_people_are_less_sure_than_rendered_athletes(seen):
    rendered, person = told(seen), told(seen, person=1.0)
    assert person.step_1.plus_minus > 2 * rendered.step_1.plus_minus
    assert person.exit_speed.plus_minus > 1.4 * rendered.exit_speed.plus_minus
    assert person.step_1.value == rendered.step_1.value


def test_without_the_true_pace_only_lengths_are_told(seen):
    found = told(seen, fps=None)
    assert found == Travel(found.step_1, found.step_2, found.step_3)
    assert found.step_3 is not None


def test_few_frames_a_second_tell_no_push(seen):
    found = told(seen, fps=60.0)
    assert found.push_time is None
    assert found.exit_speed == told(seen).exit_speed


def test_a_step_without_its_landing_is_not_told_nor_the_one_after(seen):
    found = told(seen, touchdown_2=Missing("event_not_found"))
    assert found.step_1
    assert (found.step_2, found.step_3) == (None, None)


def test_without_exit_or_movement_there_is_no_push_and_no_speed(seen):
    assert told(seen, first_movement=Missing("set_unseen")).push_time is None
    found = told(seen, front_foot_block_exit=Missing("event_not_found"))
    assert (found.push_time, found.exit_speed) == (None, None)


def test_of_somebody_who_was_hidden_nothing_is_told(seen):
    runner, events = seen
    assert told((replace(runner, passed=True), events)) == Travel()
