"""Stretches of another speed are found, brought to one pace and told."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.timing.playback import played
from analysis.timing.speed_changes import at_one_pace, changes_of, least_fps
from analysis.types import Clip
from tests.analysis.moving_body import BEGINS_S, ENDS_S, start

FPS = 30.0


def ramped(*pieces, noise_px=0.3):
    """A start in which life passes more slowly from some instants on, as played.

    Each piece is since when, seconds of life, and how many times as slow.
    """
    life, now = [], BEGINS_S
    while now < ENDS_S:
        life.append(now)
        slow = [times for since, times in pieces if now >= since][-1]
        now += 1.0 / (FPS * slow)
    one = start(times_s=np.array(life) - BEGINS_S, noise_px=noise_px)
    return np.array(life), replace(one.poses, time_s=np.arange(len(life)) / FPS)


def clip_of(poses):
    return Clip(Path("start.mp4"), 1280, 720, 0, poses.time_s)


@pytest.mark.parametrize("fps", [30, 60, 120])
@pytest.mark.parametrize("slow", [1.0, 4.0, 8.0])
def test_a_clip_of_one_speed_has_no_changes(fps, slow):
    assert changes_of(start(fps * slow, slow=slow, noise_px=0.5).poses) == ()


@pytest.mark.parametrize("slow", [4.0, 8.0, 16.0])
@pytest.mark.parametrize("at_s", [0.38, 0.5, 0.75])
def test_the_end_of_a_slow_stretch_is_found(slow, at_s):
    life, poses = ramped((BEGINS_S, slow), (at_s, 1.0))
    (change,) = changes_of(poses)
    assert abs(life[change.frame] - at_s) <= 1.5 / FPS
    assert change.times == pytest.approx(slow, rel=0.3)


@pytest.mark.parametrize("slow", [4.0, 8.0])
def test_the_beginning_of_a_slow_stretch_is_found(slow):
    life, poses = ramped((BEGINS_S, 1.0), (0.5, slow))
    (change,) = changes_of(poses)
    assert abs(life[change.frame] - 0.5) <= 1.5 / FPS
    assert 1 / change.times == pytest.approx(slow, rel=0.3)


def test_at_one_pace_life_passes_evenly():
    life, poses = ramped((BEGINS_S, 8.0), (0.5, 1.0))
    changes = changes_of(poses)
    clip, even = at_one_pace(clip_of(poses), poses, changes)
    took = life - life[0]
    assert even.time_s == pytest.approx(took, abs=0.1)
    assert clip.played_s == pytest.approx(poses.time_s)
    assert even.changes == tuple(change.frame for change in changes)
    assert clip.median_fps == pytest.approx(8 * FPS, rel=0.3)
    assert least_fps(clip) == pytest.approx(FPS)


def test_an_instant_is_told_as_the_file_plays():
    life, poses = ramped((BEGINS_S, 8.0), (0.5, 1.0))
    clip, even = at_one_pace(clip_of(poses), poses, changes_of(poses))
    for frame in (10, len(life) // 2, len(life) - 4):
        between = (even.time_s[frame] + even.time_s[frame + 1]) / 2
        expected = (poses.time_s[frame] + poses.time_s[frame + 1]) / 2
        assert played(clip, between) == pytest.approx(expected)
