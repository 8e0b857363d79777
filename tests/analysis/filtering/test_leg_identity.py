"""Legs taken for each other are put right by where the feet stand."""

import numpy as np
import pytest

from analysis.filtering.leg_identity import untangled
from analysis.filtering.repair import clean
from analysis.filtering.start_pattern import find_pattern
from analysis.landmarks import LEG_SIDES
from tests.analysis.moving_body import start

BOTH, OTHER = [*LEG_SIDES[0], *LEG_SIDES[1]], [*LEG_SIDES[1], *LEG_SIDES[0]]


def exchanged(one, begins_s, ends_s, slow=1.0):
    """The legs taken for each other between two moments of life."""
    life_s = one.poses.time_s / slow - 1.6
    frames = np.flatnonzero((life_s >= begins_s) & (life_s < ends_s))
    xy = one.poses.xy_px.copy()
    xy[np.ix_(frames, BOTH)] = xy[np.ix_(frames, OTHER)]
    return one.with_xy(xy), frames


def repaired(tangled, slow=1.0, hold=False):
    poses = tangled.poses.sped_up(slow) if slow > 1.0 else tangled.poses
    return untangled(poses, find_pattern(clean(poses)), hold=hold)


def wrong_frames(poses, one):
    return int((np.abs(poses.xy_px - one.poses.xy_px) > 1e-6).any(axis=(1, 2)).sum())


@pytest.mark.parametrize(
    ("begins_s", "ends_s"),
    [(0.45, 0.53), (0.41, 0.6), (0.70, 0.78)],
    ids=["in contact 1", "all of contact 1", "in contact 2"],
)
@pytest.mark.parametrize("fps", [30, 60, 120])
def test_legs_exchanged_in_a_contact_are_put_right(begins_s, ends_s, fps):
    one = start(fps, noise_px=0.5)
    tangled, frames = exchanged(one, begins_s, ends_s)
    assert wrong_frames(tangled.poses, one) == len(frames) > 1
    assert wrong_frames(repaired(tangled), one) == 0


def test_five_frames_of_a_contact_in_slow_motion_are_put_right():
    one = start(30, slow=4)
    tangled, frames = exchanged(one, 0.46, 0.501, slow=4)
    assert len(frames) == 5
    assert wrong_frames(repaired(tangled, slow=4), one) == 0


def test_legs_exchanged_through_the_hold_are_put_right_where_it_is_looked_at():
    one = start(60, noise_px=0.5)
    tangled, _ = exchanged(one, -0.5, 0.1)
    assert repaired(tangled, hold=False) is tangled.poses
    assert wrong_frames(repaired(tangled, hold=True), one) == 0


@pytest.mark.parametrize("hold", [False, True])
@pytest.mark.parametrize("noise_px", [0.0, 2.0])
def test_legs_that_were_not_exchanged_are_the_very_same(hold, noise_px):
    one = start(noise_px=noise_px)
    assert repaired(one, hold=hold) is one.poses


def test_what_was_given_is_not_changed():
    tangled, _ = exchanged(start(), 0.45, 0.53)
    before = tangled.poses.xy_px.copy()
    assert repaired(tangled) is not tangled.poses
    assert np.array_equal(tangled.poses.xy_px, before)


def test_only_legs_are_exchanged():
    tangled, _ = exchanged(start(), 0.45, 0.53)
    rest = [number for number in range(33) if number not in BOTH]
    given, found = tangled.poses.xy_px, repaired(tangled).xy_px
    assert np.array_equal(found[:, rest], given[:, rest])


def test_frames_in_which_nobody_is_seen_stay_empty():
    one = start()
    xy = one.poses.xy_px.copy()
    xy[[30, 125]] = np.nan
    tangled, _ = exchanged(one.with_xy(xy), 0.45, 0.53)
    found = repaired(tangled)
    assert np.isnan(found.xy_px[[30, 125]]).all()
    seen = np.isfinite(xy)
    assert found.xy_px[seen] == pytest.approx(xy[seen])
