"""What somebody else's body hides is missing, not guessed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analysis.filtering.running_frame import Runner
from analysis.landmarks import landmark
from analysis.measurement.body import usual_length
from analysis.types import Floats, Measure, Side

# A joint covered in this share of the frames around an instant was not seen then.
MOSTLY = 0.5
# In a partly covered hold an angle that wanders by this many degrees is a guess
# (uncovered: 1 to 4; with half a leg covered: 40).
WANDERS_DEG = 10.0
# A bone that looks so much shorter than usual ends in a joint that is seen wrongly:
# never below 0.75 at the events of starts that are read well, 0.57 in one in which the
# model lost a foot after somebody had passed.
SHORT = 0.7
# And one that looks longer by this ends in somebody else's joint, or in none: bones of
# arms in set are up to 1.4 times their median, which the swing shortens.
LONG = 1.5
ARM = ("shoulder", "elbow", "wrist")
LEAST_ARM_VISIBILITY = 0.3
# Wrists of hands on the ground, against the front toe, and how much they wander in a
# hold (leg lengths): −0.13 to 0.24 and up to 0.03 in 12 real starts that are read well,
# 0.07 and more where one hand is taken for the other.
HAND_HEIGHT, HAND_WANDERS = (-0.2, 0.3), 0.05
BONES = np.array([(23, 25), (25, 27), (24, 26), (26, 28)])


def unless_hidden(
    measure: Measure, runner: Runner, read: Callable[[Runner, Floats], Floats]
) -> Measure:
    """The measure, or the reason why it is none: a joint it needs is covered.

    Parameters
    ----------
    read
        The measure's angle from points (33, 2) in an athlete's axes.
    """
    if measure.frame is None:
        return measure
    around = runner.visibility[_around(measure.frame)]
    covered = (around == 0.0).mean(axis=0) > MOSTLY
    if runner.passed:
        covered[BONES[_short(runner, measure.frame)]] = True
    if not covered.any():
        return measure
    points = runner.xy[measure.frame].copy()
    points[covered] = np.nan
    if np.isfinite(read(runner, points)):
        return measure
    return replace(
        measure,
        value=None,
        plus_minus=None,
        frame=None,
        word=None,
        why="hidden_by_other",
    )


def uncovered(runner: Runner) -> Runner:
    """The same athlete, without the points that somebody covers."""
    if not runner.passed:
        return runner
    covered = runner.visibility == 0.0
    for frame in np.flatnonzero(np.isfinite(runner.hips[:, 0])):
        covered[frame, BONES[_short(runner, int(frame))]] = True
    return replace(runner, xy=np.where(covered[..., None], np.nan, runner.xy))


def arm_is_seen(runner: Runner, side: Side, frame: int) -> bool:
    """Whether both bones of an arm look as long as they should in the frames around."""
    if not arm_visibility(runner, side, frame) > LEAST_ARM_VISIBILITY:
        return False
    joints = [landmark(side, joint) for joint in ARM]
    points = runner.xy[_around(frame)][:, joints]
    lengths = np.nanmedian(np.linalg.norm(np.diff(points, axis=1), axis=-1), axis=0)
    usual = [usual_length(runner, *bone) for bone in pairwise(ARM)]
    times = lengths / usual
    return bool(times.min() > SHORT and times.max() < LONG)


def arm_visibility(runner: Runner, side: Side, frame: int) -> float:
    """How surely elbow and wrist are seen in the frames around, 0 to 1."""
    joints = [landmark(side, joint) for joint in ARM[1:]]
    return float(np.nanmin(runner.visibility[_around(frame)][:, joints]))


def _around(frame: int) -> slice:
    return slice(max(frame - 1, 0), frame + 2)


def hand_stands(runner: Runner, side: Side, hold: NDArray[np.intp]) -> bool:
    """Whether a hand is on the ground and stays there while nobody moves.

    A hand that wanders, or hangs in the air, is a guess.
    """
    wrist = runner.xy[hold][:, landmark(side, "wrist")]
    low, high = HAND_HEIGHT
    stays = wrist.std(axis=0).max() < HAND_WANDERS
    return bool(stays and low < np.median(wrist[:, 1]) < high)


def _short(runner: Runner, frame: int) -> NDArray[np.bool_]:
    """Which bones of the legs are too short to be seen rightly."""
    first, last = runner.pattern.at_s[[0, -1]]
    during = (runner.time_s >= first) & (runner.time_s <= last)
    ends = runner.xy[:, BONES]
    lengths = np.linalg.norm(ends[:, :, 0] - ends[:, :, 1], axis=-1)
    short: NDArray[np.bool_] = lengths[frame] < SHORT * np.nanmedian(
        lengths[during], axis=0
    )
    return short


def seen_among(
    frames: NDArray[np.intp], runner: Runner, read: Callable[[Runner, Floats], Floats]
) -> NDArray[np.intp]:
    """Those of some frames in which nobody covers a joint that an angle needs.

    None when the angle wanders in what is left of a hold.
    """
    if not runner.passed:
        return frames
    covered = runner.visibility[frames] == 0.0
    points = np.where(covered[..., None], np.nan, runner.xy[frames])
    angles = read(runner, points)
    seen = np.isfinite(angles)
    wanders = seen.any() and np.std(angles[seen]) > WANDERS_DEG
    return frames[:0] if wanders else frames[seen]
