"""What lies behind a passer's body is not seen, and a pose that leaps is nobody's."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.estimation.among_others import obstruction
from analysis.estimation.among_others.obstruction import Passers
from analysis.estimation.crop import Crop
from analysis.estimation.frame_sampling import Sampling
from analysis.types import Clip, Poses
from tests.analysis.moving_body import seen_around, start

ONE = start().poses
FRAMES = len(ONE.time_s)
CLIP = Clip("none.mp4", 1280, 720, 0, ONE.time_s)
CROSSES = range(60, 80)


def upright(x_px):
    """Somebody who stands at a place: all joints on one line from head to toe."""
    body = np.zeros((33, 2))
    body[:, 0] = x_px
    body[:, 1] = np.interp(
        np.arange(33), [0, 11, 23, 25, 27, 32], [60, 150, 380, 520, 660, 700]
    )
    return body


@pytest.fixture
def passers(monkeypatch):
    """Somebody before the athlete's shoulders in some frames."""

    def before(joint, away_px=0.0, frames=CROSSES):
        xy_px = np.full_like(ONE.xy_px, np.nan)
        for frame in frames:
            xy_px[frame] = upright(ONE.xy_px[frame, joint, 0] + away_px)
        body = Poses(xy_px, np.ones_like(ONE.visibility), ONE.time_s)
        looks = Sampling(np.arange(FRAMES), 0, 1, few=False)
        monkeypatch.setattr(obstruction, "sampled_frames", lambda *_: looks)
        monkeypatch.setattr(obstruction, "_body", lambda *_: body)
        boxes = np.tile([0.0, 60.0, 1280.0, 700.0], (1, FRAMES, 1))
        return Passers(CLIP, replace(seen_around(ONE), passers_px=boxes), [])

    return before


def lost(poses):
    return set(np.flatnonzero(~np.isfinite(poses.xy_px[:, 0, 0])).tolist())


def test_where_nobody_passes_the_poses_stay_the_very_same():
    nobody = Passers(CLIP, seen_around(ONE), [])
    assert nobody.hidden(ONE) is ONE
    square = np.zeros((200, 200, 3), np.uint8)
    assert nobody.painted_over(square, Crop(0, 0, 200, False), 60) is square


def test_covered_joints_are_seen_by_nothing(passers):
    seen = passers(16, away_px=30.0).hidden(ONE).visibility
    behind = (seen == 0.0).any(axis=1)
    assert behind[CROSSES].all()
    assert set(np.flatnonzero(behind)) == set(CROSSES)


def test_a_body_that_is_mostly_covered_has_no_pose(passers):
    poses = passers(24).hidden(ONE)
    assert lost(poses)
    assert lost(poses) <= set(CROSSES)
    assert all((poses.visibility[frame] == 0.0).all() for frame in lost(poses))


def test_a_pose_that_leaps_away_behind_somebody_is_nobodys(passers):
    leaps = range(65, 70)
    xy_px = ONE.xy_px.copy()
    xy_px[leaps, :, 1] += 70.0
    people = passers(16, away_px=30.0)
    assert not set(leaps) & lost(people.hidden(ONE))
    assert set(leaps) <= lost(people.hidden(replace(ONE, xy_px=xy_px)))


def test_no_pose_behind_somebody_is_hidden_not_nobody(passers):
    xy_px = ONE.xy_px.copy()
    xy_px[65:70] = np.nan
    poses = passers(24).hidden(replace(ONE, xy_px=xy_px))
    assert (poses.visibility[65:70] == 0.0).all()


def test_a_passer_is_painted_over_where_they_are(passers):
    square = np.random.default_rng(1).integers(0, 255, (720, 720, 3)).astype(np.uint8)
    crop = Crop(0, 0, 720, mirrored=False)
    people = passers(24)
    painted = people.painted_over(square.copy(), crop, 65)
    changed = np.abs(painted.astype(int) - square).max(axis=2) > 20
    x = round(float(ONE.xy_px[65, 24, 0]))
    assert changed[200:600, x - 5 : x + 5].mean() > 0.5
    assert not changed[:, max(0, x - 300) : x - 200].any()
    assert people.painted_over(square, crop, 20) is square


def test_a_glimpse_between_two_lost_stretches_is_lost(passers):
    def hidden(away):
        frames = [*range(40, 46), *range(46 + away, 52 + away)]
        return lost(passers(24, frames=frames).hidden(ONE))

    assert hidden(3) >= set(range(40, 55))
    assert not hidden(12) & set(range(48, 56))


def test_who_is_no_body_for_the_model_hides_all_that_is_in_their_box(passers):
    people = passers(24, frames=[])
    poses = people.hidden(ONE)
    assert (poses.visibility == 0.0).all()
