"""Where a file changes its speed: the whole body goes on at another pace at once.

A phone's slow motion is exported with real time before and after it, and editors slow
down what they like. A body in life gathers speed and never jumps to another one: where
two straight pieces follow the trunk's path better than one bent piece, and the body
went at an even speed before, the file plays at another speed from there on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from analysis.landmarks import EARS, NOSE, TRUNK, leg_length
from analysis.timing.playback import at_times
from analysis.types import Clip, Floats, Poses

# Nose, ears, shoulders and hips: what no step moves by itself.
HEAD_AND_TRUNK = [NOSE, *EARS, *TRUNK]
# A change is told by so much of the clip on either side, and no fewer frames.
NEAR_S, NEAR_FRAMES = 0.105, 6
# Leg lengths a second, as played: slower than one on the slow side is rest, and the
# fast side is a run (the rise into set reaches 1.5).
RESTS, RUNS = 0.12, 2.0
# Least ratio of the speeds, and least cosine between their directions.
LEAST_TIMES, ALONG = 1.8, 0.6
# Two straight pieces leave less than this share of what a bent one leaves (squares).
BETTER = 0.95
# The slow side goes straight: this share of its movement is (0.87 and more where a file
# changes its speed, 0.36 and less where a push begins), and is no slower further off.
EVEN, STEADY = 0.7, 0.5
# So many steps between frames are one stretch.
NEAR_STEPS = 5
# From one change to the next.
APART_S = 0.25
# How many times as fast it goes on is told by what makes one smooth path of both sides:
# the degree of that path, and how much of the slow and of the fast side it follows. The
# mean of these is within a third of an octave of the truth (15 changes by 2 to 16).
TOLD_BY = ((2, 0.67, 0.1), (2, 0.67, 0.133), (3, 0.4, 0.2))
FEWEST_FAST, SLACK = 3, 1
TRIED = np.exp(np.linspace(-np.log(24.0), np.log(24.0), 80))
# Phones and editors use powers of two; a factor this near to one, in octaves, is it.
OCTAVE = 0.3


@dataclass(frozen=True, slots=True)
class Change:
    """From ``frame`` on everything goes ``times`` as fast as before."""

    frame: int
    times: float


def changes_of(poses: Poses) -> tuple[Change, ...]:
    """Where the clip changes its speed while somebody runs.

    Parameters
    ----------
    poses
        As the model gave them, in the reference view.
    """
    seen = np.flatnonzero(np.isfinite(poses.xy_px[:, 0, 0]))
    if len(seen) <= 2 * NEAR_FRAMES:
        return ()
    path = poses.xy_px[seen][:, HEAD_AND_TRUNK].reshape(len(seen), -1)
    path = path / leg_length(poses.xy_px)
    time_s = poses.time_s[seen]
    step_s = float(np.median(np.diff(time_s)))
    near = max(NEAR_FRAMES, int(np.ceil(NEAR_S / step_s)))
    left = np.array(
        [_left(time_s, path, here, near) for here in range(near, len(seen) - near)]
    )
    found = []
    while len(left) and left.min() < BETTER:
        best = int(np.argmin(left)) + near
        found.append(best)
        left[np.abs(time_s[near : len(seen) - near] - time_s[best]) < APART_S] = np.inf
    ends = [0, *sorted(found), len(seen) - 1]
    told = [
        _told(time_s[before : after + 1], path[before : after + 1], here - before)
        for before, here, after in zip(ends, ends[1:], ends[2:], strict=False)
    ]
    return tuple(
        Change(int(seen[before + here]), times)
        for before, (here, times) in zip(ends, told, strict=False)
    )


def at_one_pace(
    clip: Clip, poses: Poses, changes: Sequence[Change]
) -> tuple[Clip, Poses]:
    """The clip and its poses at the pace of its fastest stretch."""
    pace = np.ones(clip.frames)
    for change in changes:
        pace[change.frame + 1 :] *= change.times
    step = np.diff(clip.time_s) * pace[1:] / pace.max()
    even = np.r_[0.0, np.cumsum(step)]
    at = tuple(change.frame for change in changes)
    here = even[: len(poses.time_s)]
    return at_times(clip, even), replace(poses, time_s=here, changes=at)


def least_fps(clip: Clip) -> float:
    """Frames in a second of the clip's own time, where there are fewest."""
    steps = np.diff(clip.time_s)
    near = sliding_window_view(steps, min(NEAR_STEPS, len(steps)))
    return float(1.0 / np.median(near, axis=1).max())


