"""Of a start that somebody passes in front of, what was seen is told and no more."""

from dataclasses import replace

import pytest

from analysis.errors import HiddenByOther
from analysis.gait_events.detection import find_events
from analysis.gait_events.hidden_events import (
    as_far_as_seen,
    check_told,
    is_hidden,
    told_of,
)
from analysis.gait_events.missing_events import why_missing
from analysis.measurement.angles import measure
from tests.analysis.moving_body import start, travel_of

EXIT = "front_foot_block_exit"
TRAVEL = travel_of(start(60))
EVENTS = find_events(TRAVEL)


def covered(since, until, joints=slice(None)):
    """Somebody is before these joints from one event's frame to another's."""
    seen = TRAVEL.visibility.copy()
    seen[EVENTS[since].frame - 2 : EVENTS[until].frame + 3, joints] = 0.0
    return replace(TRAVEL, visibility=seen)


def missing(events):
    return {name for name, event in events.items() if event is None}


def test_nothing_is_missing_where_nobody_hides_anything():
    assert told_of(TRAVEL, EVENTS) == EVENTS
    assert not is_hidden(TRAVEL)


def test_events_of_covered_feet_are_missing_and_others_stay():
    rear_toe = 32
    runner = covered("touchdown_1", "toe_off_1", [rear_toe])
    told = told_of(runner, EVENTS)
    assert missing(told) == {"touchdown_1", "toe_off_1"}
    assert is_hidden(runner)
    for name in missing(told):
        assert why_missing(runner, told, name) == "hidden_by_other"


def test_the_first_movement_is_missing_where_the_body_is_covered():
    hip = 23
    runner = covered("first_movement", "first_movement", [hip])
    assert missing(told_of(runner, EVENTS)) == {"set_start", "first_movement"}


def test_what_hangs_on_a_hidden_event_is_missing_for_the_same_reason():
    runner = covered("touchdown_2", "touchdown_2")
    told = told_of(runner, EVENTS)
    measures = measure(runner, told, person=0.0)
    hidden = {one.id for one in measures if one.why == "hidden_by_other"}
    assert {f"{angle}_touchdown_2" for angle in ("knee", "hip", "shin")} <= hidden
    assert all(one.value is None for one in measures if one.id in hidden)
    assert {one.why for one in measures} == {None, "hidden_by_other"}


def test_angles_of_the_hold_are_read_where_nobody_is_before_it():
    seen = TRAVEL.visibility.copy()
    begins = EVENTS["first_movement"].frame
    seen[begins - 18 : begins - 9] = 0.0
    half, whole = (
        measure(runner, EVENTS, person=0.0)[0]
        for runner in (replace(TRAVEL, visibility=seen), TRAVEL)
    )
    assert half.value == pytest.approx(whole.value, abs=0.5)
    assert half.frame >= begins - 9
    seen[begins - 18 : begins + 1] = 0.0
    none = measure(replace(TRAVEL, visibility=seen), EVENTS, person=0.0)[0]
    assert (none.value, none.why) == (None, "hidden_by_other")


def test_an_angle_that_wanders_in_what_is_left_of_the_hold_is_not_told():
    begins = EVENTS["first_movement"].frame
    seen, xy = TRAVEL.visibility.copy(), TRAVEL.xy.copy()
    seen[begins - 18 : begins - 9] = 0.0
    xy[begins - 9 : begins : 2, 25:27, 0] += 0.3
    wild = replace(TRAVEL, visibility=seen, xy=xy)
    whys = {one.id: one.why for one in measure(wild, EVENTS, person=0.0)}
    assert whys["front_knee_set"] == whys["rear_knee_set"] == "hidden_by_other"
    assert whys["trunk_set"] is None


def test_the_end_of_the_push_may_be_hidden_when_the_steps_are_seen():
    runner = covered(EXIT, EXIT, [31])
    assert as_far_as_seen(runner, EVENTS)[EXIT] == EVENTS[EXIT]
    assert EXIT in missing(told_of(runner, EVENTS))
    with pytest.raises(HiddenByOther):
        told_of(covered(EXIT, "toe_off_1"), EVENTS)


def test_what_is_seen_and_fits_nowhere_makes_no_start():
    check_told(EVENTS, EVENTS)
    check_told({**EVENTS, "touchdown_3": None}, {**EVENTS, "touchdown_3": None})
    with pytest.raises(HiddenByOther):
        check_told(EVENTS, {**EVENTS, "rear_foot_block_exit": None})


def test_what_is_seen_before_and_after_must_make_one_start():
    apart = {**EVENTS, "touchdown_1": None, "toe_off_1": None}
    apart[EXIT] = replace(EVENTS[EXIT], t_s=EVENTS[EXIT].t_s - 0.6)
    with pytest.raises(HiddenByOther):
        told_of(TRAVEL, apart)
