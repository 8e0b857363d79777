"""A turn and a zoom are read off where corners went, whatever else moves among them."""

import numpy as np
import pytest

from analysis.camera_motion.rotation import (
    NO_TURN,
    Turn,
    fit_turn,
    focal_of,
    half_way,
    most_alike,
    off_px,
    turned_by,
    vector_of,
)

FOCAL_PX, SIDE_PX = 420.0, 384.0


@pytest.fixture
def corners():
    spread = np.random.default_rng(3).uniform(-1, 1, (120, 2))
    return spread * [SIDE_PX / 2, SIDE_PX / 4]


def turn(pitch=0.01, yaw=0.04, roll=-0.02, zoom=1.03):
    return Turn(turned_by([pitch, yaw, roll]), zoom)


def test_a_turn_is_found_again(corners):
    found = fit_turn(corners, turn().of(corners, FOCAL_PX), FOCAL_PX, turn(yaw=0.038))
    assert found.rotation == pytest.approx(turn().rotation, abs=1e-6)
    assert found.zoom == pytest.approx(turn().zoom, abs=1e-6)


def test_corners_of_somebody_who_goes_do_not_count(corners):
    seen = turn().of(corners, FOCAL_PX)
    seen[:50] += [7.0, -4.0]
    found = fit_turn(corners, seen, FOCAL_PX, turn(yaw=0.039))
    assert off_px(corners, turn().of(corners, FOCAL_PX), FOCAL_PX, found).max() < 1e-3


def test_the_larger_group_is_the_background(corners):
    seen = turn(0, 0.02, 0, 1).of(corners, FOCAL_PX)
    seen[:50] = corners[:50]
    alike = most_alike(corners, seen - corners, FOCAL_PX, 1.0)
    assert not alike[:50].any()
    assert alike[50:].mean() > 0.9


@pytest.mark.parametrize("focal_px", [300.0, 420.0, 900.0])
def test_a_wide_turn_tells_the_focal_length(corners, focal_px):
    wide = turn(0, 60 / focal_px, 0.01, 1.02)
    seen = wide.of(corners, focal_px)
    guess = wide.same_shift(focal_px, 384.0)
    told = focal_of([(corners, seen, guess, 1.0)], 384.0, SIDE_PX)
    assert told == pytest.approx(focal_px, rel=0.05)


def test_a_turn_and_its_way_back_are_none(corners):
    there_and_back = turn().back().after(turn())
    assert there_and_back.of(corners, FOCAL_PX) == pytest.approx(corners)


def test_a_homography_moves_points_as_the_turn_does(corners):
    seen = np.c_[corners, np.ones(len(corners))] @ turn().homography(FOCAL_PX).T
    assert seen[:, :2] / seen[:, 2:] == pytest.approx(turn().of(corners, FOCAL_PX))


def test_turning_on_and_on_stays_a_turn(corners):
    places = [NO_TURN, turn()]
    for _ in range(80):
        guess = places[-1].after(places[-2].back()).after(places[-1])
        places.append(fit_turn(corners, guess.of(corners, 400), 400, guess))
    last = places[-1].rotation
    assert last @ last.T == pytest.approx(np.eye(3), abs=1e-9)


def test_half_way_lies_in_the_middle():
    middle = half_way([turn(0, yaw, 0, 1) for yaw in (0.0, 0.1, 0.3)])
    assert vector_of(middle.rotation) == pytest.approx([0, 0.1, 0])
