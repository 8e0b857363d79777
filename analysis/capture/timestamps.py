"""When each frame is shown: the file's times, mended where they can't be right.

A decoder gives frames in the order in which they are shown, so times that run backwards
are wrong. Two clocks are in the file: the time to show a frame (PTS) and the time to
decode it (DTS), which FFmpeg passes on with the frame that comes out just then.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.errors import Unreadable
from analysis.types import Floats

# A clock that runs backwards at more of the frames than this is in the wrong order;
# at fewer, single times are wrong.
MOST_BACKWARDS = 0.01
# Times this many frames behind are no single errors: the clock was set back.
SET_BACK_FRAMES = 5


def in_order(shown_s: Floats) -> bool:
    """Whether the times at which frames are shown are in the order of the frames."""
    return _backwards(shown_s) <= max(1.0, MOST_BACKWARDS * len(shown_s))


def times_of(shown_s: Floats, decoded_s: Floats) -> Floats:
    """When each frame is shown, from 0, strictly increasing.

    Parameters
    ----------
    shown_s, decoded_s
        (frames,) PTS and DTS of each frame, NaN where there is none.

    Raises
    ------
    Unreadable
        There are no times.
    """
    if in_order(shown_s):
        time_s = np.where(np.isfinite(shown_s), shown_s, decoded_s)
    elif _backwards(decoded_s) < _backwards(shown_s):
        time_s = decoded_s
    else:
        time_s = np.sort(shown_s)
    return _increasing(_without_set_back(time_s))


def _backwards(time_s: Floats) -> int:
    known = time_s[np.isfinite(time_s)]
    # No times at all are in no order either.
    return int((np.diff(known) <= 0).sum()) if len(known) > 1 else len(time_s)


def _without_set_back(time_s: Floats) -> Floats:
    """Times that go on where the clock is set back, as where files were joined."""
    time_s = time_s.copy()
    while True:
        behind = np.flatnonzero(~_good(time_s) & np.isfinite(time_s))
        runs = np.split(behind, np.flatnonzero(np.diff(behind) > 1) + 1)
        long = [run for run in runs if len(run) >= SET_BACK_FRAMES]
        if not long:
            return time_s
        first = long[0][0]
        highest = np.nanmax(time_s[:first])
        step = np.median(np.diff(time_s[long[0]]))
        if not step > 0:
            return time_s
        time_s[first:] += highest + step - time_s[first]


def _good(time_s: Floats) -> NDArray[np.bool_]:
    """Which times are there and later than all before."""
    good: NDArray[np.bool_] = np.isfinite(time_s)
    highest = np.maximum.accumulate(np.where(good, time_s, -np.inf))
    good[1:] &= time_s[1:] > highest[:-1]
    return good


def _increasing(time_s: Floats) -> Floats:
    """Times from 0, strictly increasing; a missing or backward one is interpolated."""
    good = _good(time_s)
    if good.sum() < 2:
        raise Unreadable("the frames carry no timestamps")
    number = np.arange(len(time_s))
    step = np.median(np.diff(time_s[good]) / np.diff(number[good]))
    filled: Floats = np.interp(number, number[good], time_s[good])
    before, after = number < number[good][0], number > number[good][-1]
    filled[before] = time_s[good][0] - step * (number[good][0] - number[before])
    filled[after] = time_s[good][-1] + step * (number[after] - number[good][-1])
    filled -= filled[0]
    return filled
