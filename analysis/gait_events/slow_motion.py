"""Slow motion, inferred from the movement itself.

A push and a first contact take much the same time in every sprinter; when all of a
clip's intervals are several times too long, it is played slowly.
"""

from __future__ import annotations

import numpy as np

from analysis.pace import CAMERA_FPS
from analysis.types import Events

# Usual durations in seconds (contacts: Ciacci 2017 by way of evidence on elite and
# junior sprinters; push: Slawinski 2010; rear to front exit: half the push).
USUAL_S = {
    ("first_movement", "front_foot_block_exit"): 0.36,
    ("rear_foot_block_exit", "front_foot_block_exit"): 0.18,
    ("touchdown_1", "toe_off_1"): 0.21,
    ("touchdown_2", "toe_off_2"): 0.19,
}
# Slower than every sprinter, faster than every slow motion.
REAL_TIME_BELOW = 1.6
# Largest over smallest ratio of an interval to its usual one (at most 1.31 in 105
# starts that were read correctly); beyond it the slow-motion factor is unknown.
MOST_APART = 2.0
# A guess this close to a rate that phones film at is rounded to it.
NEAR = 0.08


def speed_factor(events: Events, playback_fps: float) -> float | None:
    """How many times slower than life the clip is played.

    Parameters
    ----------
    events
        In clip time.
    playback_fps
        Pictures per second of the clip.

    Returns
    -------
    float or None
        1.0 in real time; None when no interval of the start is in the clip, or they
        don't agree that it is slow.
    """
    ratios = []
    for (first, last), usual in USUAL_S.items():
        begin, end = events[first], events[last]
        if begin and end:
            ratios.append((end.t_s - begin.t_s) / usual)
    if not ratios:
        return None
    ratio = float(np.median(ratios))
    if ratio < REAL_TIME_BELOW:
        return 1.0
    if max(ratios) > MOST_APART * min(ratios):
        return None
    filmed = ratio * playback_fps
    nearest = min(CAMERA_FPS, key=lambda fps: abs(np.log(filmed / fps)))
    if abs(filmed / nearest - 1) <= NEAR:
        ratio = nearest / playback_fps
    return round(float(ratio), 1)
