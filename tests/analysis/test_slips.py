"""What is wrong in data from outside, as a person would say it."""

from typing import Annotated

import pytest
from pydantic import BaseModel, Field, ValidationError, field_validator

from analysis.slips import first_slip, in_words


class Lane(BaseModel, extra="forbid"):
    number: Annotated[int, Field(ge=1, le=9)]
    name: str = ""

    @field_validator("name")
    @classmethod
    def _unlike(cls, name):
        if name == "lane":
            raise ValueError("a lane is not called lane")
        return name


class Track(BaseModel):
    lanes: list[Lane]


def slip(*lanes):
    with pytest.raises(ValidationError) as caught:
        Track.model_validate({"lanes": lanes})
    return first_slip(caught.value)


@pytest.mark.parametrize(
    ("lane", "said"),
    [
        ({}, "number is missing"),
        ({"number": 1, "colour": "red"}, "colour is not a known field"),
        ({"number": 0}, "number must be greater than or equal to 1, not 0"),
        ({"number": "one"}, "number must be a valid integer"),
        ({"number": 1, "name": "lane"}, "a lane is not called lane"),
    ],
)
def test_place_and_rule_are_named(lane, said):
    assert in_words(slip(lane), above=2).startswith(said)


def test_the_whole_place_is_named_unless_somebody_else_does():
    assert in_words(slip({"number": 1}, {})) == "lanes.1.number is missing"


def test_the_first_of_several_slips_is_told():
    assert in_words(slip({"number": 0}, {"number": 99})).startswith("lanes.0.")


def test_a_long_value_is_cut():
    assert len(in_words(slip({"number": "9" * 5000 + "x"}))) < 200
