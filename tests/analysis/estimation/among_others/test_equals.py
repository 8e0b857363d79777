"""Two in one blob, as large and as near, are a question; a lane further is not."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.estimation.among_others import equals
from analysis.estimation.among_others.equals import with_equals
from analysis.estimation.frame_sampling import Sampling
from analysis.types import Clip
from tests.analysis.moving_body import seen_around, start

ONE = start().poses
FRAMES = len(ONE.time_s)
CLIP = Clip("none.mp4", 1280, 720, 0, ONE.time_s)
LEG = 160.0


def other(along=1.4, further=0.0, times=1.0):
    """The same start elsewhere: leg lengths along the lane and up the picture."""
    lowest = ONE.xy_px[..., 1].max()
    xy_px = (ONE.xy_px - (0, lowest)) * times + (along * LEG, lowest - further * LEG)
    return replace(ONE, xy_px=xy_px)


@pytest.fixture
def asked(monkeypatch):
    sampling = Sampling(np.arange(FRAMES), 60, 1, few=False)
    monkeypatch.setattr(equals, "sampled_frames", lambda *_: sampling)

    def ask(found, **around):
        class Lane:
            def __init__(self, *_):
                pass

            def looked_through(self, frames, like, *, settle):
                assert settle and len(frames) == equals.LOOKS
                return found

        monkeypatch.setattr(equals, "Lane", Lane)
        return with_equals(CLIP, seen_around(ONE, **around), ONE, [None])

    return ask


def test_one_behind_the_other_in_one_lane_are_asked(asked):
    boxes = asked(other()).equals_px
    assert boxes.shape == (2, FRAMES, 4)
    apart = boxes[1, 100] - boxes[0, 100]
    assert apart == pytest.approx([1.4 * LEG, 0, 1.4 * LEG, 0], abs=25)


@pytest.mark.parametrize(
    "found",
    [
        other(further=0.2),
        other(times=0.8),
        other(along=0.5),
        replace(ONE, xy_px=np.full_like(ONE.xy_px, np.nan)),
    ],
    ids=["a lane further", "smaller", "no further along", "nobody"],
)
def test_who_stands_out_is_not_asked_about(asked, found):
    assert len(asked(found).equals_px) == 0


def test_who_was_chosen_is_not_asked_again(asked):
    assert len(asked(other(), chosen=True).equals_px) == 0


def test_of_a_few_looks_nothing_is_said(monkeypatch):
    sampling = Sampling(np.arange(5), 0, 1, few=True)
    monkeypatch.setattr(equals, "sampled_frames", lambda *_: sampling)
    detection = seen_around(ONE)
    assert with_equals(CLIP, detection, ONE, [None]) is detection
