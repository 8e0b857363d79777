"""How much light a film has, and how much brighter it is shown for it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# The brightest twentieth of a picture begins at 102 of 255 and more in all films of
# starts we have, at 38 in one at dusk: darker than the first, it is shown as bright as
# the second, and at most so many times brighter. What needs more is too dark to see.
LIGHT, DARK, SHOWN = 95.0, 65.0, 120.0
MOST_TIMES = 6.0


def times_brighter(pictures: Sequence[NDArray[np.uint8]]) -> float:
    """How many times brighter a film is to be shown; 1 in ordinary light.

    Parameters
    ----------
    pictures
        Grey ones from all over the film. The brightest counts: a film may begin in
        black.
    """
    lightness = [float(np.percentile(picture, LIGHT)) for picture in pictures]
    brightest = max(lightness, default=SHOWN)
    if brightest >= DARK:
        return 1.0
    return min(SHOWN / max(brightest, 1.0), MOST_TIMES)


def grainier(times: float) -> float:
    """Factor by which joints are less accurate in a film brightened this much.

    Grain grows with it and is smoothed again, which costs detail: at 3 times the errors
    at dusk are 1.7 times those in daylight.
    """
    return float(times**0.5)


def brightened(picture: NDArray[np.uint8], times: float) -> NDArray[np.uint8]:
    """The picture brightened ``times``; the same object for 1."""
    import cv2

    if times == 1.0:
        return picture
    return np.asarray(cv2.convertScaleAbs(picture, alpha=times), dtype=np.uint8)
