"""The ± (1 SD) of every angle, for the clip that it was read in.

What makes a value uncertain is told apart and added up in squares:

own        what is left when all else is perfect: the model, and where it puts a joint
size       a landmark is off by so many pixels, which turn a short leg more than a long
turning    how far the joint turns while the event's own ± lasts
trembling  how far the angle leaves an even path in the frames around
far        the leg away from the camera is a guess for moments
level      how the camera was held turns every angle to the horizontal

``own`` is measured: on rendered athletes against their exact joints, and on filmed
people against joints set by hand by others than those it was learned from (each clip
left out in its turn), less the ± of those hands. See ``analysis/README.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal[
    "knee", "hip", "shin", "trunk", "body_line", "thigh_split", "head_pitch"
]
# Degrees on the near leg of rendered athletes, in the hold and at an event.
RENDERED_HOLD_DEG: Final = {"knee": 2.4, "trunk": 1.8, "head_pitch": 3.5}
RENDERED_EVENT_DEG: Final = {
    "knee": 1.6,
    "hip": 2.2,
    "shin": 1.2,
    "trunk": 1.6,
    "body_line": 0.6,
    "thigh_split": 1.8,
    "head_pitch": 4.5,
}
# And of filmed people.
PEOPLE_HOLD_DEG: Final = {"knee": 7.5, "trunk": 4.0, "head_pitch": 14.0}
PEOPLE_EVENT_DEG: Final = {
    "knee": 4.0,
    "hip": 5.0,
    "shin": 2.0,
    "trunk": 4.2,
    "body_line": 2.0,
    "thigh_split": 5.0,
    "head_pitch": 14.0,
}
# Degrees by which a pixel or so turns an angle of an athlete whose leg has 100.
SIZE_DEG: Final = {
    "knee": 2.2,
    "hip": 3.0,
    "shin": 1.4,
    "trunk": 2.2,
    "body_line": 0.7,
    "thigh_split": 2.8,
    "head_pitch": 4.5,
}
SIZE_LEG_PX: Final = 100.0
FAR_TIMES: Final = 1.4
# What an event's ± and a tremble add, as a share: angles turn least where feet land and
# leave, and a fast joint's path is bent without any tremble.
TURNING_SHARE: Final = 0.6
TREMBLING_SHARE: Final = 0.45
# In the hold nobody moves: where an angle trembles there the model guesses, and is off
# by about so many times the tremble (0.64 of the two go together).
HOLD_TREMBLING_TIMES: Final = 2.5
# Angles to the horizontal; all others are between two segments.
TO_THE_LEVEL: Final = {"shin", "trunk", "body_line"}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the ± of one value depends on.

    Attributes
    ----------
    in_hold
        A median over the hold, not read at an instant.
    far_side
        On the leg away from the camera.
    leg_px
        The athlete's leg length in the picture.
    person
        How much the athlete moves like a filmed person, 0 to 1 (``population.py``).
    turning_deg
        How far the angle turns while the event's own ± lasts.
    trembling_deg
        How far it leaves an even path around the instant, or its median in the hold
        (1 SD).
    level_deg
        By how much the picture may be tilted.
    coarser
        Factor by which joints are less accurate in a squeezed, dark or crowded clip.
    """

    in_hold: bool
    far_side: bool
    leg_px: float
    person: float
    turning_deg: float = 0.0
    trembling_deg: float = 0.0
    level_deg: float = 0.0
    coarser: float = 1.0


def plus_minus(kind: Kind, around: Circumstances) -> float:
    """Degrees of one standard deviation.

    Parameters
    ----------
    kind
        What is measured.
    around
        Where and how it was read.

    Raises
    ------
    KeyError
        There is none of this kind, or none in the hold.
    """
    rendered, people = (
        (RENDERED_HOLD_DEG, PEOPLE_HOLD_DEG)
        if around.in_hold
        else (RENDERED_EVENT_DEG, PEOPLE_EVENT_DEG)
    )
    own = (1.0 - around.person) * rendered[kind] + around.person * people[kind]
    size = SIZE_DEG[kind] * SIZE_LEG_PX / around.leg_px * around.coarser
    side = FAR_TIMES if around.far_side else 1.0
    turning = TURNING_SHARE * around.turning_deg
    share = HOLD_TREMBLING_TIMES if around.in_hold else TREMBLING_SHARE
    level = around.level_deg if kind in TO_THE_LEVEL else 0.0
    own_deg = side * hypot(own, size, turning, share * around.trembling_deg)
    return hypot(own_deg, level)
