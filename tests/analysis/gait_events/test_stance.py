"""A foot that stands still is seen to, and its coming and going is timed."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.errors import CutOff, NoStart
from analysis.gait_events.stance import (
    RADIUS,
    Rest,
    crossing_out,
    find_feet,
    fitted_edge,
    rest_around,
    stands_px,
)
from tests.analysis.moving_body import FRONT_TOE_PX, STANDS, start, travel_of

TIME_S = np.arange(0, 1, 1 / 60)


def stepping(*stands, time_s=TIME_S):
    """A toe on each stand (from, to, x) and on a straight way between them."""
    when = [edge for begin, end, _ in stands for edge in (begin, end)]
    where = [x for _, _, x in stands for _ in (0, 1)]
    return np.stack([np.interp(time_s, when, where), np.zeros(len(time_s))], axis=1)


def rest_in(toe, begin_s, end_s, since_s=0.0, until_s=2.0):
    """The rest around what is sure between two moments."""
    sure = np.arange(*np.searchsorted(TIME_S, [begin_s, end_s]))
    limits = np.searchsorted(TIME_S, [since_s, until_s])
    return rest_around(toe, (sure[0], sure[-1]), (limits[0], limits[1]))


def span_s(rest):
    return TIME_S[rest.start], TIME_S[rest.end - 1]


@pytest.mark.parametrize(
    ("sure", "true", "place"),
    [
        ((0.1, 0.2), (0, 0.3), 0),
        ((0.56, 0.64), (0.5, 0.7), 2),
        ((0.92, 0.97), (0.9, 0.98), 4),
    ],
)
def test_each_stand_is_a_rest_where_and_when_it_was(sure, true, place):
    toe = stepping((0, 0.3, 0.0), (0.5, 0.7, 2.0), (0.9, 1, 4.0))
    rest = rest_in(toe, *sure)
    assert rest.x == pytest.approx(place, abs=0.02)
    assert span_s(rest) == pytest.approx(true, abs=0.02)


def test_a_foot_that_flies_rests_for_no_more_than_a_moment():
    rest = rest_in(stepping((0, 0, 0.0), (1, 1, 6.0)), 0.4, 0.6)
    assert rest is None or rest.end - rest.start <= 3


def test_a_rest_does_not_leave_its_limits():
    rest = rest_in(stepping((0, 1, 0.0)), 0.4, 0.5, since_s=0.3, until_s=0.8)
    assert span_s(rest) == pytest.approx((0.3, 0.8), abs=0.02)


def test_limits_beyond_the_clip_are_no_harm():
    toe = stepping((0, 1, 0.0))
    rest = rest_around(toe, (20, 30), (-8, 900))
    assert (rest.start, rest.end) == (0, len(toe))


def test_one_wild_frame_does_not_end_a_rest_and_two_do():
    toe = stepping((0, 1, 0.0))
    toe[40] += (0.5, 0.2)
    assert rest_in(toe, 0.3, 0.5).end == len(toe)
    toe[41] += (0.5, 0.2)
    assert rest_in(toe, 0.3, 0.5).end == 40


def test_a_landing_foot_that_passes_its_place_has_not_landed_yet():
    toe = stepping((0, 0.3, 0.0), (0.5, 1, 2.0))
    toe[20] = toe[40]  # in its place for a frame, 0.17 s before it lands
    assert span_s(rest_in(toe, 0.6, 0.8))[0] == pytest.approx(0.5, abs=0.02)


def test_a_wild_frame_while_it_rests_for_sure_moves_nothing():
    toe = stepping((0, 0, 0.0), (0.4, 0.52, 2.0), (1, 1, 4.0))
    toe[27] += (0.3, 0.2)
    rest = rest_in(toe, 0.42, 0.5)
    assert rest.x == pytest.approx(2, abs=0.03)
    assert span_s(rest) == pytest.approx((0.4, 0.52), abs=0.03)


@pytest.mark.parametrize("times", [0.9, 1.5, 2.5])
def test_a_foot_that_trembles_about_its_place_still_rests(times):
    toe = stepping((0, 1, 0.0))
    turn = np.arange(len(toe)) * np.pi / 2
    toe += times * RADIUS * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    rest = rest_in(toe, 0.3, 0.7)
    assert (rest.start, rest.end) == (0, len(toe))
    assert rest.place == pytest.approx([0, 0], abs=0.01)


def test_a_foot_that_leaps_about_does_not_rest():
    toe = stepping((0, 1, 0.0))
    turn = np.arange(len(toe)) * np.pi / 2
    toe += 4 * RADIUS * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    assert rest_in(toe, 0.3, 0.7) is None


def test_where_there_is_no_pose_there_is_no_rest():
    toe = stepping((0, 0.3, 0.0), (0.5, 1, 2.0))
    toe[:36] = np.nan
    rest = rest_in(toe, 0.5, 0.8)
    assert rest.x == pytest.approx(2, abs=0.02)
    assert rest.start == 36


def test_a_toe_crosses_out_between_two_frames():
    toe = stepping((0, 0.5, 0.0), (1, 1, 3.0))  # 6 leg lengths a second
    rest = rest_in(toe, 0.2, 0.4)
    assert crossing_out(TIME_S, toe, rest) == pytest.approx(0.5 + RADIUS / 6, abs=0.002)


def test_a_toe_that_stays_to_the_end_crosses_at_the_last_frame():
    toe = stepping((0, 1, 0.0))
    rest = Rest(0, len(toe), np.zeros(2))
    assert crossing_out(TIME_S, toe, rest) == TIME_S[-1]


@pytest.mark.parametrize("fps", [30, 60, 240])
@pytest.mark.parametrize("instant", [0.493, 0.5, 0.511])
@pytest.mark.parametrize("shape", ["leave", "land", "stop"])
def test_an_edge_is_found_between_frames(shape, instant, fps):
    time_s = np.arange(0, 1, 1 / fps)
    after, before = np.clip(time_s - instant, 0, 9), np.clip(instant - time_s, 0, 9)
    way = {"leave": 30 * after**2, "land": -4 * before - 20 * before**2}
    path = way.get(shape, -6 * before)[:, None] * np.array([1.0, 0.3])
    found = fitted_edge(time_s, path, (0.4, 0.6), shape)
    assert found == pytest.approx(instant, abs=0.006)


def test_an_edge_is_found_although_frames_are_uneven():
    time_s = np.sort(np.random.default_rng(1).uniform(0, 1, 60))
    path = 30 * np.clip(time_s - 0.47, 0, 9)[:, None] ** 2 * np.ones(2)
    assert fitted_edge(time_s, path, (0.35, 0.6), "leave") == pytest.approx(
        0.47, abs=0.01
    )


CONTACTS = [STANDS["rear"][1], STANDS["front"][1], STANDS["rear"][2]]


def feet_of(one, slow=1.0):
    return find_feet(travel_of(one, slow))


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
    told = stands_px(travel_of(one))
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
    runner = travel_of(start())
    hidden = np.where((runner.time_s > 1.6 + 0.3)[:, None, None], np.nan, runner.xy)
    with pytest.raises(CutOff, match="still on its block"):
        find_feet(replace(runner, xy=hidden))


@pytest.mark.parametrize("noise_px", [1.0, 2.0])
def test_feet_that_tremble_stand_where_they_stand(noise_px):
    feet = feet_of(start(noise_px=noise_px))
    found = [rest.x for _, rest in feet.contacts]
    assert found == pytest.approx([place for *_, place in CONTACTS], abs=0.06)
