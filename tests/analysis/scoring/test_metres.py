"""Leg lengths become metres with a height, and every ± grows by what that is worth."""

from math import hypot

import pytest

from analysis.scoring.metres import metres
from analysis.travel import Told, Travel

# Evidence §7 works it out for 3.4 m/s in 0.35 s on a leg of 0.92 m: 0.56.
LEG_M = 0.92
HEIGHT_M = LEG_M / 0.49


def travel(**changed):
    speed = Told(3.4 / LEG_M, 0.3 / LEG_M)
    kept = {
        "step_1": Told(1.1, 0.05),
        "exit_speed": speed,
        "push_time": Told(0.35, 0.01),
    }
    return Travel(**kept | changed)


def test_a_leg_is_49_percent_of_the_height_give_or_take_a_twentieth():
    step = metres(travel(), HEIGHT_M).steps[0]
    assert step.value == pytest.approx(1.1 * LEG_M)
    assert step.plus_minus == pytest.approx(LEG_M * hypot(0.05, 1.1 * 0.05))


def test_speed_and_normalised_power_are_those_of_the_evidence():
    found = metres(travel(), HEIGHT_M)
    assert found.exit_speed.value == pytest.approx(3.4)
    assert found.exit_speed.plus_minus == pytest.approx(0.345, abs=0.001)
    assert found.power.value == pytest.approx(0.56, abs=0.005)
    assert 0.15 < found.power.plus_minus / found.power.value < 0.25


def test_what_was_not_seen_is_not_made_up():
    found = metres(travel(step_1=None, push_time=None), HEIGHT_M)
    assert found.steps == (None, None, None)
    assert found.power is None
    assert found
    assert not metres(Travel(push_time=Told(0.35, 0.01)), HEIGHT_M)


def test_the_taller_go_further_on_the_same_leg_lengths():
    short, tall = (metres(travel(), one) for one in (1.5, 1.9))
    assert tall.steps[0].value / short.steps[0].value == pytest.approx(1.9 / 1.5)
