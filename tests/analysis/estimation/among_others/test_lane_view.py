"""What the model is shown of one runner among several, and where its answer lies."""

import numpy as np
import pytest

from analysis.capture.clip import open_clip
from analysis.estimation.among_others.lane_view import Lane
from analysis.estimation.frame_sampling import Sampling
from analysis.types import Poses
from tests.analysis.moving_body import seen_around, start
from tests.analysis.painted_clips import wall, write_painted

FRAMES, LEG = 8, 160.0
POSES = start(begins_s=0.0, ends_s=0.12).poses
WALL = wall((1280, 720))


class Eye:
    """Remembers what it was shown; answers with the middle of the picture."""

    def __init__(self):
        self.shown = []

    def look(self, picture):
        self.shown.append(picture)
        return np.full((33, 2), picture.shape[0] / 2), np.full(33, 0.7)


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    path = tmp_path_factory.mktemp("lane") / "wall.mp4"
    return open_clip(write_painted(path, [WALL] * FRAMES, fps=10))


def lane_of(clip, eyes, nearer=(), few=False):
    sampling = Sampling(np.arange(FRAMES), 0, 1, few)
    return Lane(clip, seen_around(POSES), sampling, eyes, nearer)


def test_both_looks_leave_a_body_alone_the_second_with_more_around(clip):
    eyes = Eye(), Eye()
    lane = lane_of(clip, eyes)
    (cut,) = lane.cuts(np.array([3]))
    for number in (0, 1):
        lane.look(number, cut, POSES.xy_px[3], LEG, times=2)
    narrow, wide = (eye.shown for eye in eyes)
    assert len(narrow) == len(wide) == 2
    plain = cut.squares[0].astype(int)
    same = [(np.abs(shown[0] - plain) < 2).mean() for shown in (narrow, wide)]
    assert 0.05 < same[0] < same[1] < 0.9


def test_an_answer_lies_in_the_picture(clip):
    lane = lane_of(clip, [Eye()])
    (cut,) = lane.cuts(np.array([2]))
    xy_px, seen = lane.look(0, cut, POSES.xy_px[2], LEG, times=1)
    assert np.all((xy_px > 0) & (xy_px < (1280, 720)))
    assert np.ptp(xy_px, axis=0).max() < 1e-6
    assert np.all(seen == 0.7)


def test_nearer_ones_are_painted_over(clip):
    eye = Eye()
    behind = lane_of(clip, [eye], [POSES])
    found = behind.looked_through(np.arange(3), POSES)
    plain = lane_of(clip, [Eye()])
    (square,) = (cut.squares[0] for cut in plain.cuts(np.array([2])))
    changed = (np.abs(eye.shown[-1].astype(int) - square) > 4).any(axis=-1).mean()
    assert 0.02 < changed < 0.6
    assert np.isfinite(found.xy_px[:3]).all() and np.isnan(found.xy_px[3:]).all()


def test_few_frames_are_shown_in_two_ways(clip):
    lane = lane_of(clip, [Eye(), Eye()], few=True)
    (cut,) = lane.cuts(np.array([1]))
    assert not np.array_equal(cut.squares[0], cut.squares[1])
    assert isinstance(lane.looked_through(np.array([1]), POSES), Poses)
