"""What the athlete corrected by hand: the wrong person, a moment, a mirrored clip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FIELDS = ("athlete", "shifts", "mirrored")


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

    Raises
    ------
    ValueError
        When a value is not of its kind.
    """

    athlete: int = 0
    shifts: Mapping[str, int] = field(default_factory=dict)
    mirrored: bool = False

    def __post_init__(self) -> None:
        """Refuse what is no correction; keep shifts in one order and without zeros."""
        if not _is_whole(self.athlete) or self.athlete < 0:
            raise ValueError(f"athlete must be 0 or more, not {self.athlete!r}")
        if not isinstance(self.mirrored, bool):
            raise ValueError(f"mirrored must be true or false, not {self.mirrored!r}")
        if not isinstance(self.shifts, Mapping):
            raise ValueError(f"shifts must be frames by name, not {self.shifts!r}")
        for name, frames in self.shifts.items():
            if not _is_whole(frames):
                raise ValueError(f"{name} must move by whole frames, not {frames!r}")
        kept = {name: self.shifts[name] for name in sorted(self.shifts)}
        kept = {name: frames for name, frames in kept.items() if frames}
        object.__setattr__(self, "shifts", kept)

    def __bool__(self) -> bool:
        """Whether anything was corrected."""
        return bool(self.athlete or self.shifts or self.mirrored)

    def shifted(self, name: str, frames: int) -> Corrections:
        """The same with one more shift, on top of what that moment has moved."""
        moved = {**self.shifts, name: self.shifts.get(name, 0) + frames}
        return Corrections(self.athlete, moved, self.mirrored)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


NOTHING = Corrections()


def to_json(corrections: Corrections) -> dict[str, Any] | None:
    """Plain JSON values; None when nothing was corrected."""
    if not corrections:
        return None
    return {name: getattr(corrections, name) for name in FIELDS}


def from_json(data: Mapping[str, Any] | None) -> Corrections:
    """Inverse of :func:`to_json`; what is left out is not corrected.

    Raises
    ------
    ValueError
        When it is no table, has a field that is not one of ours, or a wrong value.
    """
    if data is None:
        return NOTHING
    if not isinstance(data, Mapping):
        raise ValueError(f"corrections must be a table, not {data!r}")
    if unknown := sorted(set(data) - set(FIELDS)):
        raise ValueError(f"no such correction: {unknown[0]}")
    return Corrections(**data)
