"""How a file has to be read: found when it is opened, needed whenever it is decoded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


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
    """

    track: int | None = None
    in_order: bool = True
    mirrored: bool = False


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
