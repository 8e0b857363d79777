"""The nouns that travel between the stops of the pipeline.

All are frozen; arrays are never written to after they are made. Angles are in
degrees, times in seconds of the clip counted from its first frame, positions in
pixels of the upright picture unless a name says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.corrections import NOTHING, Corrections
from analysis.reading import Clip as Clip

Floats: TypeAlias = NDArray[np.float64]
Side: TypeAlias = Literal["left", "right"]
Direction: TypeAlias = Literal["left_to_right", "right_to_left"]
Verdict: TypeAlias = Literal["good", "minor", "work_on", "cant_tell"]

EVENT_NAMES = (
    "set_start",
    "first_movement",
    "rear_foot_block_exit",
    "front_foot_block_exit",
    "touchdown_1",
    "toe_off_1",
    "touchdown_2",
    "toe_off_2",
    "touchdown_3",
)


@dataclass(frozen=True, slots=True)
class Poses:
    """Where the athlete's 33 MediaPipe landmarks are in every frame.

    Attributes
    ----------
    xy_px
        (frames, 33, 2) in the upright picture, NaN where there is no pose.
    seen
        (frames, 33) MediaPipe's visibility 0–1, NaN where there is no pose, and
        exactly 0 where somebody else's body is known to be before the joint.
    time_s
        (frames,) as in the clip.
    changes
        Frames from which on the file plays at another speed than before.
    eased
        Whether it changes its speed little by little.
    """

    xy_px: Floats
    seen: Floats
    time_s: Floats
    changes: tuple[int, ...] = ()
    eased: bool = False

    @property
    def uneven(self) -> bool:
        """Whether the file plays at more than one speed."""
        return self.eased or bool(self.changes)

    @property
    def changes_s(self) -> tuple[tuple[float, float], ...]:
        """Between which instants each change of speed lies."""
        at = self.time_s
        return tuple((float(at[n - 1]), float(at[n + 1])) for n in self.changes)

    def __post_init__(self) -> None:
        """Check the shapes once, so that nobody downstream has to."""
        frames = len(self.time_s)
        if self.xy_px.shape != (frames, 33, 2) or self.seen.shape != (frames, 33):
            raise ValueError(
                f"poses of {frames} frames need xy_px ({frames}, 33, 2) and seen "
                f"({frames}, 33), got {self.xy_px.shape} and {self.seen.shape}"
            )


@dataclass(frozen=True, slots=True)
class ClipInfo:
    """What the contract says of the clip.

    ``speed_factor`` is 1.0 in real time, 10.0 when played ten times slower than
    life, None when the true rate can't be known.
    """

    width_px: int
    height_px: int
    frames: int
    duration_s: float
    median_fps: float
    variable_frame_rate: bool
    rotation_deg: int
    speed_factor: float | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a clip is not judged: a code with words in ``content/``, and the figures.

    ``picture`` is the file that shows what is in the way, None when there is none.
    ``people`` is how many equal starters are in it, numbered from 1 on: whoever taps a
    number is looked at (``Corrections.athlete`` passes over those before; for the
    first, over all of them). 0 where it is no question.
    """

    code: str
    detail: str
    picture: str | None = None
    people: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """An instant of the start.

    ``t_s`` lies between frames; ``frame`` is the first frame at or after it.
    """

    t_s: float
    frame: int
    plus_minus_s: float


@dataclass(frozen=True, slots=True)
class Phase:
    """One of the eight captions with its key frame; None when it is not in the clip."""

    number: int
    frame: int | None
    t_s: float | None
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its unit and ± (1 SD), or no number and the reason.

    ``why`` is a reason code with words in ``content/`` (None when there is a value).
    ``far_side`` tells that it was read on the leg away from the camera.
    """

    id: str
    phase: int
    value: float | None
    unit: str
    plus_minus: float | None
    frame: int | None
    why: str | None = None
    far_side: bool = False

    def __post_init__(self) -> None:
        """A measure has a value with a ±, or a reason; never both, never neither."""
        if (self.value is None) == (self.why is None):
            raise ValueError(f"{self.id}: a measure has either a value or a reason")
        if self.value is not None and self.plus_minus is None:
            raise ValueError(f"{self.id}: no number without ±")


@dataclass(frozen=True, slots=True)
class Band:
    """Green inside ``green``, amber inside ``amber``; None is an open end."""

    green: tuple[float | None, float | None]
    amber: tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Finding:
    """A check's verdict on one clip.

    ``cue`` is the id of the cue that answers the deviation (None when good or
    untold); ``close`` tells that the value lies within its ± of a band's edge and
    was given the milder verdict; ``why`` is the reason of a ``cant_tell``.
    """

    check: str
    measure: str
    verdict: Verdict
    close: bool
    band: Band
    seed_target: float | None
    cue: str | None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something inferred and said: a code with words in ``content/`` and its values."""

    code: str
    values: Mapping[str, float | int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything known about one clip, the pipeline's end and the reply's beginning.

    A refused clip has a ``refusal``, every event None and no phases, measures or
    findings. ``clip`` is None only when the file could not be read at all. ``focus``
    and ``praise`` are check ids.
    """

    analysis_version: str
    clip: ClipInfo | None
    refusal: Refusal | None
    direction: Direction | None
    near_side: Side | None
    front_leg: Side | None
    events: Mapping[str, Event | None]
    phases: tuple[Phase, ...]
    measures: tuple[Measure, ...]
    findings: tuple[Finding, ...]
    focus: str | None
    praise: str | None
    notes: tuple[Note, ...]
    corrections: Corrections = NOTHING
