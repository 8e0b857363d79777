"""Legs told apart by where the feet stand.

When legs cross, the model may take one for the other for longer than smoothness alone
can reveal (``repair.py``). But a standing foot does not move: where the other foot is
seen standing in the place of a contact, left and right are swapped, and before and
after that for as long as it makes the paths smoothest.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from analysis.estimation.smoothest_path import smoothest
from analysis.filtering.repair import clean
from analysis.filtering.start_pattern import (
    OTHER,
    SURELY,
    TOES,
    Pattern,
    find_pattern,
    rests_of,
)
from analysis.landmarks import LEG_SIDES, leg_length
from analysis.types import Floats, Poses

# A foot is in its place within the first, away from it beyond the second, leg lengths.
AT_PLACE, AWAY = 0.15, 0.2
# The wrong foot in a place weighs as much as this many leg lengths of jerk, over the
# five joints of both legs; and every swap that it does not call for costs a little.
EVIDENCE, COST = 4.0, 0.05
# A contact may begin this much earlier and end this much later than the pattern says.
SLACK_S = 0.08
# The front foot already stood on its block this long before the rear one leaves.
HOLD_S = 0.6
# The place is estimated again from the foot found in it, this many times.
ROUNDS = 3


def repaired(seen: Poses) -> Poses:
    """Cleaned, with legs told apart by where feet stand as long as that helps.

    Parameters
    ----------
    seen
        As the model gave them, in the reference view.
    """
    poses = clean(seen)
    pattern = find_pattern(poses)
    for way in ("smooth", "contacts", "hold"):
        if way != "smooth":
            told_apart = untangled(seen, pattern, hold=way == "hold")
        elif pattern.weight < SURELY:
            told_apart = _smoothest(seen)
        else:
            continue
        if told_apart is not seen:
            tried = clean(told_apart)
            better = find_pattern(tried)
            if better.weight > pattern.weight:
                seen, poses, pattern = told_apart, tried, better
    return poses


def _smoothest(seen: Poses) -> Poses:
    """Swaps of any length put right, judged by smoothness alone."""
    found = np.flatnonzero(np.isfinite(seen.xy_px[:, 0, 0]))
    leg_px = leg_length(seen.xy_px)
    return _with_exchanged(seen, found, np.zeros(len(found)), leg_px)


def untangled(poses: Poses, pattern: Pattern, *, hold: bool) -> Poses:
    """The same poses with exchanged legs put right.

    Parameters
    ----------
    poses
        Cleaned.
    pattern
        Where the start lies in them.
    hold
        Whether to look at the front foot on its block too, not at the contacts only.

    Returns
    -------
    Poses
        The same object when no foot was seen in the other's place.
    """
    leg_px = leg_length(poses.xy_px)
    seen = np.isfinite(poses.xy_px[:, 0, 0])
    slack, told = SLACK_S, np.zeros(len(seen))
    rear_left, left = pattern.at_s[:2]
    # The front foot certainly stands once the rear one has left, and stood before that.
    standing = [(pattern.front_leg, rear_left, left, HOLD_S)] * hold
    standing += [(*rest, slack) for rest in rests_of(pattern)[2:]]
    for side, since, until, before in standing:
        time_s = poses.time_s
        sure = seen & (time_s >= since) & (time_s <= until)
        wide = seen & (time_s >= since - before) & (time_s <= until + slack)
        if sure.sum() >= 2:
            feet = poses.xy_px[:, [TOES[side], TOES[OTHER[side]]]] / leg_px
            away = np.linalg.norm(feet - _place(feet[sure]), axis=2)
            wrong = (away[:, 0] > AWAY) & (away[:, 1] < AT_PLACE)
            right = (away[:, 1] > AWAY) & (away[:, 0] < AT_PLACE)
            told += wide * (1.0 * wrong - right)
    if not (told > 0).any():
        return poses
    begins = min(left, poses.time_s[np.argmax(told > 0)])
    stretch = np.flatnonzero(seen & (poses.time_s >= begins))
    return _with_exchanged(poses, stretch, EVIDENCE * told[stretch], leg_px)


def _with_exchanged(
    poses: Poses, stretch: NDArray[np.intp], evidence: Floats, leg_px: float
) -> Poses:
    """Swap the legs back in the frames of a stretch in which they were swapped.

    Balances smoothness and the evidence, which is positive where they were swapped.
    """
    if len(stretch) < 3:
        return poses
    both = np.array([*LEG_SIDES[0], *LEG_SIDES[1]])
    other = np.roll(both, len(LEG_SIDES[0]))
    xy_px = poses.xy_px.copy()
    legs = xy_px[stretch][:, both].reshape(-1, 2, len(LEG_SIDES[0]), 2) / leg_px
    own = np.stack([np.maximum(evidence, 0.0), COST + np.maximum(-evidence, 0.0)])
    exchanged = stretch[smoothest(np.stack([legs, legs[:, ::-1]]), own) == 1]
    xy_px[np.ix_(exchanged, both)] = xy_px[np.ix_(exchanged, other)]
    return replace(poses, xy_px=xy_px)


def _place(feet: Floats) -> Floats:
    """Where a foot stands, from feet (frames, 2 feet, 2) that may be swapped."""
    place: Floats = np.median(feet[:, 0], axis=0)
    for _ in range(ROUNDS):
        nearest = np.abs(feet[..., 0] - place[0]).argmin(axis=1)
        place[0] = np.median(feet[np.arange(len(feet)), nearest, 0])
    # The one that stands is the lower one (pixels count downwards).
    place[1] = np.median(feet[..., 1].max(axis=1))
    return place
