"""How a file is read: which track is the film, which way up, and in which light."""

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
    """Transfer curve of an HDR clip, and the level shown as white (1 is the peak)."""

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
        False where the file's times run backwards: then only decode order tells frames
        apart, and cuts made by an edit list are void.
    mirrored
        Whether the picture is mirrored left to right, after it is turned.
    righted_deg
        Part of the clockwise turn that is read from the runner, not from the file.
    inner
        The part of the stored picture that is the clip; None for all of it.
    whole
        False where frames are damaged or did not arrive.
    light
        How its light is encoded if it is HDR, else None.
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
