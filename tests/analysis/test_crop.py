"""What the pose model is shown: the athlete, and not the one beside."""

import numpy as np

from analysis.athlete import Sighting
from analysis.crop import alone

GREY, OURS, THEIRS = 90, 200, 30


def sighting(*people):
    """Two frames of people who stand still, in boxes of the whole body."""
    boxes = np.array([[box, box] for box in people], dtype=float)
    return Sighting(
        boxes[0], np.ones(2), np.zeros((2, 2)), 0, np.zeros((2, 1, 1), np.uint8), 1.0,
        people_px=boxes,
    )  # fmt: skip


def picture():
    shown = np.full((100, 200, 3), GREY, np.uint8)
    shown[40:80, 20:60] = OURS
    shown[40:80, 70:110] = THEIRS
    return shown


def test_the_other_one_is_painted_over():
    shown = alone(picture(), sighting([20, 40, 60, 80], [70, 40, 110, 80]), 1)
    assert np.all(shown[40:80, 20:60] == OURS)
    assert not np.any(shown == THEIRS)


def test_where_both_are_ours_is_shown():
    shown = alone(picture(), sighting([20, 40, 80, 80], [50, 40, 110, 80]), 0)
    assert np.all(shown[40:80, 20:60] == OURS)
    assert np.all(shown[40:80, 70:80] == THEIRS)
    assert not np.any(shown[:, 90:] == THEIRS)


def test_a_box_beyond_the_edge_is_cut_at_the_edge():
    shown = alone(picture(), sighting([20, 40, 60, 80], [70, -50, 400, 300]), 0)
    assert np.all(shown[50, 30] == OURS)
    assert not np.any(shown == THEIRS)


def test_the_picture_itself_stays_as_it_is():
    before = picture()
    alone(before, sighting([20, 40, 60, 80], [70, 40, 110, 80]), 0)
    assert np.array_equal(before, picture())
