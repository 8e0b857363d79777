"""A speed that changes little by little is told by how a start gathers speed."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.camera_motion.camera import Camera
from analysis.timing.playback import played
from analysis.timing.speed_ramps import in_even_time, in_life, life_of
from analysis.types import Clip
from tests.analysis.moving_body import BEGINS_S, ENDS_S, EVENTS_S, start

FPS, EASES_S = 60.0, 0.4


def eased(slow, from_s, until_s):
    """A start slowed down between two instants of life, as played: gently.

    Returns the life of every frame, counted from the first movement, and the poses.
    """
    life, now, there, back = [], BEGINS_S, 0.0, 0.0
    while now < ENDS_S:
        life.append(now)
        there = min(there + (now >= from_s) / (EASES_S * FPS), 1.0)
        back = min(back + (now >= until_s) / (EASES_S * FPS), 1.0)
        now += 1.0 / (FPS * slow ** (there - back))
    one = start(times_s=np.array(life) - BEGINS_S, noise_px=0.3)
    return np.array(life), replace(one.poses, time_s=np.arange(len(life)) / FPS)


def clip_of(poses):
    return Clip(Path("start.mp4"), 1280, 720, 0, poses.time_s)


@pytest.mark.parametrize("fps", [30, 60, 120])
@pytest.mark.parametrize("slow", [1.0, 4.0, 8.0])
def test_a_clip_of_one_pace_is_left_alone(fps, slow):
    poses = start(fps, slow=slow, noise_px=0.5).poses
    assert life_of(poses) is None
    clip = clip_of(poses)
    camera = Camera.still(len(poses.time_s))
    assert in_even_time(clip, poses, camera) == (clip, poses)


@pytest.mark.parametrize("slow", [4.0, 8.0])
@pytest.mark.parametrize("until_s", [0.4, 0.62])
def test_life_passes_evenly_where_an_editor_eased_into_slow_motion(slow, until_s):
    life, poses = eased(slow, -0.2, until_s)
    told = life_of(poses)
    at = {name: np.interp(when, life, told) for name, when in EVENTS_S.items()}
    push = at["front_foot_block_exit"] - at["rear_foot_block_exit"]
    contact_2 = at["toe_off_2"] - at["touchdown_2"]
    assert push == pytest.approx(0.17, abs=0.05)
    assert contact_2 == pytest.approx(0.17, abs=0.05)


def test_what_is_read_there_is_told_as_the_file_plays():
    _, poses = eased(4.0, -0.2, 0.62)
    clip, even = in_life(clip_of(poses), poses, life_of(poses))
    assert even.uneven
    assert clip.played_s == pytest.approx(poses.time_s)
    between = (even.time_s[90] + even.time_s[91]) / 2
    assert played(clip, between) == pytest.approx(90.5 / FPS)


@pytest.mark.parametrize("seen", [0, 1, 5])
def test_too_few_poses_tell_nothing(seen):
    poses = start().poses
    xy_px = poses.xy_px.copy()
    xy_px[seen:] = np.nan
    assert life_of(replace(poses, xy_px=xy_px)) is None
