"""Where frames are missing: how far apart those beside an instant are."""

from __future__ import annotations

import numpy as np

from analysis.types import Floats

# A step longer than this many usual ones is a gap; below that it is rate jitter.
GAP_STEPS = 1.5
# A gap is worth a note from this many steps and this many seconds of life.
LARGE_STEPS, LARGE_S = 2.5, 0.03
# An event in a longer gap can't be timed: its ± would be half a contact.
DEEP_S = 0.08
# How far from a gap an edge is still read from frames on its other side; and how far
# the gap's own ends are unsure.
REACH_S, END_S = 0.03, 0.01


def step_at(time_s: Floats, instant: float, reach_s: float = REACH_S) -> float:
    """Time between the frames beside an instant, the largest within reach.

    The usual step where none of them is a gap, so that a rate that wavers a little
    changes nothing.
    """
    usual = float(np.median(np.diff(time_s)))
    near = (time_s[1:] > instant - reach_s) & (time_s[:-1] < instant + reach_s)
    longest = float(np.diff(time_s)[near].max(initial=usual))
    return longest if longest > GAP_STEPS * usual else usual


def is_deep(time_s: Floats, instant: float) -> bool:
    """Whether an instant lies in a gap too long to time an event in it."""
    step = step_at(time_s, instant, END_S)
    return is_large(time_s, instant) and step > DEEP_S


def is_large(time_s: Floats, instant: float) -> bool:
    """Whether enough frames are missing at an instant to be worth a note."""
    step = step_at(time_s, instant)
    usual = float(np.median(np.diff(time_s)))
    return step > max(LARGE_STEPS * usual, LARGE_S)
