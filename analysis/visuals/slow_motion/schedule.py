"""Which frame of the clip the slow motion shows when, and how slow it is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from operator import attrgetter

import numpy as np

from analysis.types import ZERO_EVENTS, Analysis, Clip, Floats

RATE = 30
PAUSE_S = 0.7
BEFORE_S, AFTER_S = 0.2, 0.1
# Seconds shown around the first and last event when first movement or third step is
# missing.
PUSH_S, STRIDE_S = 0.6, 0.3
LONGEST_S = 40.0
LAST = 8
# An eighth of life at 60 frames per second shows 7.5 pictures per second. Fewer no
# longer look like movement, so slower cameras are shown less slowly.
FEWEST_PER_S = 7.4
SPEEDS = tuple(Fraction(1, slower) for slower in (8, 6, 5, 4, 3, 2, 1))


@dataclass(frozen=True, slots=True)
class Shot:
    """One frame of the clip and how long it stays.

    Attributes
    ----------
    frame
        Its number in the clip.
    pictures
        For how many pictures of the slow motion.
    phase
        The phase it is or leads to; None after the last that was seen.
    paused
        Whether it is that phase's key frame, held.
    done
        The phases whose key frame was held so far.
    """

    frame: int
    pictures: int
    phase: int | None
    paused: bool
    done: frozenset[int]


@dataclass(frozen=True, slots=True)
class Timetable:
    """The whole slow motion.

    Attributes
    ----------
    speed
        Of life, or of the clip when ``true_speed`` is False: its own is not known.
    zero_s
        Clip time that counts as 0, the first movement's or the front foot's exit.
    zero
        That event's name, None when neither was seen.
    """

    shots: tuple[Shot, ...]
    speed: Fraction
    true_speed: bool
    slow_motion: float
    zero: str | None
    zero_s: float

    @property
    def frames(self) -> tuple[int, ...]:
        """Every frame that is shown, in order, each once."""
        return tuple(sorted({shot.frame for shot in self.shots}))

    @property
    def duration_s(self) -> float:
        """Seconds that it plays."""
        return sum(shot.pictures for shot in self.shots) / RATE


def timetable(clip: Clip, analysis: Analysis, posed: int) -> Timetable | None:
    """Plan the slow motion of a start; None when no event was seen.

    Parameters
    ----------
    posed
        How many frames from the clip's first on have a pose.
    """
    factor = None if analysis.clip is None else analysis.clip.speed_factor
    slow_motion = factor or 1.0
    span = _span(clip.time_s[:posed], analysis, slow_motion)
    if span is None:
        return None
    speed = _speed(clip.median_fps * slow_motion, (span[1] - span[0]) / slow_motion)
    asked = np.arange(span[0], span[1], float(speed) * slow_motion / RATE)
    zero, zero_s = _zero(analysis)
    return Timetable(
        shots=tuple(_shots(_nearest(clip.time_s[:posed], asked), analysis)),
        speed=speed,
        true_speed=factor is not None,
        slow_motion=slow_motion,
        zero=zero,
        zero_s=zero_s,
    )


def _span(
    time_s: Floats, analysis: Analysis, slow_motion: float
) -> tuple[float, float] | None:
    """From and to in clip seconds; key frames just outside are taken in."""
    times = {n: e.t_s for n, e in analysis.events.items() if e and n != "set_start"}
    if not times or not len(time_s):
        return None
    start = min(times.values()) - PUSH_S * slow_motion
    end = max(times.values()) + STRIDE_S * slow_motion
    if "first_movement" in times:
        start = times["first_movement"] - BEFORE_S * slow_motion
    if "touchdown_3" in times:
        end = times["touchdown_3"] + AFTER_S * slow_motion
    keys = [time_s[p.frame] for p in _seen(analysis) if p.frame < len(time_s)]
    start, end = min([start, *keys]), max([end, *keys])
    return max(start, float(time_s[0])), min(end, float(time_s[-1]))


def _speed(true_fps: float, life_s: float) -> Fraction:
    for speed in SPEEDS:
        if true_fps * speed >= FEWEST_PER_S and life_s / speed <= LONGEST_S:
            return speed
    return SPEEDS[-1]


def _zero(analysis: Analysis) -> tuple[str | None, float]:
    for name in ZERO_EVENTS:
        if event := analysis.events[name]:
            return name, event.t_s
    return None, 0.0


def _nearest(time_s: Floats, asked: Floats) -> list[tuple[int, int]]:
    """Each frame nearest to an asked time, with how many ask for it."""
    between = (time_s[1:] + time_s[:-1]) / 2
    frames, counts = np.unique(np.searchsorted(between, asked), return_counts=True)
    return list(zip(frames.tolist(), counts.tolist(), strict=True))


def _shots(moving: list[tuple[int, int]], analysis: Analysis) -> list[Shot]:
    """The frames in motion, and after each key frame a pause on it.

    The film also pauses on a key frame that the motion skips.
    """
    keys = _seen(analysis)
    counts = dict(moving)
    counts |= {key.frame: counts.get(key.frame, 0) for key in keys}
    held = round(PAUSE_S * RATE)
    shots, done = [], frozenset[int]()
    for frame in sorted(counts):
        phase = _leads_to(frame, analysis)
        shots.append(Shot(frame, counts[frame], phase, False, done))
        for key in (key for key in keys if key.frame == frame):
            done |= {key.number}
            shots.append(Shot(frame, held, key.number, True, done))
    return [shot for shot in shots if shot.pictures]


@dataclass(frozen=True, slots=True)
class _Key:
    number: int
    frame: int


def _seen(analysis: Analysis) -> list[_Key]:
    """Key frames in order of time, which is not quite the checklist's."""
    keys = [_Key(p.number, p.frame) for p in analysis.phases if p.frame is not None]
    return sorted(keys, key=attrgetter("frame", "number"))


def _leads_to(frame: int, analysis: Analysis) -> int | None:
    """The phase whose key frame is next; the set and the last one stay a while."""
    moved = analysis.events["first_movement"]
    keys = _seen(analysis)
    for key in keys:
        lasts = key.frame
        if key.number == 1 and moved:
            lasts = max(lasts, moved.frame - 1)
        if frame <= lasts or (key.number == LAST and key is keys[-1]):
            return key.number
    return None
