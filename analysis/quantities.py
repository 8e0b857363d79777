"""Kinds of values in the JSON: what one may be, and how finely it is written.

Degrees are rounded to 0.1, ratios to 0.001, seconds to 0.0001, all finer than anything
measured, so that the same clip gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Literal, NamedTuple, TypeAlias

from pydantic import Field, PlainSerializer, Strict

Unit: TypeAlias = Literal["deg", "ratio", "s"]
AthleteLevel: TypeAlias = Literal["developing", "trained"]

SECOND_DECIMALS = 4
RATIO_DECIMALS = 3
# Of a measure, by its unit.
DECIMALS: Mapping[Unit, int] = {
    "deg": 1,
    "ratio": RATIO_DECIMALS,
    "s": SECOND_DECIMALS,
}


def rounded(value: float, decimals: int) -> float:
    """As it is written; adding zero turns -0.0 into 0.0, which reads better."""
    return round(float(value), decimals) + 0.0


def _rounded_note(values: Mapping[str, float | int | str]) -> dict[str, object]:
    return {
        name: value if isinstance(value, str | int) else rounded(value, SECOND_DECIMALS)
        for name, value in sorted(values.items())
    }


_in_seconds = PlainSerializer(partial(rounded, decimals=SECOND_DECIMALS))
_as_ratio = PlainSerializer(partial(rounded, decimals=RATIO_DECIMALS))

Code: TypeAlias = Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")]
Count: TypeAlias = Annotated[int, Field(ge=0)]
Frame: TypeAlias = Count
Pixels: TypeAlias = Annotated[int, Field(ge=1)]
PhaseNumber: TypeAlias = Annotated[int, Field(ge=1, le=8)]
QuarterTurn: TypeAlias = Annotated[int, Field(ge=0, le=270, multiple_of=90)]
PlusMinus: TypeAlias = Annotated[float, Field(ge=0)]
Seconds: TypeAlias = Annotated[float, Field(ge=0), _in_seconds]
Rate: TypeAlias = Annotated[float, Field(ge=0), _as_ratio]
Factor: TypeAlias = Annotated[float, Field(gt=0), _as_ratio]
Ratio: TypeAlias = Annotated[float, _as_ratio]
NoteValues: TypeAlias = Annotated[
    Mapping[str, float | int | str], PlainSerializer(_rounded_note)
]

# As a coach writes them: no text in the place of a number.
Whole: TypeAlias = Annotated[int, Strict()]
Number: TypeAlias = Annotated[float, Strict()]


class Edges(NamedTuple):
    """Lower and upper edge of a band; null is an open end."""

    low: Annotated[Number | None, Field(alias="from")] = None
    high: Annotated[Number | None, Field(alias="to")] = None
