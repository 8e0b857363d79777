"""Slow motion, inferred from the movement itself.

A push and a first contact take much the same time in every sprinter; when all of a
clip's intervals are several times too long, it is played slowly.
"""

from __future__ import annotations

import numpy as np

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
# Frame rates phones film at; a guess close enough to one is rounded to it.
CAMERA_FPS = (60, 120, 240, 480, 960)
NEAR = 0.08
# Once rounded to it, all that is left is the factor's one decimal.
SAME = 0.01


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


def is_sure(factor: float, playback_fps: float) -> bool:
    """Whether a factor is more than a guess: real time, or a rate that phones film at.

    Any other rests on how long a push usually takes, and no time or speed of this
    athlete follows from that.
    """
    filmed = factor * playback_fps
    return factor == 1.0 or any(abs(filmed / fps - 1) < SAME for fps in CAMERA_FPS)
