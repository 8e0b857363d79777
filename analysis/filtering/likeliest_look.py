"""Which of several ways to see the same athlete is most like a start.

Where others are in the picture a look may leave the athlete for a neighbour, or take
one leg for the other, and no frame by itself tells. But the start that comes of it is
less of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from analysis.camera_motion.camera import Camera
from analysis.errors import BadStart
from analysis.filtering.leg_identity import repaired
from analysis.filtering.start_pattern import find_pattern, likeliest_slow_motion
from analysis.landmarks import LEGS, leg_length
from analysis.types import Poses

# A leg length by which the paths bend from frame to frame on average counts as so many
# seconds that do not go as in a start: where nothing is wrong they bend by 0.03, with
# leaps by 0.05 to 0.09.
BENDING_S = 3.0
# In rendered races a look that lost a leg for long is 0.36 to 0.65 s less of a start
# than the best. Those nearer to it may be wrong as well: see ``agreement.py``.
MUCH_LESS_S = 0.35


def likeliest(looks: Sequence[Poses], camera: Camera) -> list[Poses]:
    """The looks that are most like a start, the likeliest first.

    Parameters
    ----------
    looks
        As filmed, in the same frames.

    Returns
    -------
    list of Poses
        One at least: the first of all where none is a start. Left out are those that
        are much less of one than the likeliest.
    """
    still = [camera.steady(look) for look in looks]
    try:
        first = cache(lambda times: repaired(still[0].sped_up(times)))
        times = likeliest_slow_motion(first)
        likeness = np.array([_likeness(look, times) for look in still])
    except BadStart:
        return [looks[0]]
    order = np.argsort(-likeness, kind="stable")
    order = order[likeness[order] > likeness[order[0]] - MUCH_LESS_S]
    return [looks[number] for number in order]


def _likeness(still: Poses, times: float) -> float:
    """Seconds of life that go as in a start, less what its restlessness costs."""
    pattern = find_pattern(repaired(still.sped_up(times)))
    found = still.xy_px[np.isfinite(still.xy_px[:, 0, 0])]
    bend = np.linalg.norm(np.diff(found[:, LEGS], 2, axis=0), axis=-1)
    restless = float(bend.mean()) / leg_length(found) if len(bend) else 0.0
    return pattern.weight - BENDING_S * restless
