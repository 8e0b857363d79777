"""Slow motion is told from the movement itself."""

import pytest

from analysis.gait_events.slow_motion import speed_factor
from analysis.pace import is_sure
from analysis.types import EVENT_NAMES, Event
from tests.analysis.moving_body import EVENTS_S


def played(slow, names=EVENT_NAMES):
    """True events of a clip that lasts this many times longer than life."""
    return {
        name: Event((EVENTS_S[name] + 1) * slow, 0, 0.01) if name in names else None
        for name in EVENT_NAMES
    }


@pytest.mark.parametrize("fps", [24, 30, 60, 120, 240])
def test_real_time_is_real_time(fps):
    assert speed_factor(played(1), fps) == 1.0


@pytest.mark.parametrize(
    ("slow", "fps"), [(2, 30), (4, 30), (8, 30), (10, 24), (10, 30), (20, 30)]
)
def test_as_many_times_slower_as_it_is(slow, fps):
    assert speed_factor(played(slow), fps) == pytest.approx(slow, rel=0.12)


@pytest.mark.parametrize(("slow", "fps"), [(4, 30), (8, 30), (10, 24), (4, 60)])
def test_the_rate_of_a_camera_is_met_exactly(slow, fps):
    assert speed_factor(played(slow), fps) == slow


@pytest.mark.parametrize("slower", [0.8, 1.0, 1.3])
def test_a_slow_athlete_is_not_slow_motion(slower):
    assert speed_factor(played(slower), 60) == 1.0


def test_a_clip_without_its_push_is_told_by_its_contacts():
    contacts = ("touchdown_1", "toe_off_1", "touchdown_2", "toe_off_2")
    assert speed_factor(played(8, contacts), 30) == pytest.approx(8, rel=0.12)
    assert speed_factor(played(1, contacts), 30) == 1


def test_one_odd_interval_does_not_decide():
    events = played(1) | {"first_movement": Event(-2.0, 0, 0.01)}
    assert speed_factor(events, 60) == 1.0


@pytest.mark.parametrize("names", [(), ("front_foot_block_exit",), ("toe_off_1",)])
def test_without_an_interval_the_pace_is_unknown(names):
    assert speed_factor(played(8, names), 30) is None


def test_intervals_that_disagree_tell_no_slow_motion():
    events = played(6)
    events["toe_off_1"] = Event(events["touchdown_1"].t_s + 0.2, 0, 0.01)
    events["toe_off_2"] = Event(events["touchdown_2"].t_s + 0.2, 0, 0.01)
    assert speed_factor(events, 30) is None


@pytest.mark.parametrize(
    ("factor", "fps", "sure"),
    [(1.0, 25.0, True), (8.0, 29.97, True), (9.6, 25.0, True), (11.4, 25.0, False)],
)
def test_a_factor_is_sure_in_real_time_and_at_rates_that_phones_film_at(
    factor, fps, sure
):
    assert is_sure(factor, fps) == sure
