"""Of two bodies in one square the one who was seen in the hold is followed."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.camera_motion.camera import Camera
from analysis.errors import NobodyElse
from analysis.estimation.among_others import following
from analysis.estimation.among_others.following import crowded, follow
from analysis.estimation.among_others.lane_view import Cut
from analysis.estimation.among_others.trail import BODY, apart
from analysis.estimation.frame_sampling import Sampling
from analysis.types import Clip, Poses
from tests.analysis.moving_body import seen_around, start

NEAR = start().poses
FAR = replace(NEAR, xy_px=NEAR.xy_px + np.array([70.0, -36.0]))
FRAMES = len(NEAR.time_s)
LEAPS = range(110, 122)
CLIP = Clip("none.mp4", 1280, 720, 0, NEAR.time_s)


def first_look(leaps=LEAPS):
    """The model looks at the near one, and for a while at the far one."""
    xy_px = NEAR.xy_px.copy()
    xy_px[leaps] = FAR.xy_px[leaps]
    return replace(NEAR, xy_px=xy_px)


class Lane:
    """Sees whoever is near where a body is awaited; two runners and no pictures."""

    seen_without: Poses | None = None

    def __init__(self, clip, detection, sampling, estimators, nearer=()):
        self.clip, self.camera, self.sampling = clip, detection.camera, sampling
        self.estimators, self.nearer = estimators, nearer

    def cuts(self, frames):
        return (Cut(frame, ()) for frame in frames.tolist())

    def look(self, number, cut, ahead, leg_px, times):
        both = [poses.xy_px[cut.frame] for poses in (NEAR, FAR)]
        seen = min(both, key=lambda pose: apart(pose, ahead))
        return seen + 0.5 * number, np.full(33, 0.8)

    def looked_through(self, frames, like):
        return self.seen_without or replace(like, xy_px=np.full_like(like.xy_px, 7))


@pytest.fixture(autouse=True)
def lane(monkeypatch):
    sampling = Sampling(np.arange(0, FRAMES), 60, 1, few=False)
    monkeypatch.setattr(following, "Lane", Lane)
    monkeypatch.setattr(following, "sampled_frames", lambda *_: sampling)
    return Lane


def put_together(looks):
    """Nobody tells what is likely: what is put together, where there is something."""
    return [looks[min(1, len(looks) - 1)]]


def followed(first, seen=None, likeliest=put_together):
    seen = seen or detection()
    return follow(CLIP, seen, [first, first], [None, None], likeliest)[0]


def detection(behind=0, **around):
    return replace(seen_around(NEAR, **around), behind=behind)


def off(poses, truth):
    """Furthest mean distance of the joints in any frame, leg lengths."""
    away = np.linalg.norm(poses.xy_px[:, BODY] - truth.xy_px[:, BODY], axis=-1)
    return away.mean(axis=1).max() / 160


def test_the_one_in_the_hold_is_followed_past_a_leap():
    first = first_look()
    assert off(first, NEAR) > 0.4
    poses = followed(first)
    assert off(poses, NEAR) < 0.01
    assert np.isfinite(poses.visibility).all()


def test_a_leap_before_the_hold_is_found_on_the_way_back():
    poses = followed(first_look(range(20, 30)))
    assert off(poses, NEAR) < 0.01


def test_who_was_always_followed_keeps_the_first_look():
    assert followed(NEAR, likeliest=lambda looks: looks[:1]) is NEAR


def test_too_few_looks_stay_as_they_are():
    nothing = replace(NEAR, xy_px=np.full_like(NEAR.xy_px, np.nan))
    assert followed(nothing) is nothing


def test_who_is_behind_is_followed_and_not_seen_where_covered(lane, monkeypatch):
    monkeypatch.setattr(lane, "seen_without", FAR)
    poses = followed(first_look(), detection(behind=1))
    assert off(poses, FAR) < 0.01
    hidden = poses.visibility == 0
    assert hidden.any() and not hidden.all()


def test_after_the_last_one_it_begins_again(lane, monkeypatch):
    found = iter([FAR, replace(NEAR, xy_px=np.full_like(NEAR.xy_px, np.nan))])
    monkeypatch.setattr(lane, "looked_through", lambda *_: next(found))
    poses = followed(first_look(), detection(behind=2))
    assert off(poses, NEAR) < 0.01


def test_where_nobody_runs_behind_there_is_nobody_else():
    with pytest.raises(NobodyElse, match="behind"):
        followed(NEAR, detection(behind=1))


def test_only_movement_right_beside_the_body_is_a_crowd():
    assert not crowded(CLIP, NEAR, detection())
    assert crowded(CLIP, NEAR, detection(changed=255))
    blind = replace(NEAR, xy_px=np.full_like(NEAR.xy_px, np.nan))
    assert not crowded(CLIP, blind, detection(changed=255))


def test_nobody_is_behind_one_who_moves_alone():
    with pytest.raises(NobodyElse, match="one person"):
        crowded(CLIP, NEAR, detection(behind=1))


def test_a_camera_that_moves_is_followed_too():
    drift = np.stack([np.linspace(0, 90, FRAMES), np.zeros(FRAMES)], axis=1)
    steps = np.tile(np.eye(3), (FRAMES, 1, 1))
    steps[:, :2, 2] = -drift
    still = seen_around(NEAR)
    moving = Camera(steps, 1280.0, np.array([640.0, 360.0]), np.ones(FRAMES, bool))
    poses = followed(first_look(), replace(still, camera=moving))
    assert off(poses, NEAR) < 0.01


def test_a_turned_look_is_one_more_way_and_makes_one_more():
    ways = []

    def likeliest(looks):
        ways.extend(looks)
        return list(looks)

    turned = replace(NEAR, xy_px=NEAR.xy_px + 2.0)
    plain = [first_look(), turned]
    told = follow(CLIP, detection(), plain, [None, None], likeliest)
    assert len(told) == len(ways) == 4
    assert ways[-1] is turned
    assert max(off(one, NEAR) for one in ways[1:]) < 0.03


def test_of_a_turned_look_that_ends_early_what_is_there_counts():
    early = Poses(NEAR.xy_px[:90], NEAR.visibility[:90], NEAR.time_s[:90])
    plain = [first_look(), early]
    told = follow(CLIP, detection(), plain, [None, None], list)
    assert off(told[1], NEAR) < 0.01


@pytest.mark.parametrize(
    ("moves", "gone", "told"),
    [
        (0.2, 0.0, True),
        (0.1, 0.0, False),
        (0.1, None, True),
        (0.1, 0.1, True),
        (0.06, 0.1, True),
        (0.06, 0.0, False),
        (0.06, None, False),
        (0.01, 0.1, False),
    ],
)
def test_what_is_gone_tells_when_movement_beside_does_not(
    monkeypatch, moves, gone, told
):
    monkeypatch.setattr(following, "beside", lambda *_: moves)
    monkeypatch.setattr(following, "gone_from_beside", lambda *_: gone)
    assert crowded(CLIP, NEAR, detection()) == told
