"""Both blocks and three contacts are found where the feet stand, or not at all."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.errors import CutOff, NoStart
from analysis.gait_events.contacts import find_feet, stands_px
from tests.analysis.moving_body import FRONT_TOE_PX, STANDS, start, travel_of

CONTACTS = [STANDS["rear"][1], STANDS["front"][1], STANDS["rear"][2]]


def feet_of(one, slow=1.0):
    return find_feet(travel_of(one, slow), slow)


def times_of(rest, one):
    return one.poses.time_s[rest.start], one.poses.time_s[rest.end - 1]


@pytest.mark.parametrize(
    ("fps", "slow"), [(25, 1), (30, 1), (60, 1), (120, 1), (30, 4), (30, 8)]
)
def test_contacts_are_made_by_each_foot_in_turn_where_it_stands(fps, slow):
    one = start(fps, slow=slow)
    feet = feet_of(one, slow)
    assert [leg for leg, _ in feet.contacts] == ["rear", "front", "rear"]
    for (_, rest), (landed, left, place) in zip(feet.contacts, CONTACTS, strict=True):
        assert rest.x == pytest.approx(place, abs=0.06)
        begin, end = (when / slow - 1.6 for when in times_of(rest, one))
        near = 0.03 + 1 / fps / slow
        assert begin == pytest.approx(landed, abs=near + 0.01)  # it lands softly
        assert end == pytest.approx(left, abs=near)


@pytest.mark.parametrize("phase", [0.0, 0.2, 0.4, 0.6, 0.8])
def test_both_blocks_are_seen_at_15_fps_wherever_its_frames_lie(phase):
    feet = feet_of(start(15, begins_s=-1.6 + phase / 15))
    assert feet.rear_block is not None
    assert abs(feet.front_block.x) < 0.06


@pytest.mark.parametrize("direction", ["left_to_right", "right_to_left"])
def test_both_feet_stand_in_their_blocks(direction):
    feet = feet_of(start(direction=direction))
    assert feet.front_block.x == pytest.approx(0, abs=0.02)
    assert feet.rear_block.x == pytest.approx(-0.42, abs=0.03)


def test_blocks_are_left_when_they_are():
    one = start(120)
    feet = feet_of(one)
    for rest, left in ((feet.rear_block, 0.18), (feet.front_block, 0.35)):
        assert times_of(rest, one)[1] - 1.6 == pytest.approx(left, abs=0.03)


def test_stands_are_told_where_the_picture_shows_them():
    one = start(60)
    told = stands_px(travel_of(one), 1.0)
    places = [0.0, -0.42, *(place for *_, place in CONTACTS)]
    assert told[:, 0] == pytest.approx(
        FRONT_TOE_PX[0] + one.leg_px * np.array(places), abs=12
    )
    assert told[:, 1] == pytest.approx(FRONT_TOE_PX[1], abs=6)


@pytest.mark.parametrize(("ends_s", "seen"), [(0.85, 2), (0.76, 2), (0.62, 1)])
def test_a_contact_after_the_clip_is_none(ends_s, seen):
    contacts = feet_of(start(120, ends_s=ends_s)).contacts
    assert [rest is not None for _, rest in contacts] == [i < seen for i in range(3)]


@pytest.mark.parametrize("begins_s", [0.2, 0.28])
def test_a_rear_block_left_before_the_clip_is_none(begins_s):
    feet = feet_of(start(120, begins_s=begins_s))
    assert feet.rear_block is None
    assert feet.front_block.x == pytest.approx(0, abs=0.02)


def test_a_contact_that_nobody_saw_is_none():
    one = start(120)
    xy = one.poses.xy_px.copy()
    life_s = one.poses.time_s - 1.6
    xy[(life_s > 0.63) & (life_s < 0.86)] = np.nan
    (_, first), (_, second), (_, third) = feet_of(one.with_xy(xy)).contacts
    assert second is None
    assert (first.x, third.x) == pytest.approx((1.03, 3.68), abs=0.06)


def test_a_clip_that_begins_as_the_front_foot_leaves_is_no_start():
    with pytest.raises(NoStart, match="front foot has left its block"):
        feet_of(start(begins_s=0.34))


def test_an_athlete_out_of_sight_after_the_push_is_cut_off():
    travel = travel_of(start())
    hidden = np.where((travel.time_s > 1.6 + 0.3)[:, None, None], np.nan, travel.xy)
    with pytest.raises(CutOff, match="still on its block"):
        find_feet(replace(travel, xy=hidden), 1.0)


@pytest.mark.parametrize("noise_px", [1.0, 2.0])
def test_feet_that_tremble_stand_where_they_stand(noise_px):
    feet = feet_of(start(noise_px=noise_px))
    found = [rest.x for _, rest in feet.contacts]
    assert found == pytest.approx([place for *_, place in CONTACTS], abs=0.06)
