"""A body that moves in pieces is one athlete; others are not."""

import numpy as np
import pytest

from analysis.detection.athlete import _every_frame
from analysis.detection.motion_tracks import MotionTrack
from analysis.detection.parts import with_parts

FRAMES = 40


def track(left, top, size, first=0, step=3.0):
    one = MotionTrack()
    for frame in range(first, FRAMES):
        corner = np.array([left + step * (frame - first), top])
        one.frames.append(frame)
        one.boxes.append(np.r_[corner, corner + size])
        one.areas.append(int(size * size))
    return one


def grown(athlete, *others):
    box, _ = _every_frame(athlete, FRAMES)
    return box, with_parts(box, athlete, others)


def test_head_and_feet_that_go_along_belong_to_the_athlete():
    head, trunk, foot = track(30, 60, 12), track(20, 80, 30), track(10, 112, 14)
    box, whole = grown(trunk, head, foot)
    middle = slice(5, FRAMES - 5)
    assert whole[middle, 1] == pytest.approx(60, abs=1)
    assert whole[middle, 3] == pytest.approx(126, abs=1)
    assert np.all(whole[middle, 0] <= box[middle, 0])


def test_somebody_who_stays_behind_is_not_part_of_the_athlete():
    athlete, other = track(20, 80, 30), track(-60, 70, 40, step=0.0)
    box, whole = grown(athlete, other)
    assert np.array_equal(whole, box)


def test_an_athlete_seen_whole_stays_as_seen():
    athlete, hand = track(20, 40, 60), track(75, 70, 10)
    box, whole = grown(athlete, hand)
    assert np.array_equal(whole, box)
