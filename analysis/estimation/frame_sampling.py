"""Which frames are worth a close look: the pose model is most of a clip's cost.

The movement of the athlete's box tells when the start is. From shortly before it every
frame is worth a look, in the hold a few each second, long before it none. On the way
``Pace`` leaves out frames where joints move little, and tells when the
third step is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from analysis.detection.athlete import Detection
from analysis.landmarks import ANKLES, HIPS, KNEES, TOES, leg_lengths
from analysis.types import Clip, Floats

# Less movement in the box than this share of its busiest is the hold.
STILL = 0.2
# Percentile that stands for the busiest frames, past a few wild ones.
BUSIEST = 80
# Far gone: the path is within this share of its whole range of the end.
FAR = 0.25
# From the hold to one athlete size further on a start takes about this long in life.
FIRST_SIZE_S = 0.95
# Seconds of life before the run that are sampled fully: first movement and hold.
BEFORE_S = 0.40
# Sampled fully around the end of the rise into set, which shows when stillness begins.
RISE_S = 0.15
HOLD_STEP_S = 0.1
LONGEST_HOLD_S = 4.0
# Between two looks no joint may move further than this, in leg lengths.
FINE_ENOUGH = 0.10
# In a long clip every third frame is enough where joints move less than this between
# two looks: still finer than every frame of 60 a second (0.20).
LONG_CLIP = 200
STILL_FINE = 0.16
# More than this a frame, in leg lengths, is movement; this many such frames decide.
MOVING = 0.01
MOVES_TO_DECIDE = 25
# And never fewer looks than this in a second of life.
LEAST_FPS = 50.0
# The third step has landed and rested when the hips are this far on, in leg lengths.
FAR_ENOUGH = 5.3
# Fewer frames than this in a second of life are worth two looks each.
FEW_FPS = 45.0
LEGS = [*KNEES, *ANKLES, *TOES]


@dataclass(frozen=True, slots=True)
class Sampling:
    """Which frames to look at.

    Attributes
    ----------
    frames
        Their numbers, increasing.
    close_from
        From this frame on none is left out; before it nobody moves in those that are.
    longest_stride
        1, or 2 or 3 when every second or third one may turn out to be enough.
    few
        Whether there are so few in a second of life that each is worth two looks.
    """

    frames: NDArray[np.intp]
    close_from: int
    longest_stride: int
    few: bool


@dataclass(frozen=True, slots=True)
class _Going:
    """When the run begins, and how many clip seconds one second of life lasts."""

    frame: int
    second_s: float


def sampled_frames(
    clip: Clip, detection: Detection, *, every: bool = False
) -> Sampling:
    """Choose the frames to look at by the movement of the athlete's box.

    ``every``: all frames from shortly before the start on, however slow the clip.
    """
    going = _going(clip, detection)
    time_s, second = clip.time_s, going.second_s
    start = time_s[going.frame] - BEFORE_S * second
    close = np.flatnonzero(time_s >= start)
    rise = _rise(clip, detection, start)
    near_rise = np.flatnonzero(np.abs(time_s - rise) <= RISE_S * second)
    sparse = np.arange(
        max(time_s[0], start - LONGEST_HOLD_S * second), start, HOLD_STEP_S * second
    )
    hold = np.searchsorted(time_s, sparse)
    wanted = np.unique(np.concatenate([close, near_rise, hold]))
    life_fps = clip.median_fps * second
    longest = 3 if len(wanted) >= LONG_CLIP else 2
    return Sampling(
        wanted[wanted < clip.frames],
        int(close[0]),
        longest if life_fps >= 2 * LEAST_FPS and not every else 1,
        bool(life_fps < FEW_FPS),
    )


def _going(clip: Clip, detection: Detection) -> _Going:
    path = _path(detection)
    path *= 1.0 if path[-1] > path[0] else -1.0
    busy = gaussian_filter1d(detection.moving, 2.0)
    far = int(np.argmax(path > path.max() - FAR * np.ptp(path)))
    # Of the busy frames only: athletes may wait in their blocks for long.
    busiest = np.percentile(busy[busy > STILL * busy.max()], BUSIEST)
    still = np.flatnonzero(busy[:far] < STILL * busiest)
    frame = int(still[-1]) if len(still) else 0
    return _Going(frame, max(_first_size_s(clip, path, frame, detection.size_px), 1.0))


def _first_size_s(clip: Clip, path: Floats, frame: int, size: float) -> float:
    """Clip seconds per second of life, from the time to travel one athlete size.

    A clip that ends sooner is read over less distance, which grows with the square of
    time.
    """
    for share in (1.0, 0.5, 0.25):
        gone = np.flatnonzero(path[frame:] > path[frame] + share * size)
        if len(gone):
            took = clip.time_s[frame + gone[0]] - clip.time_s[frame]
            return float(took / (FIRST_SIZE_S * np.sqrt(share)))
    return 1.0


def _path(detection: Detection) -> Floats:
    """(frames,) the middle of the athlete's box along the lane, pixels."""
    middle = detection.middle_px[:, 0]
    whole = detection.whole
    path: Floats = np.interp(np.arange(len(middle)), whole, middle[whole])
    return path


