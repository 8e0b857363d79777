"""How a foot moves around an instant, told alike at every pace and size."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.gait_events.foot_movement import (
    FOOT,
    JOINTS,
    LEAST_SEEN_S,
    OFFSETS_S,
    movement,
)
from analysis.types import EVENT_NAMES
from tests.analysis.moving_body import start, travel_of

STEADY = np.array([3.0, -1.0])


@pytest.fixture(scope="module")
def runner():
    return travel_of(start(120))


@pytest.fixture(scope="module")
def gliding(runner):
    """All joints go 3 leg lengths a second ahead and 1 down."""
    return replace(
        runner, xy=np.zeros_like(runner.xy) + runner.time_s[:, None, None] * STEADY
    )


def paths(moved):
    return moved.reshape(len(JOINTS), len(OFFSETS_S), 2)


def test_every_event_of_a_foot_has_its_foot():
    assert set(FOOT) == set(EVENT_NAMES) - {"set_start", "first_movement"}
    assert [FOOT[f"touchdown_{n}"] for n in (1, 2, 3)] == ["rear", "front", "rear"]
    assert FOOT["toe_off_1"] == FOOT["touchdown_1"] == FOOT["rear_foot_block_exit"]
    assert FOOT["toe_off_2"] == FOOT["touchdown_2"] == FOOT["front_foot_block_exit"]


def test_a_steady_foot_moves_by_its_speed(gliding):
    moved = paths(movement(gliding, "rear", 1.234))
    for path in moved:
        assert path == pytest.approx(OFFSETS_S[:, None] * STEADY)


def test_at_the_instant_itself_nothing_has_moved(runner):
    moved = paths(movement(runner, "front", 2.01))
    now = int(np.argmin(np.abs(OFFSETS_S)))
    assert moved[:, now] == pytest.approx(0)
    assert np.abs(moved).max() > 0.1


@pytest.mark.parametrize("name", FOOT)
def test_slow_motion_moves_alike(name, runner):
    slow = start(30, slow=4)
    usual = movement(runner, FOOT[name], start(120).events_s[name])
    slowly = movement(travel_of(slow, 4), FOOT[name], slow.events_s[name] / 4)
    assert slowly == pytest.approx(usual, abs=0.02)


def test_size_and_direction_move_alike(runner):
    other = travel_of(start(120, leg_px=80, direction="right_to_left"))
    for leg in ("front", "rear"):
        assert movement(other, leg, 2.0) == pytest.approx(
            movement(runner, leg, 2.0), abs=0.02
        )


def test_beyond_the_end_of_the_clip_a_foot_stays_in_place(gliding):
    instant = gliding.time_s[-1] - 0.05
    moved = paths(movement(gliding, "rear", instant))
    after = OFFSETS_S > 0.05
    assert after.any()
    assert moved[:, after] == pytest.approx(np.zeros((3, 2, 2)) + 0.05 * STEADY)


def test_too_near_an_end_of_the_clip_nothing_is_told(gliding):
    first, last = gliding.time_s[[0, -1]]
    near, enough = (share * LEAST_SEEN_S for share in (0.9, 1.1))
    for instant in (first + near, last - near):
        assert movement(gliding, "rear", instant) is None
    for instant in (first + enough, last - enough):
        assert movement(gliding, "rear", instant) is not None


def test_a_foot_that_is_not_seen_tells_nothing(runner):
    xy = runner.xy.copy()
    xy[np.abs(runner.time_s - 2.05) < 0.01] = np.nan
    blind = replace(runner, xy=xy)
    assert movement(blind, "front", 2.0) is None
    assert movement(blind, "front", 1.9) is not None
