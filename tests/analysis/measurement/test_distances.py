"""Distances on a body of which every joint is known."""

import numpy as np
import pytest

from analysis.landmarks import landmark
from analysis.measurement import distances
from analysis.measurement.body import Snapshot, centre_of_mass
from tests.analysis.moving_body import ARM, EVENTS_S, SHANK, TRUNK, start, travel_of

LEG = 1.0


@pytest.fixture(scope="module")
def runner():
    return travel_of(start(120))


def body_of(runner, **places):
    """Everything at one point but the joints named: ``front_wrist=(x, y)``."""
    xy = np.zeros((33, 2))
    for name, place in places.items():
        leg, joint = name.split("_")
        xy[landmark(runner.side_of(leg), joint)] = place
    return Snapshot(runner, xy)


def both(joint, place):
    return {f"front_{joint}": place, f"rear_{joint}": place}


def test_shoulders_are_in_front_of_the_hands_by_arms(runner):
    body = body_of(runner, **both("shoulder", (0.3, 0.6)), **both("wrist", (0.1, 0.0)))
    ahead = distances.shoulders_ahead(body, "front")
    assert ahead == pytest.approx(0.2 / (2 * ARM), rel=0.05)


def test_a_hand_is_so_many_trunks_from_the_head_and_from_the_hip(runner):
    body = body_of(runner, front_wrist=(0.3, 0.4), front_hip=(0.3, -0.2))
    assert distances.hand_to_head(body, "front") == pytest.approx(0.5 / TRUNK, rel=0.05)
    assert distances.hand_to_hip(body, "front") == pytest.approx(0.6 / TRUNK, rel=0.05)
    assert distances.hand_ahead_of_hip(body, "front") == pytest.approx(0.0)


def test_a_hand_behind_the_hip_is_ahead_by_less_than_nothing(runner):
    body = body_of(runner, front_wrist=(-0.3, 0.0))
    ahead = distances.hand_ahead_of_hip(body, "front")
    assert ahead == pytest.approx(-0.3 / TRUNK, rel=0.05)


def test_an_ankle_is_so_many_shanks_above_the_other(runner):
    body = body_of(runner, front_ankle=(0.0, 0.4), rear_ankle=(0.2, 0.1))
    assert distances.ankle_height(body, "front") == pytest.approx(0.3 / SHANK, rel=0.05)
    assert distances.ankle_height(body, "rear") == pytest.approx(-0.3 / SHANK, rel=0.05)


def test_a_foot_behind_the_mass_is_told_as_less_than_nothing(runner):
    body = body_of(runner, rear_heel=(-0.5, 0.0), rear_toe=(-0.3, 0.0))
    mass = centre_of_mass(body.xy)[0]
    ball = -0.5 + 0.72 * 0.2
    distance = distances.touchdown_distance(body, "rear")
    assert distance == pytest.approx((ball - mass) / LEG, rel=0.05)
    assert distances.toe_off_distance(body, "rear") == pytest.approx(
        (mass + 0.3) / LEG, rel=0.05
    )


def test_in_the_run_the_toe_stays_behind_and_the_mass_leaves_it(runner):
    landed, left = (
        Snapshot(runner, runner.at(runner_s(runner, EVENTS_S[name])))
        for name in ("touchdown_1", "toe_off_1")
    )
    before = distances.toe_off_distance(landed, "rear")
    assert distances.toe_off_distance(left, "rear") > before + 0.3


def runner_s(runner, life_s):
    """The athlete's own clock at seconds from the first movement."""
    exit_s = EVENTS_S["front_foot_block_exit"]
    return runner.pattern.time_of("front_foot_block_exit") + life_s - exit_s
