"""Corrections: what can be one, and their way through JSON."""

import json

import pytest

from analysis.corrections import NOTHING, Corrections, from_json, to_json


@pytest.mark.parametrize(
    "corrections",
    [
        Corrections(athlete=2),
        Corrections(shifts={"touchdown_2": -1, "set": 3}),
        Corrections(mirrored=True),
        Corrections(1, {"toe_off_2": 1}, True, 4.0),
        NOTHING,
    ],
)
def test_corrections_go_to_json_and_back(corrections):
    text = json.dumps(to_json(corrections))
    assert from_json(json.loads(text)) == corrections


def test_no_correction_is_null_and_false():
    assert to_json(Corrections()) is None
    assert not Corrections(shifts={"set": 0})
    assert Corrections(mirrored=True)


def test_the_order_of_taps_does_not_show():
    one = Corrections(shifts={"touchdown_2": 1, "set": -1})
    other = Corrections(shifts={"set": -1, "touchdown_2": 1})
    assert json.dumps(to_json(one)) == json.dumps(to_json(other))


def test_shifts_add_up_and_cancel_out():
    twice = NOTHING.shifted("toe_off_2", 1).shifted("toe_off_2", 1)
    assert twice.shifts == {"toe_off_2": 2}
    assert twice.shifted("toe_off_2", -2) == NOTHING


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"athlete": -1}, "athlete must be greater than or equal to 0, not -1"),
        ({"athlete": 1.5}, "athlete must be a valid integer"),
        ({"athlete": True}, "athlete must be a valid integer, not True"),
        ({"mirrored": 1}, "mirrored must be a valid boolean, not 1"),
        ({"shifts": ["set"]}, "shifts must be a valid dictionary"),
        ({"shifts": {"set": 0.5}}, "shifts.set must be a valid integer"),
        ({"shifts": {"set": None}}, "shifts.set must be a valid integer"),
        ({"slow_motion": 0}, "slow_motion must be greater than 0, not 0"),
        ({"colour": "red"}, "colour is not a known field"),
        ([], "must be a table"),
        ("mirrored", "must be a table"),
    ],
)
def test_what_is_no_correction_is_refused(data, said):
    with pytest.raises(ValueError, match=f"^{said}"):
        from_json(data)
