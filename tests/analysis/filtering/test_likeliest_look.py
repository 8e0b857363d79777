"""Of several looks the one that makes a start is the likeliest."""

from dataclasses import replace

import numpy as np

from analysis.filtering.likeliest_look import likeliest
from analysis.types import Poses
from tests.analysis.moving_body import seen_around, start

RIGHT = start().poses
CAMERA = seen_around(RIGHT).camera


def leaping():
    """Legs that go elsewhere for a while, as a neighbour's do."""
    xy_px = RIGHT.xy_px.copy()
    xy_px[125:160, 23:33] += 120.0 * np.sin(np.arange(35))[:, None, None]
    return replace(RIGHT, xy_px=xy_px)


def test_the_one_that_is_a_start_comes_first_and_the_other_not_at_all():
    (told,) = likeliest([leaping(), RIGHT], CAMERA)
    assert told is RIGHT


def test_of_looks_alike_all_stay_in_their_order():
    again = replace(RIGHT, xy_px=RIGHT.xy_px.copy())
    told = likeliest([RIGHT, again], CAMERA)
    assert told[0] is RIGHT and told[1] is again


def test_where_nothing_is_a_start_the_first_counts():
    short = Poses(RIGHT.xy_px[:1], RIGHT.visibility[:1], RIGHT.time_s[:1])
    (told,) = likeliest([short, RIGHT], CAMERA)
    assert told is short
