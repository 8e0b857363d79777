"""The nine events are found where they are, or not at all."""

from contextlib import suppress

import numpy as np
import pytest

from analysis.errors import CutOff
from analysis.gait_events.detection import find_events
from analysis.types import EVENT_NAMES, Missing
from tests.analysis.moving_body import EVENTS_S, mirrored, start, travel_of
from tests.odd_clips import uneven

# How exactly, in seconds of life: contacts and exits, and the slow ends of the hold
SHARP_S, SOFT_S = 0.025, 0.06
SOFT = ("set_start", "first_movement")


def events_of(one, slow=1.0):
    found = find_events(travel_of(one, slow))
    return {name: event and event.sped_up(1 / slow) for name, event in found.items()}


def times(events):
    return {name: event and event.t_s for name, event in events.items()}


def errors_s(one, slow=1.0):
    """Found minus true in seconds of life; an event not found is infinitely late."""
    found = times(events_of(one, slow))
    return {
        name: (found[name] - true if found[name] else np.inf) / slow
        for name, true in one.events_s.items()
    }


def all_close(one, slow=1.0, frame_s=0.0):
    return {
        name: error
        for name, error in errors_s(one, slow).items()
        if abs(error) > (SOFT_S if name in SOFT else SHARP_S) + frame_s / 2
    }


@pytest.fixture(scope="module")
def textbook():
    return start(fps=60)


@pytest.fixture(scope="module")
def found(textbook):
    return events_of(textbook)


@pytest.mark.parametrize("fps", [25, 29.97, 50, 60, 120])
def test_events_are_found_at_any_frame_rate(fps):
    assert all_close(start(fps=fps), frame_s=1 / fps) == {}


@pytest.mark.parametrize("late_s", [0.003, 0.007, 0.011, 0.014])
def test_events_are_found_wherever_the_frames_fall(late_s):
    assert all_close(start(begins_s=-1.6 + late_s)) == {}


@pytest.mark.parametrize("slow", [2, 4])
def test_events_are_found_in_slow_motion(slow):
    assert all_close(start(fps=30, slow=slow), slow, frame_s=1 / 30 / slow) == {}


@pytest.mark.parametrize("noise_px", [0.5, 1.0, 2.0])
def test_jitter_moves_no_foot(noise_px):
    wrong = all_close(start(noise_px=noise_px))
    assert set(wrong) <= set(SOFT)


@pytest.mark.parametrize("leg_px", [60, 400])
def test_the_athletes_size_moves_nothing(leg_px, found):
    assert times(events_of(start(leg_px=leg_px))) == pytest.approx(
        times(found), abs=0.004
    )


def test_a_mirrored_clip_gives_the_same_events(textbook, found):
    assert times(events_of(mirrored(textbook))) == pytest.approx(times(found), abs=0.02)


@pytest.mark.parametrize("front_leg", ["left", "right"])
def test_running_the_other_way_gives_the_same_events(front_leg, found):
    other = start(direction="right_to_left", front_leg=front_leg)
    assert times(events_of(other)) == pytest.approx(times(found), abs=0.012)


def test_a_variable_frame_rate_gives_the_same_event_times(found):
    skipping = start(times_s=uneven(2.8))
    assert np.ptp(np.diff(skipping.poses.time_s)) > 0.03
    assert all_close(skipping, frame_s=3 / 60) == {}
    assert times(events_of(skipping)) == pytest.approx(times(found), abs=0.05)


def test_frames_lost_after_the_start_move_nothing(textbook, found):
    whole = textbook.poses.time_s
    thinned = np.r_[whole[:160], whole[160::3]]
    assert times(events_of(start(times_s=thinned))) == pytest.approx(
        times(found), abs=0.002
    )


def test_a_frame_is_the_first_at_or_after_its_event(textbook, found):
    for event in found.values():
        time_s = textbook.poses.time_s
        assert time_s[event.frame] >= event.t_s - 1e-6 > time_s[event.frame - 1] - 1e-6


def test_events_come_in_their_order(found):
    assert list(found) == list(EVENT_NAMES)
    order = list(times(found).values())
    assert order == sorted(order)


def test_every_event_has_a_plus_minus(found):
    assert all(0 < event.plus_minus_s < 0.05 for event in found.values())


def test_fewer_frames_are_less_exact(found):
    coarse = events_of(start(fps=25))
    for name in EVENT_NAMES:
        assert coarse[name].plus_minus_s > found[name].plus_minus_s


