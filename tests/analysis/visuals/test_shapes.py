"""What is drawn of a measure stands where it is measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import numpy as np
import pytest

from analysis.landmarks import BY_SIDE, HIPS
from analysis.measurement.body import centre_of_mass
from analysis.measurement.definition import Drawn
from analysis.types import Missing
from analysis.visuals.shapes import FOOT_FRAMES, SHAPES, Body


@pytest.fixture
def start(start_of: Callable[[str], Any]) -> Any:
    return start_of("E_righttoleft")


@pytest.fixture
def landed(start: Any) -> np.ndarray:
    """(33, 2) the landmarks as the first step lands."""
    points: np.ndarray = start.poses.xy_px[start.analysis.events["touchdown_1"].frame]
    return points


def test_every_way_to_be_drawn_has_its_shape() -> None:
    assert set(SHAPES) == set(get_args(Drawn))


def test_a_landing_is_measured_from_straight_under_the_centre_of_mass(
    landed: np.ndarray,
) -> None:
    mass, under, ball = SHAPES["landing"].arms(Body(landed, "left"))
    assert mass == pytest.approx(centre_of_mass(landed))
    assert under.tolist() == [mass[0], ball[1]]
    heel, toe = (landed[BY_SIDE["left"][name]] for name in ("heel", "toe"))
    assert np.linalg.norm(ball - toe) < np.linalg.norm(ball - heel)


def test_a_hand_is_measured_to_the_ears_and_an_elbow_at_the_elbow(
    landed: np.ndarray,
) -> None:
    ears, _, wrist = SHAPES["lead_hand"].arms(Body(landed, "right"))
    assert ears == pytest.approx((landed[7] + landed[8]) / 2)
    assert wrist.tolist() == landed[16].tolist()
    elbow, shoulder, wrist = SHAPES["elbow"].arms(Body(landed, "left"))
    assert np.stack([elbow, shoulder, wrist]).tolist() == landed[[13, 11, 15]].tolist()


def test_the_way_of_the_hips_goes_from_the_first_movement_to_the_exit(
    start: Any,
) -> None:
    paths, events = start.poses.xy_px, start.analysis.events
    way = SHAPES["hip_path"].way(Body(paths[0], "left"), paths, events)
    ends = [events[name].frame for name in ("first_movement", "front_foot_block_exit")]
    assert way[[0, -1]] == pytest.approx(paths[ends][:, HIPS].mean(axis=1))


def test_a_foots_way_ends_where_it_lands(start: Any, landed: np.ndarray) -> None:
    paths, events = start.poses.xy_px, start.analysis.events
    body = Body(landed, "left")
    way = SHAPES["foot_path"].way(body, paths, events)
    assert len(way) == FOOT_FRAMES + 1
    assert way[-1] == pytest.approx(body.ball)


def test_the_hand_goes_by_the_hip_of_the_picture(start: Any) -> None:
    paths, events = start.poses.xy_px, start.analysis.events
    frame = events["toe_off_1"].frame
    way = SHAPES["back_hand"].way(Body(paths[frame], "left"), paths, events)
    assert len(way) == frame - events["touchdown_1"].frame + 1
    assert way[-1] == pytest.approx(paths[frame, 15])


@pytest.mark.parametrize("drawn", ["hip_path", "foot_path", "back_hand"])
def test_there_is_no_way_without_its_events_or_without_paths(
    drawn: Drawn, start: Any, landed: np.ndarray
) -> None:
    body, way_of = Body(landed, "left"), SHAPES[drawn].way
    assert way_of(body, None, start.analysis.events) is None
    gone = dict.fromkeys(start.analysis.events, Missing("event_not_found"))
    assert way_of(body, start.poses.xy_px, gone) is None
