"""No number without ±, and the wider where the eye is weaker."""

from dataclasses import replace

import pytest

from analysis.measurement.uncertainty import (
    EVENT,
    HOLD,
    Circumstances,
    plus_minus,
)

# What events' own ± makes alone is another matter.
EVERY = [(kind, False) for kind in EVENT if kind != "timing"]
EVERY += [(kind, True) for kind in HOLD]


def usual(in_hold=False, **given):
    around = Circumstances(in_hold, far_side=False, leg_px=120.0, person=0.0)
    return replace(around, **given)


@pytest.mark.parametrize(("kind", "in_hold"), EVERY)
@pytest.mark.parametrize("leg_px", [60, 120, 400])
@pytest.mark.parametrize("person", [0.0, 1.0])
@pytest.mark.parametrize("far", [False, True])
def test_every_reading_has_a_plus_minus_of_some_degrees_or_hundredths(
    kind, in_hold, leg_px, person, far
):
    around = usual(in_hold, leg_px=leg_px, person=person, far_side=far)
    assert 0.003 < plus_minus(kind, around) < 25


@pytest.mark.parametrize(("kind", "in_hold"), EVERY)
@pytest.mark.parametrize(
    "worse",
    [
        {"far_side": True},
        {"leg_px": 60.0},
        {"person": 1.0},
        {"person": 0.5},
        {"turning": 6.0},
        {"trembling": 6.0},
        {"coarser": 2.0},
    ],
    ids=lambda worse: next(iter(worse)),
)
def test_what_is_seen_worse_is_less_sure(kind, in_hold, worse):
    around = usual(in_hold)
    assert plus_minus(kind, replace(around, **worse)) > plus_minus(kind, around)


@pytest.mark.parametrize(("kind", "in_hold"), EVERY)
def test_a_tilted_picture_turns_only_angles_to_the_ground(kind, in_hold):
    around = usual(in_hold)
    wider = plus_minus(kind, replace(around, level_deg=3.0)) - plus_minus(kind, around)
    to_the_level = {"shin", "trunk", "body_line", "hip_path", "shin_before"}
    sideways = {"shoulders_ahead", "mass_distance"}
    assert (wider > 0) == (kind in to_the_level | sideways)


def test_a_tremble_counts_for_more_in_the_hold_where_nobody_moves():
    event, hold = (
        plus_minus("knee", usual(in_hold, trembling=5.0)) for in_hold in (False, True)
    )
    assert hold > 2 * event


@pytest.mark.parametrize(("kind", "in_hold"), EVERY)
def test_half_a_person_is_between_both(kind, in_hold):
    rendered, half, person = (
        plus_minus(kind, usual(in_hold, person=share)) for share in (0.0, 0.5, 1.0)
    )
    assert rendered < half < person


def test_an_unknown_reading_has_none():
    with pytest.raises(KeyError):
        plus_minus("hip", usual(in_hold=True))


def test_a_time_is_as_sure_as_its_events():
    assert plus_minus("timing", usual(turning=0.012)) == 0.012
    assert plus_minus("timing", usual(turning=0.012, person=1.0)) == 0.012


def test_an_arm_behind_the_body_is_a_guess():
    unseen = usual(unseen=0.6)
    assert plus_minus("back_hand", unseen) > 2 * plus_minus("back_hand", usual())
    assert plus_minus("hand", unseen) == plus_minus("hand", usual())


def test_what_turns_fast_between_few_frames_is_less_sure():
    fast = {"exit_split", "hip_gap", "hip_opening", "hip_path"}
    for kind, in_hold in EVERY:
        few, more, many = (
            plus_minus(kind, usual(in_hold, fps=fps)) for fps in (30.0, 60.0, 240.0)
        )
        assert (few > 1.4 * many) == (kind in fast)
        assert more < 1.35 * many
