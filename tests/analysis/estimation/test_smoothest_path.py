"""Of all ways to choose frame by frame the smoothest is taken, by brute force too."""

from itertools import product

import numpy as np
import pytest

from analysis.estimation.smoothest_path import smoothest

FRAMES = 7


def crossing(seed):
    """Two looks at three points that wander; they are exchanged here and there."""
    dice = np.random.default_rng(seed)
    ways = dice.normal(size=(2, FRAMES, 3, 2)).cumsum(axis=1)
    swapped = dice.random(FRAMES) < 0.4
    ways[:, swapped] = ways[::-1, swapped]
    return ways, np.abs(dice.normal(size=(2, FRAMES)))


def price(ways, own, choice):
    picked = ways[choice, np.arange(FRAMES)]
    bend = picked[:-2] - 2 * picked[1:-1] + picked[2:]
    return np.linalg.norm(bend, axis=-1).sum() + own[choice, np.arange(FRAMES)].sum()


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("costs", [0.0, 1.0])
def test_no_other_choice_is_cheaper(seed, costs):
    ways, own = crossing(seed)
    chosen = smoothest(ways, costs * own) if costs else smoothest(ways)
    every = [np.array(one) for one in product((0, 1), repeat=FRAMES)]
    cheapest = min(every, key=lambda one: price(ways, costs * own, one))
    assert chosen.tolist() == cheapest.tolist()


@pytest.mark.parametrize("seed", range(4))
def test_of_three_ways_too(seed):
    ways, own = crossing(seed)
    ways = np.concatenate([ways, ways.mean(axis=0, keepdims=True) + 0.3])
    own = np.concatenate([own, own[:1] / 2])
    every = [np.array(one) for one in product((0, 1, 2), repeat=FRAMES)]
    cheapest = min(every, key=lambda one: price(ways, own, one))
    assert smoothest(ways, own).tolist() == cheapest.tolist()


def test_points_in_groups_are_points():
    ways, own = crossing(3)
    legs = ways[:, :, None].repeat(2, axis=2)
    assert smoothest(legs, 2 * own).tolist() == smoothest(ways, own).tolist()


def test_three_frames_are_enough():
    straight = np.zeros((3, 1, 2))
    bent = straight.copy()
    bent[1, 0, 1] = 5.0
    assert smoothest(np.stack([bent, straight]))[1] == 1


def test_a_first_frame_that_costs_is_not_chosen():
    ways = np.zeros((2, FRAMES, 3, 2))
    own = np.zeros((2, FRAMES))
    own[0, :2] = 1.0
    assert smoothest(ways, own).tolist() == [1, 1, 0, 0, 0, 0, 0]


def test_what_is_not_seen_bends_nothing():
    ways = np.zeros((2, FRAMES, 3, 2))
    ways[0, 2] = 9.0
    ways[:, 4] = np.nan
    assert smoothest(ways)[2] == 1
