"""Pictures that a file shows twice: held by a coach, an editor or a change of rate.

A repeated picture changes nothing while all around it much changes from one picture to
the next, at once before and at once after; where the athlete comes to rest the change
dies away instead.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analysis.filtering.repair import stretches
from analysis.timing.playback import part
from analysis.types import Clip, Floats

Mask = NDArray[np.bool_]

# Grey levels by which the most changed quarter per cent of the picture changes: less
# than a share of those around is no change (0 to 2 in repeated pictures, 8 to 120 where
# somebody moves).
LEAST, QUIET = 8.0, 0.2
# The first change after it, and the last before, are this share of the usual one there:
# movement that begins or ends takes several pictures (up to 0.5 of the next).
ABRUPT, NEAR = 0.7, 3
# At the ends of a clip only one side tells, and more of it is looked at.
NEAR_END = 12
# Repetitions at most this many pictures apart, at least this often, are a rate's beat.
LONGEST_PERIOD, LEAST_OFTEN = 10, 6
# A picture repeated for this many seconds, and this many times, is held.
HELD_S, HELD_TIMES = 0.1, 4
# What changes across a held picture, in usual changes, unless pictures are lost there.
NOTHING_LOST = 1.6


def without_repeats(clip: Clip, change: Floats) -> Clip:
    """The clip without the pictures that it repeats; the very same when it does not.

    Parameters
    ----------
    clip
        As opened.
    change
        (frames,) grey levels by which the most changed part of each picture differs
        from the one before (``motion_tracks.py``).
    """
    again = repeated(change)
    period, runs = _beat(again)
    rate = _at_a_rate(change, period, runs) if period else np.zeros_like(again)
    held = _held(clip, again & ~rate, change)
    if not rate.any() and not held.any():
        return clip
    step = np.r_[0.0, np.diff(clip.time_s)]
    time_s = np.cumsum(np.where(held, 0.0, step))
    kept = np.flatnonzero(~(rate | held))
    usual = round(float(np.median([end - start for start, end in runs]))) if runs else 0
    return part(clip, kept, _evened(time_s[kept], period - usual))


def holds(clip: Clip) -> bool:
    """Whether a player holds a picture of this clip, as a coach's pause does."""
    longer = np.diff(clip.played_s) - np.diff(clip.time_s)
    return bool((longer > HELD_S).any())


def repeated(change: Floats) -> Mask:
    """(frames,) whether each picture surely shows what the one before shows."""
    again = np.zeros(len(change), bool)
    quiet = change < LEAST / 2
    quiet[:1] = False
    busy = np.flatnonzero(~quiet)[1:]
    for start, end in stretches(quiet):
        sides = busy[busy < start][::-1], busy[busy >= end]
        at_end = start == 1, end == len(change)
        most = float(change[start:end].max())
        told = [
            _abrupt(change[side], most, NEAR_END if any(at_end) else NEAR)
            for side, beyond in zip(sides, at_end, strict=True)
            if not beyond
        ]
        again[start:end] = bool(told) and all(told)
    return again


def _abrupt(change: Floats, most: float, near: int) -> bool:
    """Whether so much changes at once, going away from pictures that rest."""
    if len(change) < near:
        return False
    usual = float(np.median(change[:near]))
    return bool(change[0] >= max(LEAST, most / QUIET, ABRUPT * usual))


def _beat(again: Mask) -> tuple[int, list[tuple[int, int]]]:
    """Every how many pictures some are repeated, and those runs; 0 for no beat."""
    runs = [run for run in stretches(again) if run[1] - run[0] < LONGEST_PERIOD]
    gaps = np.array([after[0] - before[0] for before, after in pairwise(runs)])
    near = gaps[gaps <= LONGEST_PERIOD] if len(gaps) else gaps
    return (int(np.median(near)), runs) if len(near) >= LEAST_OFTEN else (0, [])


def _at_a_rate(change: Floats, period: int, runs: list[tuple[int, int]]) -> Mask:
    """Those repeated time and again, and those of the same beat where nobody moves."""
    quiet = change < LEAST / 2
    rate = np.zeros_like(quiet)
    starts = [start for start, _ in runs]
    for (start, end), gap in zip(runs, [*np.diff(starts).tolist(), 0], strict=True):
        rate[start:end] = True
        beats = gap // period
        if beats > 1 and gap - beats * period <= beats // 8 + 1:
            for beat in np.linspace(start, start + gap, beats, endpoint=False):
                rate[round(beat) : round(beat) + end - start] = True
    for (start, end), way in ((runs[0], -period), (runs[-1], period)):
        while start + way > 0 and quiet[start + way : end + way].any():
            start, end = start + way, end + way
            if not quiet[start:end].all():
                break
            rate[start:end] = True
    return rate


def _held(clip: Clip, again: Mask, change: Floats) -> Mask:
    """Those shown for long, after which movement goes on where it was."""
    held = np.zeros_like(again)
    for start, end in stretches(again):
        lasts = clip.time_s[end - 1] - clip.time_s[start - 1]
        across, after = change[end : end + 1], change[end + 1 : end + 1 + NEAR]
        lost = (across > NOTHING_LOST * np.median(after)).any() if len(after) else False
        held[start:end] = lasts > HELD_S and end - start >= HELD_TIMES and not lost
    return held


def _evened(time_s: Floats, over: int) -> Floats:
    """Times of pictures that were filmed evenly and shown by another rate's beat."""
    if over < 2:
        return time_s
    weights = np.ones(over) if over % 2 else np.r_[0.5, np.ones(over - 1), 0.5]
    half = len(weights) // 2
    padded = np.pad(time_s, half, mode="reflect", reflect_type="odd")
    even: Floats = np.convolve(padded, weights / over, mode="valid")
    return even
