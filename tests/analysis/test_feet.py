"""A foot that stands still is seen to, and its coming and going is timed."""

import numpy as np
import pytest

from analysis.feet import RADIUS, Rest, crossing_out, fitted_edge, rests

TIME_S = np.arange(0, 1, 1 / 60)


def stepping(*stands, time_s=TIME_S):
    """A toe on each stand (from, to, x) and on a straight way between them."""
    when = [edge for begin, end, _ in stands for edge in (begin, end)]
    where = [x for _, _, x in stands for _ in (0, 1)]
    return np.stack([np.interp(time_s, when, where), np.zeros(len(time_s))], axis=1)


def test_each_stand_is_a_rest_where_and_when_it_was():
    found = rests(TIME_S, stepping((0, 0.3, 0.0), (0.5, 0.7, 2.0), (0.9, 1, 4.0)), 1.0)
    assert [rest.x for rest in found] == pytest.approx([0, 2, 4], abs=0.02)
    times = [(TIME_S[rest.start], TIME_S[rest.end - 1]) for rest in found]
    assert np.array(times) == pytest.approx(
        np.array([(0, 0.3), (0.5, 0.7), (0.9, 0.98)]), abs=0.02
    )


def test_a_foot_that_never_stops_has_no_rest():
    assert rests(TIME_S, stepping((0, 0, 0.0), (1, 1, 6.0)), 1.0) == []


def test_a_foot_that_slows_for_a_moment_has_not_rested():
    assert (
        rests(TIME_S, stepping((0, 0, 0.0), (0.5, 0.54, 2.0), (1, 1, 4.0)), 1.0) == []
    )


def test_the_same_moment_is_no_rest_in_slow_motion():
    toe = stepping((0, 0, 0.0), (0.4, 0.6, 2.0), (1, 1, 4.0))
    assert len(rests(TIME_S, toe, 1.0)) == 1
    assert rests(TIME_S, toe, 8.0) == []


@pytest.mark.parametrize("frames", [1, 3])
def test_a_rest_that_wild_frames_break_is_one_rest(frames):
    toe = stepping((0, 0.5, 0.0), (0.7, 1, 2.0))
    toe[15 : 15 + frames] += (0.3, 0.2)
    found = rests(TIME_S, toe, 1.0)
    assert [rest.x for rest in found] == pytest.approx([0, 2], abs=0.02)


def test_a_short_contact_survives_a_wild_frame_in_its_middle():
    toe = stepping((0, 0, 0.0), (0.4, 0.52, 2.0), (1, 1, 4.0))
    toe[27] += (0.3, 0.2)
    (rest,) = rests(TIME_S, toe, 1.0)
    assert rest.x == pytest.approx(2, abs=0.03)


def test_where_there_is_no_pose_there_is_no_rest():
    toe = stepping((0, 0.3, 0.0), (0.5, 1, 2.0))
    toe[:25] = np.nan
    (rest,) = rests(TIME_S, toe, 1.0)
    assert rest.x == pytest.approx(2, abs=0.02)
    assert rest.start >= 25


def test_a_toe_crosses_out_between_two_frames():
    toe = stepping((0, 0.5, 0.0), (1, 1, 3.0))  # 6 leg lengths a second
    (rest,) = rests(TIME_S, toe, 1.0)
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
