"""How a file has to be read: found when it is opened, needed whenever it is decoded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


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
    """

    track: int | None = None
    in_order: bool = True
    mirrored: bool = False
    righted_deg: int = 0
    inner: Inner | None = None
    whole: bool = True
    light: Light | None = None


PLAIN = Reading()
