"""Two who start side by side, as large and as near, are a question; others are not."""

import numpy as np
import pytest

from analysis.detection.motion_tracks import MotionTrack
from analysis.detection.starters import equals_of, people_among

FRAMES = 40


def track(left, *, top=50, height=60, since=10, until=FRAMES):
    """Somebody who stands there, then runs to the right."""
    frames = list(range(since, until))
    boxes = [
        np.array([left + 3 * n, top, left + 3 * n + 30, top + height], float)
        for n in range(len(frames))
    ]
    return MotionTrack(frames, boxes, [1000] * len(frames), boxes[-1])


FIRST = track(200)


def equals(other):
    return len(equals_of([FIRST, other], [other], FRAMES))


def test_one_behind_the_other_in_one_lane_are_equal():
    assert equals(track(20)) == 2


@pytest.mark.parametrize(
    "other",
    [
        track(20, top=70),
        track(20, top=74, height=36),
        track(20, since=2, until=12),
        track(205),
    ],
    ids=["nearer", "smaller", "at another time", "a piece of the first"],
)
def test_who_is_unlike_is_no_question(other):
    assert equals(other) == 0


def test_without_a_rival_there_is_no_question():
    assert equals_of([FIRST, track(20)], [], FRAMES).shape == (0, FRAMES, 4)


def test_everybody_is_asked_where_two_are_equal():
    small = track(100, top=90, height=20)
    equal = track(20)
    boxes = equals_of([FIRST, small, equal], [equal], FRAMES)
    assert len(boxes) == len(people_among([FIRST, small, equal], FRAMES)) == 3
    assert boxes[0, 20].tolist() == [230, 50, 260, 110]
