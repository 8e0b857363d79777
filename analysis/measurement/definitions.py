"""What is measured: one record for each measure, in the order of the contract.

Everything that is done with a measure follows from its record: how it is read and how
sure it is (``measures.py``, ``uncertainty.py``), how it is drawn (``SHAPES`` in
``visuals/angle_marks.py``) and how it is told (``wording.py``, ``bot/replies``).
How to add one: ``analysis/README.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from functools import partial
from typing import Literal, TypeAlias

from analysis.filtering.running_frame import Leg, Runner
from analysis.measurement import angles
from analysis.measurement.angles import Reading, Snapshot
from analysis.measurement.uncertainty import Kind
from analysis.quantities import Unit
from analysis.types import EventName, Floats

Instant: TypeAlias = EventName | Literal["set"]
# Names of the part in words, told without the moment; front and rear in the blocks.
Part: TypeAlias = Literal[
    "body_line", "front_hip", "front_knee", "head_pitch", "hip", "knee",
    "rear_knee", "shin", "thigh_split", "trunk",
]  # fmt: skip
# What stands for it in a picture of the body.
Drawn: TypeAlias = Literal["knee", "hip", "shin", "trunk", "line", "thighs", "gaze"]


@dataclass(frozen=True, slots=True)
class Posture:
    """A measure told as a way from the angle at rest.

    Nobody pictures it as it is measured: a head at −90° is in line with the back, a
    back at −16° slopes down by 16°.

    Attributes
    ----------
    rest_deg, near_deg
        The measure's angle when in line or level, and how near to it still counts.
    rough
        Told in pictures without its ±, which is many degrees.
    """

    name: Literal["head", "back"]
    rest_deg: float
    near_deg: float
    rough: bool = False


# Straight on, the line from ear to nose is square to the trunk.
HEAD = Posture("head", rest_deg=-90.0, near_deg=5.0, rough=True)
BACK = Posture("back", rest_deg=0.0, near_deg=2.0)


@dataclass(frozen=True, slots=True)
class Definition:
    """All that is known of a measure before a clip is seen.

    Attributes
    ----------
    id
        Its name in the contract, in the checklist and in words; nobody reads it.
    phase
        Number of the caption that it belongs to, 1 to 8.
    instant
        The event at which it is read, or ``set``: a median over the hold.
    leg
        The leg it is read on; None of the trunk and the head.
    step
        The step it belongs to, counted from 1; None in the blocks.
    read
        Its value from the athlete's points.
    kind
        Which ± it has.
    drawn, part
        What stands for it in pictures, and in words.
    posture
        How it is told, when not by its number.
    unseen
        Why it has no value where one of its points is not seen.
    """

    id: str
    phase: int
    instant: Instant
    leg: Leg | None = None
    step: int | None = None
    _: KW_ONLY
    read: Reading
    kind: Kind
    drawn: Drawn
    part: Part
    unit: Unit = "deg"
    posture: Posture | None = None
    unseen: str = "joint_hidden"

    def value(self, runner: Runner, xy: Floats) -> Floats:
        """(...,) of it at points (..., 33, 2), in its unit."""
        return self.read(Snapshot(runner, xy), self.leg or "front")


_knee = partial(Definition, read=angles.knee, kind="knee", drawn="knee", part="knee")
_hip = partial(Definition, read=angles.hip, kind="hip", drawn="hip", part="hip")
_shin = partial(Definition, read=angles.shin, kind="shin", drawn="shin", part="shin")
_trunk = partial(
    Definition, read=angles.trunk, kind="trunk", drawn="trunk", part="trunk"
)
_line = partial(
    Definition,
    read=angles.body_line,
    kind="body_line",
    drawn="line",
    part="body_line",
)
_split = partial(
    Definition,
    read=angles.thigh_split,
    kind="thigh_split",
    drawn="thighs",
    part="thigh_split",
)
_head = partial(
    Definition,
    read=angles.head_pitch,
    kind="head_pitch",
    drawn="gaze",
    part="head_pitch",
    posture=HEAD,
    unseen="head_hidden",
)
_EXIT: EventName = "front_foot_block_exit"
DEFINITIONS: tuple[Definition, ...] = (
    _knee("front_knee_set", 1, "set", "front", part="front_knee"),
    _knee("rear_knee_set", 1, "set", "rear", part="rear_knee"),
    _trunk("trunk_set", 1, "set", posture=BACK),
    _head("head_pitch_set", 1, "set"),
    _line("body_line_exit", 3, _EXIT, "front"),
    _trunk("trunk_exit", 3, _EXIT),
    _knee("front_knee_exit", 3, _EXIT, "front", part="front_knee"),
    _hip("front_hip_exit", 3, _EXIT, "front", part="front_hip"),
    _head("head_pitch_exit", 3, _EXIT),
    _knee("knee_touchdown_1", 6, "touchdown_1", "rear", 1),
    _hip("hip_touchdown_1", 6, "touchdown_1", "rear", 1),
    _shin("shin_touchdown_1", 6, "touchdown_1", "rear", 1),
    _trunk("trunk_touchdown_1", 6, "touchdown_1", step=1),
    _knee("knee_toe_off_1", 7, "toe_off_1", "rear", 1),
    _trunk("trunk_toe_off_1", 7, "toe_off_1", step=1),
    _line("body_line_toe_off_1", 7, "toe_off_1", "rear", 1),
    _split("thigh_split_toe_off_1", 7, "toe_off_1", "rear", 1),
    _knee("knee_touchdown_2", 6, "touchdown_2", "front", 2),
    _hip("hip_touchdown_2", 6, "touchdown_2", "front", 2),
    _shin("shin_touchdown_2", 6, "touchdown_2", "front", 2),
    _trunk("trunk_touchdown_2", 6, "touchdown_2", step=2),
    _knee("knee_toe_off_2", 7, "toe_off_2", "front", 2),
    _trunk("trunk_toe_off_2", 7, "toe_off_2", step=2),
    _line("body_line_toe_off_2", 7, "toe_off_2", "front", 2),
    _split("thigh_split_toe_off_2", 7, "toe_off_2", "front", 2),
    _shin("shin_touchdown_3", 8, "touchdown_3", "rear", 3),
    _trunk("trunk_touchdown_3", 8, "touchdown_3", step=3),
)
DEFINED: Mapping[str, Definition] = {row.id: row for row in DEFINITIONS}
_OF_STEP = {(row.phase, row.part, row.step): row.id for row in DEFINITIONS if row.step}


def at_step(measure_id: str, step: int) -> str | None:
    """Id of the same measure at another step; None of one that belongs to no step."""
    row = DEFINED[measure_id]
    return _OF_STEP.get((row.phase, row.part, step)) if row.step else None


def told_deg(measure_id: str, value: float) -> float:
    """The angle to name: the value, or for a posture how far it is from rest."""
    posture = DEFINED[measure_id].posture
    return value if posture is None else abs(value - posture.rest_deg)