def _rise(clip: Clip, detection: Detection, before_s: float) -> float:
    """When the last movement before the hold ended; the clip's start if none did."""
    moved = np.flatnonzero((detection.moving > 0) & (clip.time_s < before_s))
    return float(clip.time_s[moved[-1]]) if len(moved) else 0.0


class StartOfRun:
    """Where the run began and where it was over, shared by all estimators."""

    def __init__(self) -> None:
        self.known = Event()
        self.hips: Floats | None = None
        self.over_at: float = np.inf


class Pace:
    """Whether every second frame is enough, and when to stop looking.

    Parameters
    ----------
    longest_stride
        Most frames from one look to the next.
    start
        Where the run began; set by the ``first`` estimator, awaited by the others.
    """

    def __init__(self, longest_stride: int, start: StartOfRun, first: bool) -> None:
        self._longest = longest_stride
        self._undecided = longest_stride > 1
        self._start, self._first = start, first
        self._last: tuple[int, Floats] | None = None
        self._legs_px: list[float] = []
        self._moves: list[float] = []
        self.stride = 1
        self.over = False

    def saw(self, index: int, xy_px: Floats) -> None:
        """Take note of one look.

        Parameters
        ----------
        index
            Frame number.
        xy_px
            (33, 2) landmarks in the reference view.
        """
        self._legs_px.append(float(np.max(leg_lengths(xy_px))))
        leg_px = float(np.median(self._legs_px))
        hips: Floats = xy_px[HIPS].mean(axis=0)
        if self._first and not self._start.known.is_set():
            self._start.hips = hips
            self._start.known.set()
        self._start.known.wait()
        if self._start.hips is not None:
            gone = abs(float(hips[0] - self._start.hips[0]))
            self.over = gone > FAR_ENOUGH * leg_px
        if self.over:
            self._start.over_at = min(self._start.over_at, index)
        if self._last is not None and self._undecided:
            self._decide(index, xy_px, leg_px)
        self._last = index, xy_px[LEGS]

    def leave(self) -> None:
        """Finish, so that nobody keeps waiting for a start that was not seen."""
        if self._first:
            self._start.known.set()

    def _decide(self, index: int, xy_px: Floats, leg_px: float) -> None:
        """Once the athlete moves: one stride for the rest, so that paths stay even."""
        before, points = self._last or (index - 1, xy_px[LEGS])
        moved = np.linalg.norm(xy_px[LEGS] - points, axis=1) / (index - before)
        # Not the fastest joint: one landmark may leap.
        fast = float(np.sort(moved)[-2]) / leg_px
        if fast > MOVING:
            self._moves.append(fast)
        if len(self._moves) == MOVES_TO_DECIDE:
            self._undecided = False
            usual = float(np.percentile(self._moves, 80))
            if self._longest >= 3 and 3 * usual < STILL_FINE:
                self.stride = 3
            elif 2 * usual < FINE_ENOUGH:
                self.stride = 2
