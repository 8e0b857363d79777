"""Events of feet are moved to where the feet's movement says, or left alone."""

import json
from dataclasses import replace

import numpy as np
import pytest

from analysis.filtering.running_frame import landmark
from analysis.gait_events.detection import event_at, find_events
from analysis.gait_events.foot_movement import FOOT, JOINTS, OFFSETS_S, movement
from analysis.gait_events.timing_correction import (
    FILE,
    LARGEST_LAG_FRAMES,
    LARGEST_LAG_S,
    without_lags,
)
from analysis.types import EVENT_NAMES
from tests.analysis.moving_body import start, travel_of

LEARNED = json.loads(FILE.read_text())["events"]
NOTHING = dict.fromkeys(EVENT_NAMES)


def usual(name, fps=120.0, slow=1.0):
    """A start whose foot moves at the event just as the learned feet did."""
    one = start(fps, slow=slow)
    travel = travel_of(one, slow)
    instant, side = one.events_s[name] / slow, travel.side_of(FOOT[name])
    middle = np.array(LEARNED[name]["middle"]).reshape(len(JOINTS), -1, 2)
    xy = travel.xy.copy()
    life_s = travel.time_s - instant
    for joint, path in zip(JOINTS, middle, strict=True):
        there = [np.interp(life_s, OFFSETS_S, axis) for axis in path.T]
        xy[:, landmark(side, joint)] = np.stack(there, axis=1)
    return replace(travel, xy=xy), instant


def found(travel, name, instant):
    events = NOTHING | {name: event_at(travel, name, instant)}
    return without_lags(travel, events, person=0.0)[name].t_s


@pytest.mark.parametrize("name", FOOT)
def test_an_event_seen_early_or_late_comes_nearer_to_where_it_is(name):
    travel, instant = usual(name)
    settled = found(travel, name, instant)
    assert abs(settled - instant) < 0.006
    early, late = (found(travel, name, instant + off) for off in (-0.015, 0.015))
    assert abs(early - settled) < 0.006
    assert abs(late - settled) < 0.006


def test_slow_motion_is_moved_by_as_much_of_life():
    name = "toe_off_1"
    travel, instant = usual(name)
    slow, slow_instant = usual(name, fps=30.0, slow=8.0)
    moved = found(travel, name, instant + 0.01) - instant
    slowly = found(slow, name, slow_instant + 0.01) - slow_instant
    assert slowly == pytest.approx(moved, abs=0.002)


def test_no_event_is_moved_far():
    travel = travel_of(start(60))
    events = find_events(travel)
    step_s = float(np.median(np.diff(travel.time_s)))
    for name, event in without_lags(travel, events, person=0.0).items():
        most = LARGEST_LAG_S + LARGEST_LAG_FRAMES * step_s if name in FOOT else 0.0
        assert abs(event.t_s - events[name].t_s) <= most + 1e-9, name


def test_a_foot_unlike_all_others_is_left_alone():
    name = "touchdown_2"
    travel, instant = usual(name)
    wild = replace(travel, xy=travel.xy * 6.0)
    assert found(wild, name, instant + 0.01) == pytest.approx(instant + 0.01)


def test_what_is_not_seen_is_left_alone():
    name = "toe_off_2"
    travel, instant = usual(name)
    xy = travel.xy.copy()
    xy[np.abs(travel.time_s - instant - 0.04) < 0.01] = np.nan
    blind = replace(travel, xy=xy)
    assert movement(blind, FOOT[name], instant) is None
    assert found(blind, name, instant + 0.01) == pytest.approx(instant + 0.01)
    assert movement(travel, FOOT[name], travel.time_s[0] + 0.01) is None
    assert without_lags(travel, NOTHING, person=0.0) == NOTHING
