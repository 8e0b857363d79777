"""The nouns that travel between the stops of the pipeline.

All are frozen, and no array is written to after it is made. Degrees, seconds of the
clip from its first frame, pixels of the upright picture, unless a name says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray
from pydantic import field_serializer

from analysis import quantities
from analysis.corrections import NOTHING, Corrections
from analysis.pace import is_sure
from analysis.quantities import Code, Count, Edges, Frame, PhaseNumber, Seconds, Unit
from analysis.reading import PLAIN, Reading
from analysis.travel import Travel

Floats: TypeAlias = NDArray[np.float64]
Side: TypeAlias = Literal["left", "right"]
Direction: TypeAlias = Literal["left_to_right", "right_to_left"]
Verdict: TypeAlias = Literal["good", "minor", "work_on", "cant_tell"]
# Why a verdict is milder than the value by itself would get: its ± reaches across an
# edge; or with so few frames, by a phone or in such a picture nothing is bad for sure.
Milder: TypeAlias = Literal["within_error", "frame_rate", "rough", "poor_picture"]
EventName: TypeAlias = Literal[
    "set_start", "first_movement", "rear_foot_block_exit", "front_foot_block_exit",
    "touchdown_1", "toe_off_1", "touchdown_2", "toe_off_2", "touchdown_3",
]  # fmt: skip
EVENT_NAMES: tuple[str, ...] = get_args(EventName)
# A start's time is counted from the first of these that was seen.
ZERO_EVENTS: tuple[EventName, ...] = ("first_movement", "front_foot_block_exit")


@dataclass(frozen=True, slots=True)
class Shown:
    """Which pictures of a file are looked at, when not all are.

    Attributes
    ----------
    number
        (frames,) of each in the file, 0-based in decode order.
    played_s
        (frames,) when the player shows it, seconds from the file's first picture.
    """

    number: NDArray[np.intp]
    played_s: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Clip:
    """One readable video: where it is, how it stands upright, when each frame is.

    Attributes
    ----------
    width_px, height_px
        Size of the upright picture.
    rotation_deg
        Clockwise turn that brings the stored picture upright: 0, 90, 180 or 270.
    time_s
        (frames,) presentation time of every frame, the first at 0, increasing. Where
        the file repeats pictures or changes its speed: even time, in which movement
        goes on as in life.
    reading
        How the file is read.
    shown
        Which of the file's pictures these are; None for all, at their own times.
    quantiser
        How coarse the encoder's steps are, 0 to 51; None where it can't be read.
    covered
        (frames, 3) middle and radius, in pixels of the upright picture, of the circle
        that is covered in every picture given out, NaN for none; None to cover nothing.
    small
        All of the file's pictures as they are stored, small and grey; empty where they
        have to be decoded.
    """

    path: Path
    width_px: int
    height_px: int
    rotation_deg: int
    time_s: NDArray[np.float64]
    reading: Reading = PLAIN
    shown: Shown | None = None
    quantiser: float | None = None
    covered: Floats | None = None
    small: tuple[NDArray[np.uint8], ...] = field(default=(), repr=False)

    @property
    def frames(self) -> int:
        """Number of frames."""
        return len(self.time_s)

    @property
    def played_s(self) -> NDArray[np.float64]:
        """(frames,) when a player shows each frame."""
        return self.time_s if self.shown is None else self.shown.played_s

    @property
    def number(self) -> NDArray[np.intp]:
        """(frames,) number of each frame in the file."""
        return np.arange(self.frames) if self.shown is None else self.shown.number

    @property
    def duration_s(self) -> float:
        """Seconds from the start of the first frame to the end of the last one."""
        if self.frames < 2:
            return 0.0
        return float(self.time_s[-1] + np.median(np.diff(self.time_s)))

    @property
    def median_fps(self) -> float:
        """Frames per second of playback, from the median step between frames."""
        if self.frames < 2:
            return 0.0
        return float(1.0 / np.median(np.diff(self.time_s)))

    @property
    def variable_frame_rate(self) -> bool:
        """Whether steps between frames differ by more than half from the median."""
        off = np.abs(np.diff(self.time_s) * self.median_fps - 1.0)
        return bool(len(off) > 1 and np.mean(off > 0.5) > 0.01)


@dataclass(frozen=True, slots=True)
class Poses:
    """Where the athlete's 33 MediaPipe landmarks are in every frame.

    Attributes
    ----------
    xy_px
        (frames, 33, 2) in the upright picture, NaN where there is no pose.
    visibility
        (frames, 33) MediaPipe's visibility 0–1, NaN where there is no pose, and
        exactly 0 where somebody else's body is known to be in front of the joint.
    time_s
        (frames,) clip time; seconds of life, once the slow motion is known.
    changes
        Frames from which on the file plays at another speed than before.
    eased
        Whether the file changes its speed little by little.
    slow_motion
        How many times slower than ``time_s`` the file plays them.
    """

    xy_px: Floats
    visibility: Floats
    time_s: Floats
    changes: tuple[int, ...] = ()
    eased: bool = False
    slow_motion: float = 1.0

    def sped_up(self, times: float) -> Poses:
        """The same poses with time running this many times faster."""
        faster = self.time_s / times
        return replace(self, time_s=faster, slow_motion=self.slow_motion * times)

    @property
    def uneven(self) -> bool:
        """Whether the file plays at more than one speed."""
        return self.eased or bool(self.changes)

    @property
    def changes_s(self) -> tuple[tuple[float, float], ...]:
        """Interval, in ``time_s``, in which each change of speed lies."""
        at = self.time_s
        return tuple((float(at[n - 1]), float(at[n + 1])) for n in self.changes)

    def __post_init__(self) -> None:
        """Check the shapes once, so that nobody downstream has to."""
        frames = len(self.time_s)
        if self.xy_px.shape != (frames, 33, 2) or self.visibility.shape != (frames, 33):
            raise ValueError(
                f"poses of {frames} frames need xy_px ({frames}, 33, 2) and visibility "
                f"({frames}, 33), got {self.xy_px.shape} and {self.visibility.shape}"
            )


@dataclass(frozen=True, slots=True)
class ClipInfo:
    """What the contract says of the clip.

    ``speed_factor`` is 1.0 in real time, 10.0 when played ten times slower than
    life, None when the true rate can't be known.
    """

    width_px: quantities.Pixels
    height_px: quantities.Pixels
    frames: Count
    duration_s: Seconds
    median_fps: quantities.Rate
    variable_frame_rate: bool
    rotation_deg: quantities.QuarterTurn
    speed_factor: quantities.Factor | None


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
    people: Count = 0


@dataclass(frozen=True, slots=True)
class Event:
    """An instant of the start.

    ``t_s`` lies between frames; ``frame`` is the first frame at or after it.
    """

    t_s: Seconds
    frame: Frame
    plus_minus_s: Seconds

    def sped_up(self, times: float) -> Event:
        """The same event with time running this many times faster."""
        return Event(self.t_s / times, self.frame, self.plus_minus_s / times)


@dataclass(frozen=True, slots=True)
class Missing:
    """No event, and why: a reason code with words in ``content/``."""

    why: str

    def __bool__(self) -> Literal[False]:
        """``if event`` asks whether there is one."""
        return False


Events: TypeAlias = Mapping[str, Event | Missing]


@dataclass(frozen=True, slots=True)
class Phase:
    """One of the eight captions with its key frame, or no frame and the reason."""

    number: PhaseNumber
    frame: Frame | None
    t_s: Seconds | None
    picture: str | None = None
    why: Code | None = None

    def __post_init__(self) -> None:
        """A phase has a frame or a reason; never both, never neither."""
        if (self.frame is None) == (self.why is None):
            raise ValueError(f"phase {self.number} has either a frame or a reason")


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its unit and ± (1 SD), a word, or neither and the reason.

    ``word``, beside a value or alone, and the reason ``why`` are codes with words in
    ``content/``. ``far_side`` tells that it was read on the leg away from the camera.
    """

    id: Code
    phase: PhaseNumber
    value: float | None
    unit: Unit
    plus_minus: quantities.PlusMinus | None
    frame: Frame | None
    why: Code | None = None
    far_side: bool = False
    word: Code | None = None

    def __post_init__(self) -> None:
        """A measure is told, with a ± for a number, or has a reason; never both."""
        if (self.value is None and self.word is None) == (self.why is None):
            raise ValueError(f"{self.id}: a measure has either a value or a reason")
        if self.value is not None and self.plus_minus is None:
            raise ValueError(f"{self.id}: no number without ±")

    @field_serializer("value", "plus_minus")
    def _written(self, value: float | None) -> float | None:
        decimals = quantities.DECIMALS[self.unit]
        return None if value is None else quantities.rounded(value, decimals)


