"""Legs that leap: for a few frames the model takes a leg of somebody right behind.

A leg has a mass, and no muscle throws it off its path and back within a twentieth of a
second. Frames in which it would are left out, as few as possible, and its path is
interpolated from the frames around. At 60 frames a second that mends leaps of up
to 80 ms, at 240 of 25; in a file in slow motion, whose own time is not known yet,
hardly any.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from analysis.camera_motion.camera import Camera
from analysis.landmarks import LEGS, leg_length
from analysis.types import Floats, Poses

# Noise of a joint, in leg lengths, and how fast a leg accelerates, in leg lengths per
# second squared (54 m/s²): races came out the same with 60 to 150.
SEEN, SPEEDING_UP = 0.02, 60.0
# What a frame left out costs, and what a leap may cost at most, beside 1 for a step as
# far off as usual.
LEFT_OUT, LEAP = 4.0, 14.0
# Most frames left out in a row, and the longest gap they may leave, in seconds.
LONGEST, LONGEST_S = 6, 0.11


def without_leaps(poses: Poses, camera: Camera) -> Poses:
    """The poses with leaps of the legs taken out.

    Parameters
    ----------
    poses
        As filmed, of one body.

    Returns
    -------
    Poses
        The very same where no leg leaps. Interpolated joints keep their visibility:
        with others beside, the ± is wider anyway.
    """
    still_px = camera.in_reference(poses.xy_px)
    found = np.flatnonzero(np.isfinite(still_px[:, 0, 0]))
    if len(found) < 3:
        return poses
    time_s, legs = poses.time_s[found], still_px[found, LEGS]
    kept = _kept(legs / leg_length(still_px), time_s)
    # Before the first and after the last of them there is nothing to interpolate.
    between = np.arange(kept[0], kept[-1] + 1)
    if len(between) == len(kept):
        return poses
    # Half a second that nobody who runs alone waits for.
    from scipy.interpolate import PchipInterpolator

    way = PchipInterpolator(time_s[kept], legs[kept], axis=0)
    lost = np.setdiff1d(between, kept)
    still_px = still_px.copy()
    still_px[found[lost], LEGS] = way(time_s[lost])
    xy_px = poses.xy_px.copy()
    xy_px[found[lost]] = camera.as_filmed(still_px)[found[lost]]
    return replace(poses, xy_px=xy_px)


def _kept(points: Floats, time_s: Floats) -> NDArray[np.intp]:
    """Numbers of the frames on the likeliest path of a leg.

    Dynamic programming over each kept frame and its distance to the one kept before.

    Parameters
    ----------
    points
        (frames, joints, 2) in leg lengths.
    """
    count = len(points)
    cost = np.full((count, LONGEST + 2), np.inf)
    came_from = np.zeros((count, LONGEST + 2), dtype=np.intp)
    for now in range(1, count):
        for gap in range(1, min(LONGEST + 1, now) + 1):
            before = now - gap
            if gap > 1 and time_s[now] - time_s[before] > LONGEST_S:
                break
            first = before * LEFT_OUT
            total = cost[before] + _leaps(points, time_s, before, now)
            best = int(total.argmin())
            if total[best] < first:
                came_from[now, gap], first = best, total[best]
            cost[now, gap] = first + (gap - 1) * LEFT_OUT
    ends = cost + LEFT_OUT * (count - 1 - np.arange(count))[:, None]
    now, gap = (int(n) for n in np.unravel_index(int(ends.argmin()), ends.shape))
    kept = [now]
    while gap:
        now, gap = now - gap, int(came_from[now, gap])
        kept.append(now)
    return np.array(kept[::-1])


def _leaps(points: Floats, time_s: Floats, before: int, now: int) -> Floats:
    """(gaps,) how unlike a leg it moves, by how far back the previous kept frame is."""
    leaps = np.full(LONGEST + 2, np.inf)
    gaps = np.arange(1, min(LONGEST + 1, before) + 1)
    if len(gaps):
        last, step_s = before - gaps, time_s[now] - time_s[before]
        ahead = step_s / (time_s[before] - time_s[last])
        speeded = SPEEDING_UP * step_s * (time_s[now] - time_s[last]) / 2
        off_by = SEEN * (1.0 + ahead) + speeded
        going = points[before] - points[last]
        off = points[now] - points[before] - going * ahead[:, None, None]
        far = np.linalg.norm(off, axis=-1) / off_by[:, None]
        leaps[gaps] = np.minimum((far**2).mean(axis=1), LEAP)
    return leaps
