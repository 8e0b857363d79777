"""Shoulders that a body behind pulls away are taken from the look the other way."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.camera_motion.camera import Camera
from analysis.estimation.among_others.upper_body import own_upper_body
from analysis.types import Poses
from tests.analysis.moving_body import seen_around, start

NEAR = start().poses
CAMERA: Camera = seen_around(NEAR).camera
CLOSE_FROM = 60
HOLD = slice(56, 76)


def pulled(times, frames=HOLD):
    """Shoulders further from the hips than they are, in some frames."""
    xy_px = NEAR.xy_px.copy()
    hips = xy_px[frames, 23:25].mean(axis=1, keepdims=True)
    xy_px[frames, 11:13] = hips + times * (xy_px[frames, 11:13] - hips)
    return replace(NEAR, xy_px=xy_px)


def test_where_the_turned_look_has_the_shorter_trunk_its_upper_body_counts():
    told = own_upper_body(pulled(1.3), NEAR, CAMERA, CLOSE_FROM)
    middle = slice(HOLD.start + 5, HOLD.stop - 5)
    assert np.allclose(told.xy_px[middle], NEAR.xy_px[middle])


def test_legs_stay_as_they_are():
    turned = replace(NEAR, xy_px=NEAR.xy_px + 3.0)
    told = own_upper_body(pulled(1.3), turned, CAMERA, CLOSE_FROM)
    assert np.array_equal(told.xy_px[:, 23:], NEAR.xy_px[:, 23:])


@pytest.mark.parametrize("turned", [NEAR, pulled(1.3)])
def test_where_it_is_not_shorter_nothing_changes(turned):
    assert own_upper_body(NEAR, turned, CAMERA, CLOSE_FROM) is NEAR


def test_before_the_hold_nothing_changes():
    early = pulled(1.3, slice(0, 40))
    assert own_upper_body(early, NEAR, CAMERA, CLOSE_FROM) is early


def test_frames_that_the_turned_look_has_not_stay():
    unseen = Poses(NEAR.xy_px[:50], NEAR.visibility[:50], NEAR.time_s[:50])
    long = pulled(1.3)
    assert own_upper_body(long, unseen, CAMERA, CLOSE_FROM) is long
