"""Poses repaired openly: exchanged legs, short gaps, jitter.

Every window is in seconds of life.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import find_objects, label

from analysis.landmarks import ARM_SIDES, KNEES, LEG_SIDES, SHOULDERS
from analysis.types import Floats, Poses

# Exchanges last a moment (legs crossing); a longer run is more likely the truth.
LONGEST_SWAP_S = 0.07
# Longest gap that is filled, from one visible frame to the next.
LONGEST_GAP_S = 0.08
# Paths are not smoothed across a step this many times longer than the usual one.
BROKEN_STEPS = 2.5
SMOOTH_S = 0.06
# A swap must make the path this much smoother, by at least this much of the body.
SWAP_GAIN = 0.6
SWAP_LEAST = 0.15
# A leap is this many times the usual residual, and this much of the body at least.
SPIKE_TIMES = 5.0
SPIKE_LEAST = 0.04
SPIKE_REACH_S = 0.05
MOST_SPIKES = 40


def clean(poses: Poses) -> Poses:
    """Repair swaps, fill gaps and smooth, in that order.

    Parameters
    ----------
    poses
        As the model gave them.

    Returns
    -------
    Poses
        Same shape; still NaN where seen frames are more than 80 ms of life apart.
    """
    ends = [0, *(change + 1 for change in poses.changes), len(poses.time_s)]
    xy = [
        _clean(poses.xy_px[start:end], poses.time_s[start:end])
        for start, end in pairwise(ends)
        if end > start
    ]
    return replace(poses, xy_px=np.concatenate(xy))


def _clean(xy_px: Floats, time_s: Floats) -> Floats:
    """Clean frames throughout which the file keeps its speed."""
    found = np.flatnonzero(np.isfinite(xy_px[:, 0, 0]))
    if len(found) < 2:
        return xy_px
    step_s = _step_s(time_s[found])
    # On a smooth path the residual grows with the square of the step.
    least = SPIKE_LEAST * max(1.0, (60.0 * step_s) ** 2)
    xy = xy_px.copy()
    xy[found] = _unswap(xy[found], max(3, round(LONGEST_SWAP_S / step_s)))
    reach = int(np.clip(round(SPIKE_REACH_S / step_s), 2, 4))
    for part in _unbroken(time_s, found):
        if len(part) > 2 * reach:
            xy[part] = _despike(xy[part], reach, least)
    xy = _fill(xy, time_s, LONGEST_GAP_S + 2e-6)
    return _smooth(xy, time_s, SMOOTH_S)


def _step_s(time_s: Floats) -> float:
    """Median time between two looks."""
    return float(np.median(np.diff(time_s))) if len(time_s) > 1 else 1.0


def _unbroken(time_s: Floats, frames: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Frames split wherever the clip itself has a gap between them."""
    step_s = np.diff(time_s)
    gaps = np.flatnonzero(step_s > BROKEN_STEPS * np.median(step_s))
    return np.split(frames, np.searchsorted(frames, gaps, side="right"))


def _unswap(xy: Floats, longest: int) -> Floats:
    """Swap left and right back in short runs where that makes the paths smooth."""
    repaired = xy.copy()
    size = _size(xy)
    for left, right in (LEG_SIDES, ARM_SIDES):
        for length in range(1, longest + 1):
            _unswap_runs(repaired, left, right, length, size)
    return repaired


def _unswap_runs(
    xy: Floats, left: tuple[int, ...], right: tuple[int, ...], length: int, size: float
) -> None:
    least = SWAP_LEAST * size * len(left)
    start = 0
    while True:
        rough, gain = _gain_of_swaps(xy, left, right, length)
        worth = gain > np.maximum(SWAP_GAIN * rough, least)
        worth[: start + 1] = False
        if not worth.any():
            return
        start = int(np.argmax(worth))
        run = slice(start, start + length)
        xy[run, left + right] = xy[run, right + left]


def _gain_of_swaps(
    xy: Floats, left: tuple[int, ...], right: tuple[int, ...], length: int
) -> tuple[Floats, Floats]:
    """Roughness around each run of that length, and how much of it swapping takes away.

    Within a run both sides' paths only change names: its two ends decide.

    Returns
    -------
    rough, gain
        (frames,) of the run that begins there.
    """
    same, other = xy[:, left + right], xy[:, right + left]
    bends = _bends(same, same, same)
    # At an end one neighbour is of the other side; the frame itself if it is alone.
    before, after = _bends(other, same, same), _bends(same, same, other)
    alone = _bends(same, other, same)
    frames = len(xy)
    begins = np.arange(1, frames - 1)
    ends = np.minimum(begins + length, frames)
    # Nothing bends at the clip's own ends, nor beyond.
    bends, before, after, alone = (
        np.concatenate([[0.0], one, [0.0, 0.0]])
        for one in (bends, before, after, alone)
    )
    upto = np.concatenate([[0.0], np.cumsum(bends)])
    rough, gain = np.zeros(frames), np.zeros(frames)
    rough[begins] = upto[ends + 1] - upto[begins - 1]
    gain[begins] = bends[begins - 1] - after[begins - 1] + bends[ends] - before[ends]
    if length == 1:
        gain[begins] += bends[begins] - alone[begins]
    else:
        gain[begins] += bends[begins] - before[begins]
        gain[begins] += bends[ends - 1] - after[ends - 1]
    return rough, gain


