"""Repeated pictures take no time, and a picture at rest is no repeated one."""

from pathlib import Path

import numpy as np
import pytest

from analysis.timing.repeated_frames import holds, repeated, without_repeats
from analysis.types import Clip

# Grey levels that change from picture to picture: a rise into set, a hold, a start.
RISE = np.r_[np.linspace(0, 50, 12), np.linspace(50, 3, 12)]
START = np.r_[13.0, 28.0, 39.0, 46.0, np.linspace(52, 110, 12), np.full(36, 105.0)]
CHANGE = np.r_[0.0, RISE, np.full(40, 1.0), START]


def clip(frames, fps=60.0):
    return Clip(Path("start.mp4"), 1280, 720, 0, np.arange(frames) / fps)


def shown(times):
    """What changes when each picture is shown so many times."""
    again = [
        np.r_[value, np.ones(n - 1)] for value, n in zip(CHANGE, times, strict=True)
    ]
    return np.concatenate(again)


def held(frame, times):
    counts = np.ones(len(CHANGE), int)
    counts[frame] += times
    return shown(counts)


def test_a_clip_that_repeats_nothing_stays_the_very_same():
    film = clip(len(CHANGE))
    assert without_repeats(film, CHANGE) is film


def test_an_athlete_who_rests_and_moves_again_repeats_nothing():
    assert not repeated(CHANGE).any()


@pytest.mark.parametrize("frame", [70, 90, 110])
def test_a_picture_held_in_the_start_counts_as_no_time(frame):
    change = held(frame, 30)
    kept = without_repeats(clip(len(change)), change)
    assert kept.frames == len(CHANGE)
    assert kept.time_s == pytest.approx(np.arange(len(CHANGE)) / 60)
    assert kept.played_s[frame + 1] - kept.played_s[frame] == pytest.approx(31 / 60)


def test_a_first_picture_held_before_a_run_is_counted_once():
    running = START[12:]
    change = np.r_[np.zeros(40), running]
    kept = without_repeats(clip(len(change)), change)
    assert kept.frames == len(running) + 1
    assert kept.number.tolist() == [0, *range(40, len(change))]


def test_a_clip_may_begin_in_the_hold():
    change = np.r_[np.zeros(40), START]
    film = clip(len(change))
    assert without_repeats(film, change) is film


@pytest.mark.parametrize("times", [2, 3, 4])
def test_every_picture_shown_several_times_is_looked_at_once(times):
    change = shown(np.full(len(CHANGE), times))
    kept = without_repeats(clip(len(change), 60.0 * times), change)
    assert kept.median_fps == pytest.approx(60.0)
    assert not kept.variable_frame_rate
    assert abs(kept.frames - len(CHANGE)) <= 2


def test_pictures_of_another_rate_are_spread_evenly():
    # Four pictures filmed are five shown, as 48 a second become 60.
    counts = np.where(np.arange(len(CHANGE)) % 4 == 0, 2, 1)
    change = shown(counts)
    kept = without_repeats(clip(len(change)), change)
    moving = np.diff(kept.time_s)[-30:-4]
    assert moving == pytest.approx(np.full(26, 1 / 48))


def test_time_goes_on_where_pictures_are_lost_behind_a_held_one():
    change = held(100, 12)
    change[113] *= 2.2
    film = clip(len(change))
    assert without_repeats(film, change) is film


def test_a_single_picture_shown_twice_changes_nothing():
    change = held(100, 1)
    film = clip(len(change))
    assert without_repeats(film, change) is film


def test_a_held_picture_is_known_and_a_changed_rate_is_none():
    change = held(100, 30)
    film = clip(len(change))
    assert holds(without_repeats(film, change))
    doubled = shown(np.full(len(CHANGE), 2))
    assert not holds(without_repeats(clip(len(doubled), 120.0), doubled))
    assert not holds(film)
