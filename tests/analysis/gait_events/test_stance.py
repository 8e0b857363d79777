"""A foot that stands still is seen to, and its coming and going is timed."""

import numpy as np
import pytest

from analysis.gait_events.stance import (
    RADIUS,
    Rest,
    crossing_out,
    fitted_edge,
    rest_around,
)

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