def _left(time_s: Floats, path: Floats, here: int, near: int) -> float:
    """What two straight pieces that meet here leave of what a bent one leaves.

    Infinite where no change of speed could look like this.
    """
    around = slice(here - near, here + near + 1)
    t, x = time_s[around] - time_s[here], path[around]
    one = np.ones_like(t)
    bent, _ = _fit([one, t, t**2, t**3], x)
    straight, way = _fit([one, np.minimum(t, 0.0), np.maximum(t, 0.0)], x)
    speeds = _speed(way[1]), _speed(way[2])
    slow, fast = min(speeds), max(speeds)
    along = float(way[1] @ way[2]) / max(
        float(np.linalg.norm(way[1]) * np.linalg.norm(way[2])), 1e-9
    )
    if slow < RESTS or fast < max(RUNS, LEAST_TIMES * slow) or along < ALONG:
        return np.inf
    ends = here - 2 * near, here, here + 2 * near + 1
    side = slice(max(ends[0], 0), here + 1) if speeds[0] == slow else slice(*ends[1:])
    if not _goes_on(time_s[side], path[side], slow, near, before=speeds[0] == slow):
        return np.inf
    return straight / max(bent, 1e-12)


def _goes_on(
    time_s: Floats, path: Floats, slow: float, near: int, *, before: bool
) -> bool:
    """Whether the slow side is a movement, and not a rest that is about to end."""
    t = time_s - time_s[0]
    left, _ = _fit([np.ones_like(t), t], path)
    moved = float(((path - path.mean(axis=0)) ** 2).sum())
    if left > (1.0 - EVEN) * moved:
        return False
    far = slice(0, len(t) - near) if before else slice(near, None)
    if not before or len(t[far]) < 3:
        return not before
    _, way = _fit([np.ones_like(t[far]), t[far]], path[far])
    return _speed(way[1]) > STEADY * slow


def _speed(velocity: Floats) -> float:
    """Leg lengths a second, of the trunk's points taken together."""
    return float(np.sqrt(2.0 * (velocity**2).mean()))


def _fit(columns: Sequence[Floats], path: Floats) -> tuple[float, Floats]:
    """Sum of squares left by least squares, and the weights of the columns."""
    basis = np.stack(columns, axis=1)
    weights, *_ = np.linalg.lstsq(basis, path, rcond=None)
    return float(((path - basis @ weights) ** 2).sum()), np.asarray(weights)


def _told(time_s: Floats, path: Floats, near: int) -> tuple[int, float]:
    """Where it changes, and how many times as fast it goes on from there.

    By powers of two where it is near to one.
    """
    told = [_smoothest(time_s, path, near, *how) for how in TOLD_BY]
    here = int(np.median([at for at, _ in told]))
    octaves = float(np.mean([np.log2(times) for _, times in told]))
    whole = round(octaves)
    if whole and abs(octaves - whole) < OCTAVE:
        octaves = whole
    return here, float(2.0**octaves)


def _smoothest(
    time_s: Floats, path: Floats, near: int, degree: int, slow_s: float, fast_s: float
) -> tuple[int, float]:
    """The frame and the factor that make one path of a low degree of both sides."""
    step_s = float(np.median(np.diff(time_s)))
    slow, fast = round(slow_s / step_s), max(FEWEST_FAST, round(fast_s / step_s))
    best = np.inf, near, 1.0
    for here in range(max(near - SLACK, 1), min(near + SLACK + 1, len(path) - 1)):
        for times in TRIED.tolist():
            before, after = (slow, fast) if times > 1.0 else (fast, slow)
            around = slice(max(here - before, 0), here + after + 1)
            t = time_s[around] - time_s[here]
            t = np.where(t > 0.0, t * times, t) / (1.0 + times)
            columns = [t**power for power in range(degree + 1)]
            left = _fit(columns, path[around])[0] / len(t)
            best = min(best, (left, here, times))
    return best[1:]
