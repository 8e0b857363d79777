"""Which of several ways to see the same athlete is most like a start.

With others in the picture a look may drift from the athlete to a neighbour, or take
one leg for the other, and no single frame reveals it. But the poses then resemble a
start less.
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

# Each leg length of mean bending of the paths from frame to frame counts as this many
# seconds that do not match a start: correct paths bend by 0.03, those with leaps by
# 0.05 to 0.09.
BENDING_S = 3.0
# In rendered races a look that lost a leg for long scores 0.36 to 0.65 s below the
# best. Closer ones may be wrong as well: see ``agreement.py``.
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
        At least one: the first look given when none is a start. Those that score far
        below the likeliest are left out.
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
    """Seconds of life that match a start, less the cost of bending paths."""
    pattern = find_pattern(repaired(still.sped_up(times)))
    found = still.xy_px[np.isfinite(still.xy_px[:, 0, 0])]
    bend = np.linalg.norm(np.diff(found[:, LEGS], 2, axis=0), axis=-1)
    restless = float(bend.mean()) / leg_length(found) if len(bend) else 0.0
    return pattern.weight - BENDING_S * restless
