"""How far and how fast an athlete goes, in leg lengths: metres follow from a height.

Nobody's height is known here, so none can be kept with a clip; ``scoring/metres.py``
has it for a moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from pydantic import Field

from analysis.quantities import Ratio


@dataclass(frozen=True, slots=True)
class Told:
    """A number with its ± (1 SD)."""

    value: Ratio
    plus_minus: Annotated[Ratio, Field(ge=0)]


Maybe: TypeAlias = Told | None


@dataclass(frozen=True, slots=True)
class Travel:
    """What a start covers; None for what is not seen. It is shown, and never judged.

    Attributes
    ----------
    step_1, step_2, step_3
        Leg lengths from toe to toe: front block to touchdown 1, and on to 2 and 3.
    exit_speed
        Leg lengths per second of life at which the centre of mass goes forward, from
        the front foot's exit to touchdown 1.
    push_time
        Seconds of life from the first movement to the front foot's exit.
    """

    step_1: Maybe = None
    step_2: Maybe = None
    step_3: Maybe = None
    exit_speed: Maybe = None
    push_time: Maybe = None
