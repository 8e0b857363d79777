"""Intervals that no start has are not believed, nor what hangs on them."""

import pytest

from analysis.gait_events.plausibility import (
    BEYOND,
    PUSH_S,
    REAR_PUSH_S,
    STEPS_S,
    believed,
)
from analysis.types import EVENT_NAMES, Event, Missing
from tests.analysis.moving_body import EVENTS_S, start, travel_of

EXIT = "front_foot_block_exit"
RUNNER = travel_of(start(60))
MISSING = Missing("event_not_found")
STEPS = [(first, last) for first, last, *_ in STEPS_S]
LEAST_AND_MOST = [(first, last, bound) for first, last, *b in STEPS_S for bound in b]
PLUS_MINUS_S = 0.002
# A limit may be passed by twice the ± of both ends together.
SLACK_S = BEYOND * PLUS_MINUS_S * 2**0.5


def events(slow=1.0, plus_minus_s=PLUS_MINUS_S, **at_s):
    """A textbook start but for the named events, seconds of life."""
    when = {**EVENTS_S, **at_s}
    return {
        name: MISSING
        if when[name] is None
        else Event((2 + when[name]) * slow, 0, plus_minus_s * slow)
        for name in EVENT_NAMES
    }


def delayed(last, by_s):
    """Everything from an event on comes later: one interval is another."""
    late = EVENT_NAMES[EVENT_NAMES.index(last) :]
    return {name: EVENTS_S[name] + by_s for name in late}


def dropped(given):
    kept = believed(RUNNER, given)
    assert all(event == given[name] for name, event in kept.items() if event)
    return {name for name in EVENT_NAMES if given[name] and not kept[name]}


def since(name):
    return set(EVENT_NAMES[EVENT_NAMES.index(name) :])


def with_interval(first, last, took_s):
    usual_s = EVENTS_S[last] - EVENTS_S[first]
    return events(**delayed(last, took_s - usual_s))


def test_a_textbook_start_is_believed():
    given = events()
    assert believed(RUNNER, given) == given


@pytest.mark.parametrize(("first", "last", "bound"), LEAST_AND_MOST)
def test_a_step_at_its_limit_is_believed(first, last, bound):
    assert dropped(with_interval(first, last, bound)) == set()


@pytest.mark.parametrize(("first", "last"), STEPS)
def test_of_steps_that_last_too_long_nothing_later_is_told(first, last):
    most = next(row[3] for row in STEPS_S if row[0] == first)
    too_long = with_interval(first, last, most + SLACK_S + 0.002)
    assert dropped(too_long) == since(last)


@pytest.mark.parametrize(("first", "last"), STEPS)
def test_of_steps_that_are_too_short_nothing_later_is_told(first, last):
    least = next(row[2] for row in STEPS_S if row[0] == first)
    too_short = with_interval(first, last, least - SLACK_S - 0.002)
    assert dropped(too_short) == since(last)


def test_what_precedes_a_doubtful_step_stays():
    kept = believed(RUNNER, with_interval("toe_off_1", "touchdown_2", 0.4))
    told = [name for name, event in kept.items() if event]
    assert told == list(EVENT_NAMES[: EVENT_NAMES.index("touchdown_2")])


@pytest.mark.parametrize("push_s", [*PUSH_S, 0.35])
def test_a_push_within_its_limits_is_believed(push_s):
    given = events(first_movement=0.35 - push_s, rear_foot_block_exit=None)
    assert dropped(given) == set()


@pytest.mark.parametrize("push_s", [PUSH_S[0] - 0.02, PUSH_S[1] + 0.02])
def test_a_push_beyond_its_limits_takes_the_movement_and_the_hold(push_s):
    given = events(first_movement=0.35 - push_s)
    assert dropped(given) == {"set_start", "first_movement"}


@pytest.mark.parametrize("between_s", [0.02, 0.17, 0.36])
def test_a_rear_foot_that_leaves_first_is_believed(between_s):
    given = events(rear_foot_block_exit=0.35 - between_s, first_movement=None)
    assert dropped(given) == set()


@pytest.mark.parametrize("between_s", [0.0, -0.1, 0.38])
def test_a_rear_foot_that_leaves_last_or_far_too_early_is_not_believed(between_s):
    given = events(rear_foot_block_exit=0.35 - between_s, first_movement=None)
    assert dropped(given) == {"rear_foot_block_exit"}


@pytest.mark.parametrize("bound", REAR_PUSH_S)
def test_a_rear_push_at_its_limit_is_believed(bound):
    given = events(first_movement=0.18 - bound, rear_foot_block_exit=0.18)
    assert dropped(given) == set()


def test_a_rear_foot_that_leaves_long_after_the_movement_is_not_believed():
    given = events(first_movement=-0.22, rear_foot_block_exit=0.26)
    assert dropped(given) == {"rear_foot_block_exit"}


def test_a_rear_foot_that_leaves_as_the_body_moves_is_not_believed():
    given = events(first_movement=0.0, rear_foot_block_exit=0.03)
    assert dropped(given) == {"rear_foot_block_exit"}


def test_a_doubtful_push_takes_no_step_along():
    given = events(first_movement=-0.5, rear_foot_block_exit=0.5)
    assert dropped(given) == {"set_start", "first_movement", "rear_foot_block_exit"}


def test_the_front_foots_exit_always_stays():
    given = dict.fromkeys(EVENT_NAMES, MISSING) | {EXIT: Event(1.0, 0, 0.001)}
    assert believed(RUNNER, given) == given


def test_what_is_not_told_makes_nothing_doubtful():
    given = events(touchdown_1=None, toe_off_1=None, first_movement=None)
    assert dropped(given) == set()


def test_less_exact_events_are_given_more_room():
    late = delayed("touchdown_2", 0.14)
    assert "touchdown_2" in dropped(events(**late))
    assert dropped(events(plus_minus_s=0.02, **late)) == set()


def test_a_start_told_four_times_too_slow_is_no_start():
    assert since("touchdown_1") <= dropped(events(slow=4))


def test_what_was_given_is_not_changed():
    given = with_interval("toe_off_1", "touchdown_2", 0.4)
    before = dict(given)
    believed(RUNNER, given)
    assert given == before
