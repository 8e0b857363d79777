"""How a file has to be read: found when it is opened, needed whenever it is decoded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Inner:
    """Where the clip is in a picture with bars around it.

    In pixels of the picture as it is stored; ``whole`` is its full size.
    """

    left: int
    top: int
    width: int
    height: int
    whole_width: int
    whole_height: int


@dataclass(frozen=True, slots=True)
class Light:
    """How an HDR clip's light is written, and which of it is white (1 is the peak)."""

    curve: Literal["hlg", "pq"]
    white: float


@dataclass(frozen=True, slots=True)
class Reading:
    """Where the film is in the file, and how its pictures are shown.

    Attributes
    ----------
    track
        Number of the stream that is the film; None for the only one.
    in_order
        False where the file's times run backwards: then frames are told apart by the
        order in which they are decoded alone, and cuts made by an edit list are void.
    mirrored
        Whether the picture is mirrored left to right, after it is turned.
    righted_deg
        How much of the clip's clockwise turn no flag tells: seen by who runs in it.
    inner
        The part of the stored picture that is the clip; None for all of it.
    whole
        False where frames are damaged or did not arrive.
    light
        How its light is written when that is not the ordinary way: HDR.
    brighter
        How many times brighter than stored it is shown.
    """

    track: int | None = None
    in_order: bool = True
    mirrored: bool = False
    righted_deg: int = 0
    inner: Inner | None = None
    whole: bool = True
    light: Light | None = None
    brighter: float = 1.0


PLAIN = Reading()


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
        How coarse the encoder's steps are, 0 to 51; None where its codec does not tell.
    """

    path: Path
    width_px: int
    height_px: int
    rotation_deg: int
    time_s: NDArray[np.float64]
    reading: Reading = PLAIN
    shown: Shown | None = None
    quantiser: float | None = None

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
        """Time from the first frame to the end of the last one."""
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