@dataclass(frozen=True, slots=True)
class Band:
    """Green inside ``green``, amber inside ``amber``; None is an open end."""

    green: Edges
    amber: Edges


@dataclass(frozen=True, slots=True)
class Finding:
    """A check's verdict on one clip.

    ``cue`` is the id of the cue that answers the deviation (None when good or
    untold); ``close`` tells that the value lies within its ± of a band's edge;
    ``milder`` why the verdict is milder than the value by itself would get; ``why`` is
    the reason of a ``cant_tell``.
    """

    check: Code
    measure: Code
    verdict: Verdict
    close: bool
    band: Band
    seed_target: float | None
    cue: Code | None
    why: Code | None = None
    milder: Milder | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something inferred and said: a code with words in ``content/`` and its values."""

    code: Code
    values: quantities.NoteValues = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything known about one clip, the pipeline's end and the reply's beginning.

    A refused clip has a ``refusal`` and no events, phases, measures or findings; all
    others have every event, or why it is missing. ``clip`` is None only when the file
    could not be read at all. ``focus`` and ``praise`` name checks, ``cause`` a cause,
    ``level`` whose bands the checks have.
    """

    analysis_version: str
    clip: ClipInfo | None
    refusal: Refusal | None
    direction: Direction | None
    near_side: Side | None
    front_leg: Side | None
    events: Events
    phases: tuple[Phase, ...]
    measures: tuple[Measure, ...]
    findings: tuple[Finding, ...]
    focus: str | None
    praise: str | None
    notes: tuple[Note, ...]
    corrections: Corrections = NOTHING
    level: quantities.AthleteLevel = "trained"
    travel: Travel | None = None
    cause: str | None = None

    @property
    def sure_factor(self) -> float | None:
        """How many times slower than life it plays, where that is more than a guess."""
        factor = None if self.clip is None else self.clip.speed_factor
        if self.clip is None or factor is None:
            return None
        told = self.corrections.slow_motion is not None
        return factor if told or is_sure(factor, self.clip.median_fps) else None
