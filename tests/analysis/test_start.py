"""A start as it is read: at the pace it shows, or the one the athlete tells."""

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.corrections import NOTHING, Corrections
from analysis.start import read_start
from analysis.types import Clip
from tests.analysis.moving_body import seen_around, start

# Neither real time nor, at the model's frame rate, one that phones film at.
TIMES = 3.5


def read(poses, corrections):
    slow = replace(poses, time_s=poses.time_s * TIMES)
    clip = Clip(Path("start.mp4"), 1280, 720, 0, slow.time_s)
    return read_start(clip, slow, seen_around(slow), corrections)


def test_a_pace_that_is_told_is_taken_as_it_is():
    one = start()
    guessed = read(one.poses, NOTHING)
    assert not guessed.told
    told = read(one.poses, Corrections(slow_motion=TIMES))
    assert (told.factor, told.told) == (TIMES, True)
    for name in ("front_foot_block_exit", "touchdown_1", "toe_off_1"):
        at = told.events[name].t_s
        assert at == pytest.approx(one.events_s[name], abs=0.03)
