"""When the recovering ankle passes the stance knee."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.gait_events.detection import find_events
from analysis.landmarks import landmark
from analysis.measurement.crossing import find_crossing
from analysis.types import Missing
from tests.analysis.moving_body import start, travel_of


@pytest.fixture(scope="module")
def runner():
    return travel_of(start(120))


@pytest.fixture(scope="module")
def events(runner):
    return find_events(runner)


def ahead(runner, at_s):
    points = runner.at(at_s)
    ankle, knee = (
        runner.of(points, leg, joint)
        for leg, joint in (("front", "ankle"), ("rear", "knee"))
    )
    return float(ankle[0] - knee[0])


def test_it_lies_between_frames_in_the_first_contact(runner, events):
    crossing = find_crossing(runner, events)
    assert events["touchdown_1"].t_s < crossing.t_s < events["toe_off_1"].t_s
    assert abs(ahead(runner, crossing.t_s)) < 0.01
    nearest = np.argmin(np.abs(runner.time_s - crossing.t_s))
    assert crossing.frame == nearest


def test_without_the_contact_there_is_none_and_the_reason(runner, events):
    gone = Missing("event_after_clip")
    assert find_crossing(runner, {**events, "touchdown_1": gone}) is gone


def test_an_ankle_that_never_passes_is_not_found(runner, events):
    xy = runner.xy.copy()
    xy[:, landmark(runner.side_of("front"), "ankle"), 0] -= 5.0
    behind = replace(runner, xy=xy)
    assert find_crossing(behind, events) == Missing("event_not_found")


def test_a_crossing_that_may_lie_in_unseen_frames_is_not_told(runner, events):
    crossing = find_crossing(runner, events)
    xy = runner.xy.copy()
    xy[crossing.frame - 4 : crossing.frame + 2] = np.nan
    assert find_crossing(replace(runner, xy=xy), events) == Missing("joint_hidden")
