"""How much light a film has, and how much brighter it is shown for it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

# Told from every so manieth frame, of this small a picture.
EVERY, SIZE = 30, (96, 54)
# The brightest twentieth of a picture begins at 102 of 255 and more in all films of
# starts we have, at 38 in one at dusk: darker than the first, it is shown as bright as
# the second, and at most so many times brighter. What needs more is too dark to see.
LIGHT, DARK, SHOWN = 95.0, 65.0, 120.0
MOST_TIMES = 6.0


def lightness(frame: VideoFrame) -> float:
    """Grey level, 0 to 255, at which the brightest twentieth of a frame begins."""
    small = frame.reformat(*SIZE, format="gray").to_ndarray()
    return float(np.percentile(small, LIGHT))


def times_brighter(lightnesses: Sequence[float]) -> float:
    """How many times brighter a film is to be shown; 1 in ordinary light.

    The brightest frame counts: a film may begin in black.
    """
    brightest = max(lightnesses, default=SHOWN)
    if brightest >= DARK:
        return 1.0
    return min(SHOWN / max(brightest, 1.0), MOST_TIMES)


def grainier(times: float) -> float:
    """How many times further off a joint is seen in a film so many times brighter.

    Grain grows with it and is smoothed again, which costs detail: at 3 times the errors
    at dusk are 1.7 times those in daylight.
    """
    return float(times**0.5)


def brightened(picture: NDArray[np.uint8], times: float) -> NDArray[np.uint8]:
    """The picture so many times brighter; the same object for 1."""
    import cv2

    if times == 1.0:
        return picture
    return np.asarray(cv2.convertScaleAbs(picture, alpha=times), dtype=np.uint8)
