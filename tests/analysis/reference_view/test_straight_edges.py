"""Straight edges are found in the background, wherever the camera looks."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.reference_view.straight_edges import MOST_WITNESSES, find_lines
from tests.analysis.level_scene import edges, picture_of, sighting_of
from tests.analysis.moving_body import SIZE_PX, shifting, start

POSES = start(60).poses
ALL = slice(0, len(POSES.time_s))
# One edge that falls by 5 degrees to the right, above the athlete.
FALLING = np.array([[[300.0, 100.0], [900.0, 152.5]]])


def found(ends, **changed):
    detection = replace(sighting_of(POSES, picture_of(ends)), **changed)
    return find_lines(detection, ALL)


def test_an_edge_is_found_with_its_slope_and_place():
    lines = found(FALLING)
    assert len(lines.angle_deg) >= 2
    assert lines.angle_deg == pytest.approx(5.0, abs=0.5)
    assert lines.lying.all()
    assert lines.middle[:, 0] == pytest.approx(-40 / 1280, abs=0.02)


def test_poles_stand_and_lanes_lie():
    lines = found(edges())
    assert 0 < np.count_nonzero(~lines.lying) < np.count_nonzero(lines.lying)
    assert np.abs(lines.angle_deg[~lines.lying]).min() > 80
    assert set(lines.only(~lines.lying).lying.tolist()) == {False}


def test_the_athletes_own_edges_do_not_count():
    whole = np.tile([0.0, 0.0, *SIZE_PX], (len(POSES.time_s), 1))
    assert len(found(FALLING, box_px=whole).angle_deg) == 0


def test_slanting_edges_neither_lie_nor_stand():
    slanting = np.array([[[300.0, 100.0], [500.0, 290.0]]])
    assert len(found(slanting).angle_deg) == 0


def test_many_edges_in_one_place_are_few_witnesses():
    hedge = np.stack([FALLING[0] + [0, 4 * n] for n in range(4)])
    assert found(hedge).weight.sum() < 2.2 * MOST_WITNESSES


def test_where_the_camera_looked_elsewhere_an_edge_lies_in_the_reference_view():
    moved = np.zeros((len(POSES.time_s), 2))
    moved[:, 1] = 120.0
    camera = replace(shifting(moved), focal_px=1280.0)
    assert found(FALLING, camera=camera).middle[:, 1] == pytest.approx(
        found(FALLING).middle[:, 1] - 120 / 1280, abs=0.01
    )


def test_only_pictures_of_the_start_are_looked_at():
    empty, full = picture_of(FALLING[:0]), picture_of(FALLING)
    detection = replace(
        sighting_of(POSES, empty), glimpses=((10, empty), (20, empty), (90, full))
    )
    assert len(find_lines(detection, slice(0, 60)).angle_deg) == 0
    assert len(find_lines(detection, slice(60, 120)).angle_deg) > 0
