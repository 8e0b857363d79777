"""Every frame is looked at where somebody moves, and few where somebody waits."""

import numpy as np
import pytest

from analysis.camera_motion.camera import Camera
from analysis.detection.athlete import Detection
from analysis.estimation.frame_sampling import sampled_frames
from analysis.types import Clip

SIZE = 1280, 720
UP, SET, GO, END = 0.5, 1.0, 2.5, 4.0


def sampled(fps, slow_motion=1.0, **ways):
    """Of a start in life: a rise into set, a hold, a run of three body lengths."""
    life_s = np.arange(0.0, END, 1.0 / fps)
    rises = (life_s > UP) & (life_s < SET)
    gone = np.clip(life_s - GO, 0.0, None)
    along = 100.0 + 180.0 * np.minimum(gone / 0.95, 1.0) ** 2 + 400.0 * (gone > 0.95)
    box = np.stack([along - 90, 300 + 0 * along, along + 90, 480 + 0 * along], axis=1)
    moving = 0.1 * rises + 0.8 * (gone > 0.0)
    nobody = np.zeros((len(life_s), 4, 4), np.uint8)
    camera = Camera.still(len(life_s), SIZE)
    detection = Detection(box, moving, camera, 0, nobody, 180.0)
    clip = Clip("none.mp4", *SIZE, 0, life_s * slow_motion)
    return life_s, sampled_frames(clip, detection, **ways)


def looks_in(life_s, sampling, begins, ends):
    seen = life_s[sampling.frames]
    return ((seen >= begins) & (seen < ends)).sum() / (ends - begins)


@pytest.mark.parametrize("fps", [30, 60, 120, 240])
def test_of_the_run_and_what_is_shortly_before_it_no_frame_is_left_out(fps):
    life_s, sampling = sampled(fps)
    assert np.isin(np.flatnonzero(life_s >= GO - 0.35), sampling.frames).all()
    assert GO - 0.6 < life_s[sampling.close_from] < GO - 0.35
    assert sampling.few == (fps == 30)


@pytest.mark.parametrize("fps", [30, 60, 120, 240])
def test_nobody_is_looked_at_closely_while_nobody_moves(fps):
    life_s, sampling = sampled(fps)
    assert looks_in(life_s, sampling, SET - 0.1, SET + 0.1) > 0.9 * fps
    assert looks_in(life_s, sampling, SET + 0.3, GO - 0.7) < 15


def test_slow_motion_is_sampled_as_the_same_start_in_life():
    _, sampling = sampled(120)
    _, slow = sampled(120, slow_motion=4.0)
    assert len(slow.frames) == pytest.approx(len(sampling.frames), rel=0.1)


@pytest.mark.parametrize(("fps", "longest"), [(30, 1), (60, 1), (120, 3), (240, 3)])
def test_frames_may_be_left_out_on_the_way_where_there_are_many(fps, longest):
    assert sampled(fps)[1].longest_stride == longest
    assert sampled(fps, every=True)[1].longest_stride == 1
