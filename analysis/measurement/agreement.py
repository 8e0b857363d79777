"""What several ways to see the same athlete agree on.

With others right behind, each look takes a joint for a neighbour's now and then, and
not the same one: where they agree their middle is right, where they don't nobody knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.types import Event, Events, Measure, Missing

# Values this many times their ± from the middle of all are not of the same joints, and
# times that far and at least so many seconds of life not of the same contact.
AWAY_TIMES = 1.5
EVENT_AWAY_S = 0.02
# All else hangs on the one, and a start is not read without it; the other has no sharp
# instant, which its ± tells.
KEPT = {"front_foot_block_exit", "set_start"}


def agreed(readings: Sequence[Sequence[Measure]]) -> tuple[Measure, ...]:
    """Each measure's median over all readings, or the reason why there is none.

    Parameters
    ----------
    readings
        The measures of the contract from each way to see the athlete, one at least;
        the first is the likeliest, whose ± and frames are kept.
    """
    return tuple(_agreed(same) for same in zip(*readings, strict=True))


def agreed_events(readings: Sequence[Events]) -> dict[str, Event | Missing]:
    """The likeliest reading's events, without those on which the others don't agree.

    Parameters
    ----------
    readings
        The nine events from each way to see the athlete, the likeliest first.
    """
    return {
        name: event if name in KEPT or not event else _agreed_event(name, readings)
        for name, event in readings[0].items()
    }


def _agreed_event(name: str, readings: Sequence[Events]) -> Event | Missing:
    first = readings[0][name]
    told = [one[name] for one in readings]
    times_s = [event.t_s if isinstance(event, Event) else np.nan for event in told]
    assert isinstance(first, Event)
    away_s = max(EVENT_AWAY_S, AWAY_TIMES * first.plus_minus_s)
    near = _near(times_s, away_s)
    return first if near is not None and near[0] else Missing("others_close")


def _agreed(same: Sequence[Measure]) -> Measure:
    first = same[0]
    if first.word and sum(one.word == first.word for one in same) <= len(same) / 2:
        return _disagreed(first)
    if first.value is None or first.plus_minus is None:
        return first
    values = np.array([np.nan if one.value is None else one.value for one in same])
    near = _near(values, AWAY_TIMES * first.plus_minus)
    if near is None:
        return _disagreed(first)
    return replace(first, value=float(np.median(values[near])))


def _disagreed(first: Measure) -> Measure:
    return replace(
        first,
        value=None,
        plus_minus=None,
        frame=None,
        word=None,
        why="others_close",
    )


def _near(values: ArrayLike, away: float) -> NDArray[np.bool_] | None:
    """Which values lie near the median; None where at most half of the readings do.

    A reading without a value (NaN) doesn't.
    """
    told = np.asarray(values, dtype=np.float64)
    near: NDArray[np.bool_] = np.abs(told - np.nanmedian(told)) <= away
    return near if near.sum() > len(told) / 2 else None
