"""How level the camera was held."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

# Phones are held so level, in degrees (1 SD); 16 real clips: 1.0.
HELD_DEG = 2.0
# A tilt is taken out when it is no less than this and so many times its own ±.
LEAST_DEG, LEAST_TIMES = 1.0, 2.5
# So large a tilt that can't be told exactly is worth a word.
TOLD_DEG = 2.0


@dataclass(frozen=True, slots=True)
class Level:
    """By how much a camera was tilted (rolled) about its axis.

    Attributes
    ----------
    roll_deg
        By how much a level line falls to the right in its pictures.
    plus_minus_deg
        One standard deviation.
    """

    roll_deg: float = 0.0
    plus_minus_deg: float = HELD_DEG

    @property
    def certain(self) -> bool:
        """Whether it is a tilt for sure, and taken out."""
        least = max(LEAST_DEG, LEAST_TIMES * self.plus_minus_deg)
        return abs(self.roll_deg) >= least

    @property
    def doubtful(self) -> bool:
        """Whether it may be a large tilt, and is not taken out."""
        return not self.certain and abs(self.roll_deg) >= TOLD_DEG

    @property
    def left_deg(self) -> float:
        """By how much angles to the horizontal may still be turned (1 SD)."""
        left = 0.0 if self.certain else self.roll_deg
        return hypot(left, self.plus_minus_deg)


# Nothing in the picture tells.
UNSEEN = Level()
