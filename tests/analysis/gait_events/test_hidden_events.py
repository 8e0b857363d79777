"""Of a start that somebody passes in front of, what was seen is told and no more."""

from contextlib import nullcontext
from dataclasses import replace

import numpy as np
import pytest

from analysis.errors import HiddenByOther, NoStart
from analysis.gait_events.detection import find_events
from analysis.gait_events.hidden_events import (
    FOOT_S,
    HIDDEN,
    STEPS,
    check_rest,
    is_hidden,
    told_of,
)
from analysis.gait_events.start_check import check_speed
from analysis.measurement.measures import measure
from analysis.types import Missing
from tests.analysis.moving_body import start, travel_of

EXIT = "front_foot_block_exit"
ALONE = travel_of(start(60))
EVENTS = find_events(ALONE)
RUNNER = replace(ALONE, passed=True)
FRONT_TOE, REAR_TOE, HIP = 31, 32, 23
LEGS = [*range(23, 33, 2), *range(24, 33, 2)]


def covered(since_s, until_s, joints=slice(None), runner=RUNNER):
    """Somebody is before these joints between two instants."""
    seen = runner.visibility.copy()
    hidden = (runner.time_s > since_s) & (runner.time_s < until_s)
    seen[np.ix_(hidden, np.arange(33)[joints])] = 0.0
    return replace(runner, visibility=seen)


def at(name, later_s=0.0):
    return EVENTS[name].t_s + later_s


def told(events):
    return {name for name, event in events.items() if event}


def missing(events):
    return {name for name, event in events.items() if not event}


def filmed(runner):
    """What the model saw: all joints in pixels of the reference view."""
    return runner.to_px(runner.xy)


def test_nothing_is_missing_where_nobody_hides_anything():
    assert told_of(RUNNER, EVENTS) == EVENTS
    assert not is_hidden(RUNNER)
    check_rest(RUNNER, filmed(RUNNER), EVENTS, EVENTS)


def test_what_is_covered_in_a_lane_is_nobody_passing():
    assert not is_hidden(covered(at(EXIT), 9, runner=ALONE))


@pytest.mark.parametrize(
    ("hidden", "seen"),
    [
        ("toe_off_1", ()),
        ("touchdown_2", ()),
        ("toe_off_2", STEPS[:2]),
        ("touchdown_3", STEPS[:2]),
    ],
)
def test_contacts_are_told_when_the_landing_after_them_is_seen(hidden, seen):
    runner = covered(at(hidden, 0.03), 9)
    events = told_of(runner, EVENTS)
    assert told(events) & {*STEPS} == {*seen}
    assert {EXIT, "first_movement", "set_start"} <= told(events)
    assert is_hidden(runner)
    assert all(events[name] == HIDDEN for name in missing(events))


def test_nothing_is_told_after_somebody_has_hidden_the_steps():
    runner = covered(at("touchdown_2", 0.03), at("toe_off_2", -0.03))
    assert "touchdown_3" in missing(told_of(runner, EVENTS))


def test_what_is_seen_after_the_third_landing_does_not_matter():
    runner = covered(at("touchdown_3", FOOT_S[1] + 0.02), 9)
    assert told_of(runner, EVENTS) == EVENTS


def test_a_covered_toe_ends_the_steps_that_are_told():
    runner = covered(at("toe_off_2", -0.02), at("toe_off_2", 0.02), [FRONT_TOE])
    assert told(told_of(runner, EVENTS)) & {*STEPS} == {*STEPS[:2]}


def test_the_rear_foots_exit_may_be_hidden():
    rear = "rear_foot_block_exit"
    runner = covered(at(rear, -0.02), at(rear, 0.02), [REAR_TOE])
    events = told_of(runner, EVENTS)
    assert missing(events) == {rear}
    assert events[rear] == HIDDEN


def test_the_set_position_is_missing_where_the_first_movement_is_hidden():
    movement = at("first_movement")
    for runner in (
        covered(movement - 0.02, movement + 0.02, [HIP]),
        covered(movement + 0.1, movement + 0.14),
    ):
        events = told_of(runner, EVENTS)
        assert events["set_start"] == events["first_movement"] == HIDDEN


@pytest.mark.parametrize("away_s", [-0.1, 0.0, 0.1])
def test_the_end_of_the_push_has_to_be_seen(away_s):
    with pytest.raises(HiddenByOther):
        told_of(covered(at(EXIT, away_s - 0.02), at(EXIT, away_s + 0.02)), EVENTS)


def test_a_few_steps_without_the_first_movement_are_no_start():
    runner = covered(at("first_movement", -0.02), at("first_movement", 0.02), [HIP])
    runner = covered(at("toe_off_2"), 9, runner=runner)
    with pytest.raises(HiddenByOther):
        told_of(runner, EVENTS)


def test_what_is_seen_and_fits_nowhere_makes_no_start():
    doubted = {**EVENTS, "touchdown_3": Missing("event_not_found")}
    check_rest(RUNNER, filmed(RUNNER), doubted, doubted)
    with pytest.raises(HiddenByOther):
        check_rest(RUNNER, filmed(RUNNER), EVENTS, doubted)


def test_legs_exchanged_behind_a_passer_are_not_told():
    movement = at("first_movement")
    runner = covered(movement - 0.2, movement - 0.1)
    seen = filmed(runner)
    check_rest(runner, seen, EVENTS, EVENTS)
    before = runner.time_s < movement - 0.15
    seen[np.ix_(before, LEGS)] = seen[np.ix_(before, LEGS[5:] + LEGS[:5])]
    with pytest.raises(HiddenByOther, match="foot"):
        check_rest(runner, seen, EVENTS, EVENTS)


def test_a_foot_that_stands_for_a_contact_only_is_on_no_block():
    runner = covered(-9, at(EXIT, -0.2))
    seen = filmed(runner)
    seen[runner.time_s < at(EXIT, -0.2)] = np.nan
    with pytest.raises(HiddenByOther, match="block"):
        check_rest(runner, seen, EVENTS, EVENTS)


@pytest.mark.parametrize(
    ("why", "refused"), [("hidden_by_other", False), ("event_not_found", True)]
)
def test_no_landing_is_needed_where_somebody_hides_them(why, refused):
    steps = EVENTS | dict.fromkeys(STEPS, Missing(why))
    with pytest.raises(NoStart) if refused else nullcontext():
        check_speed(RUNNER, steps)


def test_what_hangs_on_a_hidden_event_is_missing_for_the_same_reason():
    runner = covered(at("touchdown_2"), 9)
    events = told_of(runner, EVENTS)
    measures = measure(runner, events, person=0.0)
    hidden = {one.id for one in measures if one.why == "hidden_by_other"}
    assert {f"{angle}_touchdown_2" for angle in ("knee", "hip", "shin")} <= hidden
    assert all(one.value is None for one in measures if one.id in hidden)
    whys = {one.why for one in measures} - {"frame_rate_too_low"}
    assert whys == {None, "hidden_by_other"}


def test_a_moment_that_was_not_found_behind_somebody_is_hidden():
    gone = {**EVENTS, "rear_foot_block_exit": Missing("event_not_found")}
    rear_s = at("rear_foot_block_exit")
    told = told_of(covered(rear_s - 0.05, rear_s + 0.05, [REAR_TOE]), gone)
    assert told["rear_foot_block_exit"] == HIDDEN
    assert told_of(RUNNER, gone) == gone