def names_within(begins_s, ends_s):
    return {name for name, when in EVENTS_S.items() if begins_s < when < ends_s}


@pytest.mark.parametrize("begins_s", [-0.6, 0.08, 0.25])
def test_an_event_before_the_clip_is_null(begins_s):
    cut = start(fps=120, begins_s=begins_s)
    present = {name for name, event in events_of(cut).items() if event}
    assert present == names_within(begins_s, 2)


@pytest.mark.parametrize("begins_s", [0.205, 0.22])
def test_a_foot_that_left_just_before_the_clip_left_before_it(begins_s):
    found = events_of(start(fps=120, begins_s=begins_s))
    assert found["rear_foot_block_exit"] == Missing("event_before_clip")


@pytest.mark.parametrize("ends_s", [0.88, 0.76, 0.56])
def test_an_event_after_the_clip_is_null(ends_s):
    cut = start(fps=120, ends_s=ends_s)
    present = {name for name, event in events_of(cut).items() if event}
    assert present == names_within(-2, ends_s)


@pytest.mark.parametrize(("begins_s", "ends_s"), [(-0.6, 1.2), (-1.6, 0.75)])
def test_a_cut_moves_no_event_that_is_left(begins_s, ends_s):
    assert not {
        name: error
        for name, error in errors_s(start(begins_s=begins_s, ends_s=ends_s)).items()
        if name in names_within(begins_s, ends_s) and abs(error) > SOFT_S
    }


def test_a_clip_that_ends_just_after_the_push_is_enough():
    assert events_of(start(ends_s=0.42))["front_foot_block_exit"]


def test_a_clip_that_ends_in_the_push_is_cut_off():
    with pytest.raises(CutOff):
        events_of(start(ends_s=0.33))


@pytest.mark.parametrize(
    ("begins_s", "ends_s"),
    [(-0.1, 0.05), (0.15, 0.22), (0.3, 0.38), (0.55, 0.63)],
    ids=["first_movement", "rear_exit", "front_exit", "toe_off_1"],
)
def test_what_happened_while_nothing_was_seen_is_not_told_as_sure(begins_s, ends_s):
    blink = start(fps=60)
    life_s = blink.poses.time_s - 1.6
    xy = blink.poses.xy_px.copy()
    xy[(life_s > begins_s) & (life_s < ends_s)] = np.nan
    with suppress(CutOff):  # a push whose end nobody saw may be refused
        for name, event in events_of(blink.with_xy(xy)).items():
            if event:
                late_s = abs(event.t_s - blink.events_s[name])
                assert late_s < max(2.5 * event.plus_minus_s, SHARP_S), name


def test_the_same_poses_give_the_same_bits(textbook, found):
    assert events_of(textbook) == found


def test_a_hold_that_the_pose_model_shakes_is_still_a_hold():
    shaken = start(fps=120, noise_px=1.0)
    assert abs(errors_s(shaken)["set_start"]) < SOFT_S


def lossy(event, lost, fps=60):
    """A start without some frames around one of its events."""
    whole = np.arange(0.0, 2.8, 1 / fps)
    at = np.searchsorted(whole, start(fps=fps).events_s[event]) - lost // 2
    return start(times_s=np.delete(whole, np.arange(at, at + lost)))


@pytest.mark.parametrize("event", EVENT_NAMES[2:8])
@pytest.mark.parametrize("lost", [1, 2, 3])
def test_where_a_few_frames_are_lost_a_moment_is_unsure(event, lost):
    one = lossy(event, lost)
    found = events_of(one)[event]
    assert found.plus_minus_s > 0.35 * (lost + 1) / 60
    assert abs(found.t_s - one.events_s[event]) < 2 * found.plus_minus_s


@pytest.mark.parametrize(
    "event", ["rear_foot_block_exit", "toe_off_1", "touchdown_2", "toe_off_2"]
)
def test_where_many_frames_are_lost_a_moment_is_missing(event):
    one = lossy(event, 6)
    assert events_of(one)[event] == Missing("frames_missing")


def test_lost_frames_leave_the_other_moments_alone():
    one = lossy("touchdown_2", 5)
    found = events_of(one)
    for name in ("rear_foot_block_exit", "front_foot_block_exit", "touchdown_1"):
        assert found[name].t_s == pytest.approx(one.events_s[name], abs=SHARP_S)
        assert found[name].plus_minus_s < 0.01
