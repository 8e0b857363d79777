"""A body is left alone in a picture or taken out of it, and hides who is behind."""

from dataclasses import replace

import numpy as np

from analysis.estimation.among_others.cutout import body_alone, covered, without
from analysis.types import Poses
from tests.analysis.moving_body import start

BODY = start(leg_px=100.0).poses.xy_px[20]
POINTS = BODY - BODY.min(axis=0) + 60
SIZE = 400


def noise():
    return np.random.default_rng(2).integers(0, 255, (SIZE, SIZE, 3)).astype(np.uint8)


def at(picture, point):
    column, row = np.rint(point).astype(int)
    return picture[row - 2 : row + 3, column - 2 : column + 3].astype(int)


def test_only_the_body_is_left():
    picture = noise()
    shown = body_alone(picture, POINTS, 20)
    knee, corner = POINTS[25], (SIZE - 10, 10)
    assert np.abs(at(shown, knee) - at(picture, knee)).max() <= 1
    assert np.ptp(at(shown, corner), axis=(0, 1)).max() <= 1
    assert np.abs(at(shown, corner) - picture.mean(axis=(0, 1))).max() <= 1


def test_only_the_body_is_gone():
    picture = noise()
    shown = without(picture, POINTS, 20)
    knee, corner = POINTS[25], (SIZE - 10, 10)
    assert np.abs(np.diff(at(shown, knee), axis=1)).max() < 16
    assert np.abs(np.diff(at(picture, knee), axis=1)).max() > 100
    assert np.abs(at(shown, corner) - at(picture, corner)).max() <= 1


def test_what_a_nearer_body_covers_is_not_seen():
    xy = np.stack([POINTS, POINTS])
    behind = Poses(xy - np.array([0, 2]), np.full((2, 33), 0.9), np.arange(2) / 30)
    nearer = Poses(
        xy + np.array([[[0, 0]], [[900, 0]]]), behind.visibility, behind.time_s
    )
    seen = covered(behind, [nearer], 0.2).visibility
    assert np.all(seen[0] == 0)
    assert np.all(seen[1] == 0.9)


def test_who_is_not_seen_covers_nothing():
    behind = Poses(POINTS[None], np.full((1, 33), 0.9), np.zeros(1))
    gone = replace(behind, xy_px=np.full_like(behind.xy_px, np.nan))
    assert np.all(
        covered(behind, [replace(gone, xy_px=POINTS[None])], 0.2).visibility == 0
    )
    unseen = covered(behind, [gone], 0.2)
    assert np.all(unseen.visibility == 0.9)