def _size(xy: Floats) -> float:
    """Shoulder to knee, over both sides, so that mirroring does not change it."""
    return float(np.nanmedian(np.linalg.norm(xy[:, SHOULDERS] - xy[:, KNEES], axis=-1)))


def _bends(before: Floats, here: Floats, after: Floats) -> Floats:
    """(frames - 2,) lengths of the second differences: 0 on a straight steady path."""
    bend = np.linalg.norm(after[2:] - 2 * here[1:-1] + before[:-2], axis=-1)
    summed: Floats = np.nansum(bend, axis=1)
    return summed


def _fill(xy: Floats, time_s: Floats, longest_s: float) -> Floats:
    """Interpolate between good frames no further apart than ``longest_s``."""
    filled = xy.copy()
    good = np.flatnonzero(np.isfinite(xy[:, 0, 0]))
    for before, after in pairwise(good):
        if after - before > 1 and time_s[after] - time_s[before] <= longest_s:
            inside = slice(before + 1, after)
            share = (time_s[inside] - time_s[before]) / (time_s[after] - time_s[before])
            filled[inside] = xy[before] + share[:, None, None] * (
                xy[after] - xy[before]
            )
    return filled


def _despike(xy: Floats, reach: int, least: float) -> Floats:
    """Replace landmarks that leap off the path of the frames around them.

    The worst frame of each landmark goes first, so that one bad frame does not condemn
    its neighbours; each is replaced by what its neighbours predict.
    """
    size = _size(xy)
    repaired = xy.copy()
    marks = np.arange(xy.shape[1])
    for _ in range(MOST_SPIKES):
        predicted, residual = _predict(repaired[:, marks], reach)
        limit = np.maximum(SPIKE_TIMES * np.nanmedian(residual, axis=0), least * size)
        residual = np.nan_to_num(residual)
        worst = np.argmax(residual, axis=0)
        (leap,) = np.nonzero(residual[worst, np.arange(len(marks))] > limit)
        if not len(leap):
            break
        # Where none leaps any more nothing changes either.
        marks, worst = marks[leap], worst[leap]
        repaired[worst, marks] = predicted[worst, leap]
    return repaired


def _predict(xy: Floats, reach: int) -> tuple[Floats, Floats]:
    """Each point from its neighbours alone, and how far off it is; NaN at the ends."""
    predicted = np.full_like(xy, np.nan)
    residual = np.full(xy.shape[:2], np.nan)
    if len(xy) <= 2 * reach:
        return predicted, residual
    windows = np.lib.stride_tricks.sliding_window_view(xy, 2 * reach + 1, axis=0)
    inner = slice(reach, len(xy) - reach)
    for nearest in (1, 2) if reach >= 4 else (1,):
        guess = windows @ _neighbour_weights(reach, nearest)
        off = np.linalg.norm(xy[inner] - guess, axis=-1)
        better = ~(off >= residual[inner])
        predicted[inner][better], residual[inner][better] = guess[better], off[better]
    return predicted, residual


@cache
def _neighbour_weights(reach: int, nearest: int) -> Floats:
    """Weights of a cubic through the neighbours, read at the frame left out."""
    offset = np.arange(-reach, reach + 1)
    used = np.abs(offset) >= nearest
    basis = np.vander(offset[used].astype(float), min(4, 2 * reach), increasing=True)
    weights: Floats = np.zeros(2 * reach + 1)
    weights[used] = np.linalg.pinv(basis)[0]
    return weights


def _smooth(xy: Floats, time_s: Floats, window_s: float) -> Floats:
    """Savitzky-Golay on each unbroken stretch; a varying frame step matters little."""
    step_s = float(np.median(np.diff(time_s)))
    window = max(3, 2 * round(window_s / step_s / 2) + 1)
    smooth = xy.copy()
    for start, end in stretches(np.isfinite(xy[:, 0, 0])):
        for part in _unbroken(time_s, np.arange(start, end)):
            length = min(window, (len(part) - 1) // 2 * 2 + 1)
            if length >= 5:
                smooth[part] = _savitzky_golay(xy[part], length)
    return smooth


def _savitzky_golay(xy: Floats, length: int) -> Floats:
    """Each point on a cubic through the frames around it, at an end the first or last.

    SciPy's, which takes a second to import.
    """
    half = length // 2
    basis = np.vander(np.arange(-half, half + 1.0), 4)
    fit = basis @ np.linalg.pinv(basis)
    smooth = np.empty_like(xy)
    windows = np.lib.stride_tricks.sliding_window_view(xy, length, axis=0)
    smooth[half : len(xy) - half] = windows @ fit[half]
    smooth[:half] = np.tensordot(fit[:half], xy[:length], 1)
    smooth[len(xy) - half :] = np.tensordot(fit[-half:], xy[-length:], 1)
    return smooth


def stretches(good: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open ranges of consecutive True values."""
    if not len(good):
        return []
    numbers, _ = label(good)
    return [(run.start, run.stop) for (run,) in find_objects(numbers)]
