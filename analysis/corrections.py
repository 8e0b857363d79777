"""What the athlete put right: the person, a moment, a mirrored clip, its pace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StrictBool, TypeAdapter, ValidationError

from analysis.quantities import Factor, Whole
from analysis.slips import first_slip, in_words


@dataclass(frozen=True, slots=True)
class Corrections:
    """Corrections of one clip; none by default, and then false.

    Attributes
    ----------
    athlete
        How many people to pass over who would be taken for the athlete first.
    shifts
        By how many frames of the clip an event, or a key frame that has no event of
        its own (``set``, ``crossing_1``), happens later; negative is earlier.
    mirrored
        The clip shows left for right, as front cameras make it.
    slow_motion
        How many times slower than life the clip is played; None when that is to be
        read from the movement.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    athlete: Annotated[Whole, Field(ge=0)] = 0
    shifts: Mapping[str, Whole] = field(default_factory=dict)
    mirrored: StrictBool = False
    slow_motion: Factor | None = None

    def __post_init__(self) -> None:
        """Keep shifts in one order and without zeros."""
        kept = {name: frames for name, frames in sorted(self.shifts.items()) if frames}
        object.__setattr__(self, "shifts", kept)

    def __bool__(self) -> bool:
        """Whether anything was corrected."""
        return self != NOTHING

    def shifted(self, name: str, frames: int) -> Corrections:
        """The same with one more shift, on top of what that moment has moved."""
        moved = {**self.shifts, name: self.shifts.get(name, 0) + frames}
        return replace(self, shifts=moved)


NOTHING = Corrections()
_READER = TypeAdapter(Corrections)


def to_json(corrections: Corrections) -> dict[str, Any] | None:
    """Plain JSON values; None when nothing was corrected."""
    return asdict(corrections) if corrections else None


def from_json(data: Mapping[str, Any] | None) -> Corrections:
    """Inverse of :func:`to_json`; what is left out is not corrected.

    Raises
    ------
    ValueError
        When it is no table, has a field that is not one of ours, or a wrong value.
    """
    if data is None:
        return NOTHING
    try:
        return _READER.validate_python(data)
    except ValidationError as error:
        raise ValueError(in_words(first_slip(error))) from None
