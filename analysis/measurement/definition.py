"""The record of one measure: how it is read, drawn and told, and how sure it is."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import Literal, TypeAlias

from analysis.filtering.running_frame import Leg, Runner
from analysis.measurement.angles import Reading
from analysis.measurement.body import Snapshot
from analysis.measurement.courses import CourseReading, time_from
from analysis.measurement.uncertainty import Kind
from analysis.quantities import Unit
from analysis.types import EventName, Floats

Instant: TypeAlias = EventName | Literal["set", "crossing_1"]
# Names of the part in words, told without the moment; front and rear in the blocks.
Part: TypeAlias = Literal[
    "back_hand", "body_line", "contact_change", "contact_time", "elbow", "flight_time",
    "foot_back", "foot_strike", "front_hip", "front_knee", "head_pitch", "hip",
    "hip_back", "hip_gap", "hip_path", "knee", "knee_lift", "lead_elbow", "lead_hand",
    "push_time", "rear_hip_opening", "rear_knee", "rear_push_share", "recovery_height",
    "shin", "shin_before", "shin_rise", "shoulders_ahead", "step_ratio_2",
    "step_ratio_3", "still", "swing_toe", "thigh_split", "toe_off_distance",
    "touchdown_distance", "trunk", "trunk_rise",
]  # fmt: skip
# What a ratio is a share of: a length of the body, a time, or what it was before.
Share: TypeAlias = Literal["leg", "trunk", "arm", "shank", "share", "times", "speed"]
# What stands for it in a picture of the body.
Drawn: TypeAlias = Literal[
    "back_hand", "elbow", "foot_path", "gaze", "hip", "hip_path", "knee", "knee_lift",
    "landing", "lead_hand", "lean", "leaving", "line", "shin", "swing_toe", "thighs",
    "trunk",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Posture:
    """A measure told as which way and how far from rest, since numbers have no sign.

    A head at −90° is in line with the back, a back at −16° slopes down by 16°, a foot
    at −0.1 is behind the body.

    Attributes
    ----------
    rest, near
        The measure's value when in line or level, and how near to it still counts.
    pictured
        Whether it is told so in pictures too, not by its number.
    rough
        Told beside the body without its ±, which is many degrees; the list has it.
    """

    name: Literal[
        "head", "back", "shoulders", "hips", "gap", "foot", "foot_back", "rise",
        "change",
    ]  # fmt: skip
    near: float
    rest: float = 0.0
    pictured: bool = False
    rough: bool = False


# Straight on, the line from ear to nose is square to the trunk.
HEAD = Posture("head", near=5.0, rest=-90.0, pictured=True, rough=True)
BACK = Posture("back", near=2.0, pictured=True)
RISE = Posture("rise", near=0.5)


@dataclass(frozen=True, slots=True)
class Category:
    """A measure told by a word, alone or beside its value.

    Attributes
    ----------
    edges
        Where one word ends and the next begins, ascending.
    words
        One more than there are edges, of the lowest values first.
    alone
        Whether the number behind it is too rough to be told.
    course
        What it is told of, when that is not the measure's own value.
    """

    edges: tuple[float, ...]
    words: tuple[str, ...]
    alone: bool = False
    course: CourseReading | None = None

    def word(self, value: float) -> str:
        """The word for a value."""
        return self.words[sum(value >= edge for edge in self.edges)]


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
        When it is read and pictured: an event, ``crossing_1``, or ``set`` for a median
        over the hold.
    leg
        The leg it is read on, or whose side; None of the trunk and the head.
    step
        The step it belongs to, counted from 1; None in the blocks.
    read
        Its value from the athlete's points at the instant.
    course, needs
        Its value from paths over more than an instant, and the events that these need.
    moment
        When what is read over time was, where it is not at the instant.
    before_s
        How long before the instant it is read, seconds of life.
    kind
        Which ± it has.
    drawn, part
        What stands for it in pictures (None: only its row), and in words.
    share
        What it is a share of, for a ratio.
    posture
        How it is told, when not by its number.
    category
        How it is told by a word.
    arm
        Which arm has to be seen: on the leg's side, or the one near the camera; with
        ``both`` the far hand has to stand too.
        Where it is not, the reason is ``arm_hidden``.
    between_feet
        Whether it goes from one foot to the other, which a camera off the side shifts.
    paced
        Whether it needs seconds of life, beside those told in seconds.
    least_fps
        Under this many frames per second of life it is not told.
    unseen
        Why it has no value where one of its points is not seen.
    """

    id: str
    phase: int
    instant: Instant
    leg: Leg | None = None
    step: int | None = None
    _: KW_ONLY
    read: Reading | None = None
    course: CourseReading | None = None
    needs: tuple[EventName, ...] = ()
    moment: CourseReading | None = None
    before_s: float = 0.0
    kind: Kind
    drawn: Drawn | None = None
    part: Part
    unit: Unit = "deg"
    share: Share | None = None
    posture: Posture | None = None
    category: Category | None = None
    arm: Literal["leg", "near", "both"] | None = None
    between_feet: bool = False
    paced: bool = False
    least_fps: float = 0.0
    unseen: str = "joint_hidden"

    @property
    def in_seconds(self) -> bool:
        """Whether it means nothing while the pace of life is unknown."""
        return self.paced or self.unit == "s" or self.before_s > 0.0

    def value(self, runner: Runner, xy: Floats) -> Floats:
        """(...,) of it at points (..., 33, 2), in its unit.

        Raises
        ------
        ValueError
            It is read over more than an instant.
        """
        if self.read is None:
            raise ValueError(f"{self.id} is not read at an instant")
        return self.read(Snapshot(runner, xy), self.leg or "front")


def time_between(
    id: str,
    phase: int,
    start: EventName,
    end: EventName,
    part: Part,
    at: EventName,
    step: int | None = None,
) -> Definition:
    """The time between two events, shown with the picture of a third."""
    return Definition(
        id,
        phase,
        at,
        step=step,
        course=time_from(start, end),
        needs=(start, end),
        kind="timing",
        part=part,
        unit="s",
    )
