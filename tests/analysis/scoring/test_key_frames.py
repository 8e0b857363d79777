"""Each of the eight captions gets the frame that shows it."""

import numpy as np
import pytest

from analysis.gait_events.detection import find_events
from analysis.scoring.checklist import load_checklist
from analysis.scoring.key_frames import find_phases
from tests.analysis.moving_body import EVENTS_S, start, travel_of

CHECKLIST = load_checklist()


def phases_of(one):
    runner = travel_of(one)
    events = find_events(runner)
    return find_phases(CHECKLIST, runner, events), events, runner


@pytest.fixture(scope="module")
def whole():
    return phases_of(start(60))


def test_there_are_eight_in_order(whole):
    phases, _, _ = whole
    assert [phase.number for phase in phases] == list(range(1, 9))
    times = {phase.number: phase.t_s for phase in phases}
    # The foot steps over in the contact whose landing the next captions are about.
    assert sorted(times, key=times.get) == [1, 2, 3, 5, 6, 4, 7, 8]


def test_a_phases_time_is_its_frames(whole):
    phases, _, runner = whole
    for phase in phases:
        assert phase.t_s == runner.time_s[phase.frame]
        assert phase.picture is None


def test_set_is_shown_in_the_hold(whole):
    phases, events, _ = whole
    assert events["first_movement"].t_s - 0.35 < phases[0].t_s
    assert phases[0].t_s <= events["first_movement"].t_s


@pytest.mark.parametrize("row", CHECKLIST.phases, ids=lambda row: row.id)
def test_the_frame_is_at_the_event_or_the_last_before_it(whole, row):
    phases, events, runner = whole
    frame = phases[row.number - 1].frame
    if row.key_pick == "at" and row.key_event != "crossing_1":
        assert frame == events[row.key_event].frame
    elif row.key_pick == "last_before":
        event_s = events[row.key_event].t_s
        assert runner.time_s[frame] < event_s <= runner.time_s[frame + 1] + 1e-9


def test_the_foot_steps_over_in_the_first_contact(whole):
    phases, events, runner = whole
    frame = phases[3].frame
    assert events["touchdown_1"].t_s <= phases[3].t_s < events["toe_off_1"].t_s
    ahead = runner.point("front", "ankle")[:, 0] - runner.point("rear", "knee")[:, 0]
    assert ahead[frame - 1] < 0 < ahead[frame + 1]
    assert abs(ahead[frame]) == np.abs(ahead[frame - 1 : frame + 2]).min()


@pytest.mark.parametrize(
    ("cut", "missing"),
    [
        ({"begins_s": 0.08}, {1}),
        ({"begins_s": 0.25}, {1, 2}),
        ({"ends_s": 0.76}, {8}),
        ({"ends_s": 0.6}, {7, 8}),
        ({"ends_s": 0.42}, {4, 5, 6, 7, 8}),
    ],
)
def test_a_moment_outside_the_clip_has_no_frame(cut, missing):
    phases, _, runner = phases_of(start(60, **cut))
    assert {phase.number for phase in phases if phase.frame is None} == missing
    for phase in phases:
        assert (phase.t_s is None) == (phase.frame is None)
        assert phase.frame is None or 0 <= phase.frame < len(runner.time_s)


def test_the_same_moment_is_shown_at_any_frame_rate(whole):
    fine, _, _ = phases_of(start(120))
    for one, other in zip(whole[0][1:], fine[1:], strict=True):
        assert one.t_s == pytest.approx(other.t_s, abs=1.5 / 60)


def test_phase_8_is_the_third_touchdown(whole):
    assert whole[0][7].t_s == pytest.approx(EVENTS_S["touchdown_3"] + 1.6, abs=0.04)
