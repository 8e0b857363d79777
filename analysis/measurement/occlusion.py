"""What somebody else's body hides is missing, not guessed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from analysis.filtering.running_frame import Runner
from analysis.types import Floats, Measure

# A joint covered in so many of the frames around an instant was not seen then.
MOSTLY = 0.5


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
    around = runner.visibility[max(measure.frame - 1, 0) : measure.frame + 2]
    covered = (around == 0.0).mean(axis=0) > MOSTLY
    if not covered.any():
        return measure
    points = runner.xy[measure.frame].copy()
    points[covered] = np.nan
    if np.isfinite(read(runner, points)):
        return measure
    return replace(
        measure, value=None, plus_minus=None, frame=None, why="hidden_by_other"
    )
