"""How a start was filmed, as far as it is worth a word or a wider ±."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filming:
    """What was inferred of the camera, the file and who else is in the picture.

    Attributes
    ----------
    off_side_deg
        How far off a straight side view.
    turned_deg
        How far the camera turned with the athlete.
    others
        How many others move about.
    uneven
        Whether the file plays at more than one speed.
    starts
        How many starts there may be in the clip, of which this is the last.
    """

    off_side_deg: float = 0.0
    turned_deg: float = 0.0
    others: int = 0
    uneven: bool = False
    starts: int = 1
