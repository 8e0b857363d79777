"""Events of feet are moved to where the feet's movement says, or left alone."""

import json
from dataclasses import replace

import numpy as np
import pytest

from analysis.gait_events.detection import event_at, find_events
from analysis.gait_events.foot_movement import FOOT, JOINTS, OFFSETS_S, movement
from analysis.gait_events.timing_correction import (
    FILE,
    LARGEST_LAG_FRAMES,
    LARGEST_LAG_S,
    without_lags,
)
from analysis.landmarks import landmark
from analysis.types import EVENT_NAMES, Missing
from tests.analysis.moving_body import start, travel_of

LEARNED = json.loads(FILE.read_text())["events"]
NOTHING = dict.fromkeys(EVENT_NAMES, Missing("event_not_found"))


def usual(name, fps=120.0, slow=1.0):
    """A start whose foot moves at the event just as the learned feet did."""
    one = start(fps, slow=slow)
    runner = travel_of(one, slow)
    instant, side = one.events_s[name] / slow, runner.side_of(FOOT[name])
    middle = np.array(LEARNED[name]["middle"]).reshape(len(JOINTS), -1, 2)
    xy = runner.xy.copy()
    life_s = runner.time_s - instant
    for joint, path in zip(JOINTS, middle, strict=True):
        there = [np.interp(life_s, OFFSETS_S, axis) for axis in path.T]
        xy[:, landmark(side, joint)] = np.stack(there, axis=1)
    return replace(runner, xy=xy), instant


def found(runner, name, instant):
    events = NOTHING | {name: event_at(runner, name, instant)}
    return without_lags(runner, events, person=0.0)[name].t_s


@pytest.mark.parametrize("name", FOOT)
def test_an_event_seen_early_or_late_comes_nearer_to_where_it_is(name):
    runner, instant = usual(name)
    settled = found(runner, name, instant)
    assert abs(settled - instant) < 0.006
    early, late = (found(runner, name, instant + off) for off in (-0.015, 0.015))
    assert abs(early - settled) < 0.006
    assert abs(late - settled) < 0.006


def test_slow_motion_is_moved_by_as_much_of_life():
    name = "toe_off_1"
    runner, instant = usual(name)
    slow, slow_instant = usual(name, fps=30.0, slow=8.0)
    moved = found(runner, name, instant + 0.01) - instant
    slowly = found(slow, name, slow_instant + 0.01) - slow_instant
    assert slowly == pytest.approx(moved, abs=0.002)


def test_no_event_is_moved_far():
    runner = travel_of(start(60))
    events = find_events(runner)
    step_s = float(np.median(np.diff(runner.time_s)))
    for name, event in without_lags(runner, events, person=0.0).items():
        most = LARGEST_LAG_S + LARGEST_LAG_FRAMES * step_s if name in FOOT else 0.0
        assert abs(event.t_s - events[name].t_s) <= most + 1e-9, name


def test_a_foot_unlike_all_others_is_left_alone():
    name = "touchdown_2"
    runner, instant = usual(name)
    wild = replace(runner, xy=runner.xy * 6.0)
    assert found(wild, name, instant + 0.01) == pytest.approx(instant + 0.01)


def test_what_is_not_seen_is_left_alone():
    name = "toe_off_2"
    runner, instant = usual(name)
    xy = runner.xy.copy()
    xy[np.abs(runner.time_s - instant - 0.04) < 0.01] = np.nan
    blind = replace(runner, xy=xy)
    assert movement(blind, FOOT[name], instant) is None
    assert found(blind, name, instant + 0.01) == pytest.approx(instant + 0.01)
    assert movement(runner, FOOT[name], runner.time_s[0] + 0.01) is None
    assert without_lags(runner, NOTHING, person=0.0) == NOTHING
