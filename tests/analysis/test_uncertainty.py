"""No number without ±, and the wider where the eye is weaker."""

import pytest

from analysis.uncertainty import plus_minus

AT_EVENTS = ("knee", "hip", "shin", "trunk", "body_line", "thigh_split", "head_pitch")
IN_HOLD = ("knee", "trunk", "head_pitch")
EVERY = [(kind, False) for kind in AT_EVENTS] + [(kind, True) for kind in IN_HOLD]


@pytest.mark.parametrize(("kind", "in_hold"), EVERY)
@pytest.mark.parametrize("fps", [25, 30, 60, 240])
@pytest.mark.parametrize("far", [False, True])
def test_every_reading_has_a_plus_minus_of_some_degrees(kind, in_hold, fps, far):
    assert 0.5 < plus_minus(kind, in_hold, fps, far) < 25


@pytest.mark.parametrize(("kind", "in_hold"), EVERY)
def test_the_far_leg_is_never_surer_than_the_near_one(kind, in_hold):
    near, far = (plus_minus(kind, in_hold, 60, side) for side in (False, True))
    assert far >= near


@pytest.mark.parametrize("kind", ["knee", "hip", "thigh_split"])
def test_few_frames_make_a_fast_joint_less_sure(kind):
    assert plus_minus(kind, False, 30, False) > plus_minus(kind, False, 120, False)


@pytest.mark.parametrize("kind", IN_HOLD)
def test_the_frame_rate_does_not_matter_in_the_hold(kind):
    assert plus_minus(kind, True, 30, False) == plus_minus(kind, True, 240, False)


def test_an_unknown_reading_has_none():
    with pytest.raises(KeyError):
        plus_minus("elbow", False, 60, False)
