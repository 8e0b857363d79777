"""The ± (1 SD) of every measure, for the clip that it was read in.

What makes a value uncertain is told apart and added up in squares:

own        what is left when all else is perfect: the model, and where it puts a joint
size       a landmark is off by so many pixels, which turn a short leg more than a long
turning    how far it turns or moves while the events' own ± last
trembling  how far it leaves an even path in the frames around
far        the leg away from the camera is a guess for moments
level      how the camera was held turns every angle to the horizontal
few        between frames that are far apart a fast joint turns back unseen
unseen     where the model doubts that it sees an arm, it guesses

``own`` is measured: on rendered athletes against their exact joints, and on filmed
people against joints set by hand by others than those it was learned from (each clip
left out in its turn), less the ± of those hands. See ``analysis/README.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot, inf, radians
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal[
    "knee", "hip", "shin", "trunk", "body_line", "thigh_split", "exit_split",
    "head_pitch", "elbow", "hip_gap", "foot", "hand", "back_hand", "shoulders_ahead",
    "ankle_height", "mass_distance", "shin_before", "hip_path", "hip_back",
    "hip_opening", "knee_lift", "foot_back", "trunk_rise", "shin_rise", "step_ratio",
    "timing",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Own:
    """What is left of a kind's ± when nothing turns or trembles, in its unit.

    Attributes
    ----------
    rendered, people
        On the near leg of rendered athletes, and of filmed people.
    size
        By how much a pixel or so moves it on an athlete whose leg has 100.
    per_level_deg
        By how much one degree of tilt does; 0 between two segments.
    turning_share
        How much of what it turns or moves within the events' ± counts: angles turn
        least where feet land and leave.
    few
        How far it is off between 30 frames a second, and a quarter of that at 60.
    unseen
        How far it is off on an arm that the model doesn't see.
    """

    rendered: float
    people: float
    size: float
    per_level_deg: float = 0.0
    turning_share: float = 0.6
    few: float = 0.0
    unseen: float = 0.0


_PER_TILT: Final = radians(1.0)
HOLD: Final[Mapping[Kind, Own]] = {
    "knee": Own(2.4, 7.5, 2.2),
    "trunk": Own(1.8, 4.0, 2.2, per_level_deg=1.0),
    "head_pitch": Own(3.5, 14.0, 4.5),
    "elbow": Own(4.5, 9.0, 2.5),
    "shoulders_ahead": Own(0.032, 0.06, 0.02, per_level_deg=_PER_TILT),
}
EVENT: Final[Mapping[Kind, Own]] = {
    "knee": Own(1.6, 4.0, 2.2),
    "hip": Own(2.2, 5.0, 3.0),
    "shin": Own(1.2, 2.0, 1.4, per_level_deg=1.0),
    "trunk": Own(1.6, 4.2, 2.2, per_level_deg=1.0),
    "body_line": Own(0.6, 2.0, 0.7, per_level_deg=1.0),
    "thigh_split": Own(1.8, 5.0, 2.8),
    "exit_split": Own(2.6, 6.0, 2.6, few=11.0),
    "head_pitch": Own(4.5, 14.0, 4.5),
    "elbow": Own(3.5, 9.0, 2.5),
    "hip_gap": Own(0.8, 2.0, 0.7, few=1.8),
    "foot": Own(3.5, 8.0, 3.0),
    "hand": Own(0.035, 0.08, 0.02),
    # It goes back behind the body: of five whose way is known 0.006 to 0.14 off.
    "back_hand": Own(0.035, 0.08, 0.02, unseen=0.15),
    "ankle_height": Own(0.015, 0.05, 0.015),
    "mass_distance": Own(0.018, 0.05, 0.012, per_level_deg=_PER_TILT),
    "shin_before": Own(5.0, 6.0, 1.4, per_level_deg=1.0, turning_share=1.0),
    "hip_path": Own(0.5, 1.5, 0.5, per_level_deg=1.0, turning_share=1.0, few=1.5),
    "hip_back": Own(0.003, 0.006, 0.003, turning_share=1.0),
    "hip_opening": Own(4.5, 9.0, 3.5, turning_share=1.0, few=9.0),
    "knee_lift": Own(1.8, 5.0, 1.5, turning_share=1.0),
    "foot_back": Own(0.3, 0.4, 0.1, turning_share=1.0),
    "trunk_rise": Own(0.8, 2.0, 1.0, turning_share=1.0),
    "shin_rise": Own(1.4, 1.8, 0.8, turning_share=1.0),
    "step_ratio": Own(0.02, 0.03, 0.015, turning_share=1.0),
    # All of it comes from the events' own ±.
    "timing": Own(0.0, 0.0, 0.0, turning_share=1.0),
}
SIZE_LEG_PX: Final = 100.0
FEW_FPS: Final = 30.0
FAR_TIMES: Final = 1.4
# How much of a tremble counts: a fast joint's path is bent without any.
TREMBLING_SHARE: Final = 0.45
# In the hold nobody moves: where an angle trembles there the model guesses, and is off
# by about so many times the tremble (0.64 of the two go together).
HOLD_TREMBLING_TIMES: Final = 2.5


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
    turning
        How far the measure moves while the events' own ± last, in its unit.
    trembling
        How far it leaves an even path around the instant, or its median in the hold
        (1 SD), in its unit.
    level_deg
        By how much the picture may be tilted.
    coarser
        Factor by which joints are less accurate in a squeezed, dark or crowded clip.
    fps
        Frames per second of life.
    unseen
        How much the model doubts that it sees the arm, 0 to 1.
    """

    in_hold: bool
    far_side: bool
    leg_px: float
    person: float
    turning: float = 0.0
    trembling: float = 0.0
    level_deg: float = 0.0
    coarser: float = 1.0
    fps: float = inf
    unseen: float = 0.0


def plus_minus(kind: Kind, around: Circumstances) -> float:
    """One standard deviation, in the measure's unit.

    Parameters
    ----------
    kind
        What is measured.
    around
        Where and how it was read.

    Raises
    ------
    KeyError
        There is none of this kind in the hold.
    """
    own = (HOLD if around.in_hold else EVENT)[kind]
    least = (1.0 - around.person) * own.rendered + around.person * own.people
    size = own.size * SIZE_LEG_PX / around.leg_px * around.coarser
    side = FAR_TIMES if around.far_side else 1.0
    turning = own.turning_share * around.turning
    share = HOLD_TREMBLING_TIMES if around.in_hold else TREMBLING_SHARE
    level = own.per_level_deg * around.level_deg
    guess = own.unseen * around.unseen
    trembling = share * around.trembling
    few = own.few * (FEW_FPS / around.fps) ** 2
    return hypot(side * hypot(least, size, turning, trembling, few), level, guess)
