"""Legs told apart by where the feet stand.

When legs cross, the model may take one for the other for longer than a repair by
smoothness alone can tell (``clean.py``). But a foot that stands does not move: where a
contact is under way and the other foot is seen standing in its place, the two are
exchanged.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.clean import LEGS, unswapped_legs
from analysis.legs import leg_length
from analysis.pattern import TOES, Pattern, rests_of
from analysis.types import Floats, Poses, Side

# In its place, and away from it, in leg lengths.
AT_PLACE, AWAY = 0.12, 0.2
OTHER: dict[Side, Side] = {"left": "right", "right": "left"}
ROUNDS = 3


def untangled(poses: Poses, pattern: Pattern, slowness: float) -> Poses:
    """The same poses with exchanged legs put right.

    Parameters
    ----------
    poses
        Cleaned.
    pattern
        Where the start lies in them.
    slowness
        Clip seconds per second of life.

    Returns
    -------
    Poses
        The very same when no leg was exchanged.
    """
    leg_px = leg_length(poses.xy_px)
    xy_px = poses.xy_px.copy()
    exchanged = np.zeros(len(xy_px), dtype=bool)
    for side, since, until in rests_of(pattern, slowness)[2:]:
        during = (poses.time_s >= since) & (poses.time_s <= until)
        during &= np.isfinite(xy_px[:, 0, 0])
        if during.sum() >= 2:
            own, other = (xy_px[during, TOES[one]] for one in (side, OTHER[side]))
            exchanged[during] |= _stands_in(own / leg_px, other / leg_px)
    if not exchanged.any():
        return poses
    left, right = LEGS
    both = [*left, *right]
    xy_px[np.ix_(exchanged, both)] = xy_px[np.ix_(exchanged, [*right, *left])]
    return replace(poses, xy_px=unswapped_legs(xy_px, poses.time_s, slowness))


def _stands_in(own: Floats, other: Floats) -> np.ndarray:
    """(frames,) whether the other toe stands where the own one should."""
    place = np.median(own, axis=0)
    for _ in range(ROUNDS):
        feet = np.stack([own, other])
        away = np.linalg.norm(feet - place, axis=2)
        nearest = feet[away.argmin(axis=0), np.arange(len(own))]
        place = np.median(nearest, axis=0)
    away = np.linalg.norm(np.stack([own, other]) - place, axis=2)
    found: np.ndarray = (away[0] > AWAY) & (away[1] < AT_PLACE)
    return found
