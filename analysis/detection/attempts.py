"""Several starts in one clip: each a run along the lane, about as fast as the fastest.

Somebody who starts twice walks back in between, unless the walk was cut out. Every run
in one direction is tried as a start; whether it is one is decided later by the feet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from analysis.detection.motion_tracks import MotionTrack
from analysis.types import Floats

# A way is at least this many times the athlete's size.
LEAST_SIZES = 1.2
# Another start covers at least these shares of the largest distance, speed and body
# height: a walk is a third as fast.
AS_FAR, AS_FAST, AS_TALL = 0.5, 0.6, 0.5
# Where a way begins and ends, as a share of it: rising into set is not travel.
BEGUN = 0.1
# A start followed by another one is examined for this long beyond its way.
AFTER_S = 0.3


@dataclass(frozen=True, slots=True)
class Way:
    """A run in one direction: its frames, and how far to the right in small pixels."""

    first: int
    last: int
    far: float

    @property
    def speed(self) -> float:
        """Small pixels a frame, to the right."""
        return self.far / max(self.last - self.first, 1)

    def like(self, other: Way) -> bool:
        """Whether it goes in the same direction, about as far and as fast."""
        far, speed = self.far / other.far, self.speed / other.speed
        return far > AS_FAR and speed > AS_FAST


def attempts_of(
    tracks: Sequence[MotionTrack], frames: int, fps: float
) -> tuple[tuple[int, int], ...]:
    """Half-open frame ranges around each possible start, in order of time.

    Parameters
    ----------
    movers
        The most important first.
    frames, fps
        Of the clip.
    """
    athlete = tracks[0]
    size = max(size_of(athlete), 1.0)
    alike = [track for track in tracks if size_of(track) > AS_TALL * size]
    ways = [way for track in alike for way in ways_of(track, LEAST_SIZES * size)]
    of_athlete = ways_of(athlete, LEAST_SIZES * size)
    if not of_athlete:
        return ()
    fastest = max(of_athlete, key=lambda way: abs(way.speed))
    kept: list[Way] = []
    for way in sorted(ways, key=lambda way: -abs(way.far)):
        apart = all(way.first > one.last or way.last < one.first for one in kept)
        if apart and way.like(fastest):
            kept.append(way)
    kept.sort(key=lambda way: way.first)
    nexts = [*(way.first for way in kept[1:]), frames]
    return tuple(
        (_begins(way, ways), _ends(way, following, frames, fps))
        for way, following in zip(kept, nexts, strict=True)
    )


def _begins(way: Way, ways: Sequence[Way]) -> int:
    """The first frame after any other way, such as that back to the blocks."""
    return max((one.last + 1 for one in ways if one.last < way.first), default=0)


def _ends(way: Way, following: int, frames: int, fps: float) -> int:
    """Shortly after the way, or the clip's end when it is the last one."""
    soon = way.last + round(AFTER_S * fps)
    return frames if following == frames else min(soon, following)


def size_of(track: MotionTrack) -> float:
    """Typical length of the larger side of the box."""
    sides = np.array([np.ptp(np.reshape(box, (2, 2)), axis=0) for box in track.boxes])
    return float(np.median(sides.max(axis=1)))


def ways_of(track: MotionTrack, least: float) -> list[Way]:
    """Where the track goes further than ``least`` in one direction before it turns.

    In small pixels of the reference view.
    """
    x: Floats = np.array([(box[0] + box[2]) / 2 for box in track.boxes])
    turns = _turns(x, least)
    ways = []
    for start, end in pairwise(turns):
        far = float(x[end] - x[start])
        if abs(far) < least:
            continue
        share = (x[start : end + 1] - x[start]) / far
        begun = start + int(np.flatnonzero(share < BEGUN)[-1])
        over = start + int(np.flatnonzero(share > 1.0 - BEGUN)[0])
        ways.append(Way(track.frames[begun], track.frames[over], far))
    return ways


def _turns(x: Floats, least: float) -> list[int]:
    """Both ends, and where a path turns back by more than ``least``."""
    turns, low, high, way = [0], 0, 0, 0
    for now, place in enumerate(x):
        low = now if place < x[low] else low
        high = now if place > x[high] else high
        if way >= 0 and x[high] - place > least:
            turns, way, low = [*turns, high], -1, now
        elif way <= 0 and place - x[low] > least:
            turns, way, high = [*turns, low], 1, now
    turns.append(high if way > 0 else low)
    return sorted(set(turns))
