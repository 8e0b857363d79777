"""A limb that looks too short makes an angle unsure; a long one does not."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.limbs import short_deg
from tests.analysis.moving_body import start, travel_of

KINDS = ("knee", "hip", "shin", "trunk", "thigh_split", "body_line", "head_pitch")


@pytest.fixture(scope="module")
def travel():
    return travel_of(start(60))


def with_short_shank(travel, frame, share):
    """The rear leg's ankle drawn towards its knee in one frame and its neighbours."""
    side = travel.side_of("rear") == "right"
    knee, ankle = (26, 28) if side else (25, 27)
    xy = travel.xy.copy()
    near = slice(frame - 1, frame + 2)
    xy[near, ankle] = xy[near, knee] + share * (xy[near, ankle] - xy[near, knee])
    return replace(travel, xy=xy)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("leg", ["front", "rear"])
def test_limbs_of_the_usual_length_leave_an_angle_as_sure(travel, kind, leg):
    for frame in range(100, 150, 10):
        assert short_deg(travel, travel.time_s[frame], kind, leg) == 0.0


def test_a_short_shank_makes_its_knee_and_shin_unsure_and_nothing_else(travel):
    short = with_short_shank(travel, 130, 0.6)
    told = {
        (kind, leg): short_deg(short, short.time_s[130], kind, leg)
        for kind in KINDS
        for leg in ("front", "rear")
    }
    unsure = {pair: deg for pair, deg in told.items() if deg > 0}
    assert set(unsure) == {("knee", "rear"), ("shin", "rear")}
    turned = np.degrees(np.arccos(0.6))
    assert list(unsure.values()) == pytest.approx([turned] * 2, abs=6)
