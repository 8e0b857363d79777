"""Of two looks the one that keeps the legs' paths steady is believed."""

import numpy as np
import pytest

from analysis.estimation.two_pass_fusion import steadier
from analysis.landmarks import LOWER_LEGS

FRAMES = 16


@pytest.fixture
def runner():
    """(frames, 33, 2) a body of 100 px legs, each joint on a smooth path of its own."""
    step = np.arange(FRAMES)[:, None]
    joint = np.arange(33)[None]
    swing = 20 * np.sin(step / 4 + joint)
    along = 12 * step + swing
    up = 50.0 * (joint - 23) / 2 + 0 * step
    return np.stack([along, up], axis=-1)


def confused(points, frames):
    """The legs taken for each other."""
    seen = points.copy()
    for frame in frames:
        seen[frame, LOWER_LEGS] = seen[frame, [*range(29, 33), *range(25, 29)]]
    return seen


def test_where_both_agree_the_mean_is_taken(runner):
    assert steadier(runner + 2.0, runner - 2.0) == pytest.approx(runner)


@pytest.mark.parametrize("order", [1, -1])
def test_a_confused_look_gives_way_to_the_other(runner, order):
    looks = [confused(runner, [5, 6]), confused(runner, [11])][::order]
    assert steadier(*looks) == pytest.approx(runner)


def test_where_one_found_nobody_the_other_is_taken(runner):
    blind = runner.copy()
    blind[3:8] = np.nan
    assert steadier(blind, runner) == pytest.approx(runner)
    assert np.isnan(steadier(blind, blind)[3:8]).all()


def test_two_frames_are_too_few_for_a_path(runner):
    assert steadier(runner[:2], runner[:2] + 4) == pytest.approx(runner[:2] + 2)
