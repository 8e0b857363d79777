"""How late or early an event of a foot is read, taken out again.

A rule such as "the toe leaves its place" passes its threshold some milliseconds before
or after the event, and how many depends on how the foot moves: it lifts, slides, rolls
or slaps. ``lags.json`` holds, for each event, what the foot's own movement around the
instant says about it; learned by ``benchmarks/learn_lags.py``. What it buys, on other
athletes than those it was learned on: ``analysis/README.md``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from analysis.events import event_at
from analysis.travel import Leg, Travel
from analysis.types import Event, Floats

FILE = Path(__file__).with_name("lags.json")
# Whose foot each event is.
FOOT: Mapping[str, Leg] = {
    "rear_foot_block_exit": "rear",
    "front_foot_block_exit": "front",
    "touchdown_1": "rear",
    "toe_off_1": "rear",
    "touchdown_2": "front",
    "toe_off_2": "front",
    "touchdown_3": "rear",
}
JOINTS = ("toe", "heel", "ankle")
# Where the foot's movement is read, seconds of life from the instant.
OFFSETS_S = np.arange(-0.08, 0.081, 0.02)
# Less of the clip than this on either side of the instant tells nothing.
LEAST_SEEN_S = 0.03
# Movement this unlike that of the feet it was learned on (root mean square, in their
# spread) is corrected fully, and not at all: unseen rendered feet are below 0.7, the
# real ones we have up to 1.15, a stick figure 0.5 to 1.6.
ALIKE, UNLIKE = 0.6, 1.2
# The instant moves, so the movement around it is read again.
ROUNDS = 3
# The rules are not further off than this, and a frame; what asks for more saw
# something else.
LARGEST_LAG_S = 0.02
LARGEST_LAG_FRAMES = 1.0


@dataclass(frozen=True, slots=True)
class _Lag:
    """What the movement of a foot says about an event.

    Attributes
    ----------
    weights, constant
        Seconds of life by which the instant is late, linear in the movement.
    middle, spread
        Of the movements it was learned on.
    """

    weights: Floats
    constant: float
    middle: Floats
    spread: Floats

    def late_s(self, seen: Floats) -> float:
        return float(seen @ self.weights + self.constant)

    def trust(self, seen: Floats) -> float:
        """1 for movement such as it was learned on, 0 for anything else."""
        away = float(np.sqrt(np.mean(((seen - self.middle) / self.spread) ** 2)))
        return float(np.clip((UNLIKE - away) / (UNLIKE - ALIKE), 0.0, 1.0))


def without_lags(
    travel: Travel, events: Mapping[str, Event | None], slowness: float
) -> dict[str, Event | None]:
    """Move each event of a foot to where the movement of that foot says it is.

    Parameters
    ----------
    travel
        The athlete's paths, as the model saw them.
    events
        As the rules found them.
    slowness
        Clip seconds per second of life.

    Returns
    -------
    dict
        The same events, those of feet at most 20 ms of life and a frame away.
    """
    moved = dict(events)
    for name, leg in FOOT.items():
        event = events[name]
        if event is not None:
            instant = _without_lag(travel, leg, name, event.t_s, slowness)
            moved[name] = event_at(travel, name, instant, slowness)
    return moved


def _without_lag(
    travel: Travel, leg: Leg, name: str, instant: float, slowness: float
) -> float:
    lag, moved = _learned()[name], instant
    step_s = float(np.median(np.diff(travel.time_s)))
    most = LARGEST_LAG_S * slowness + LARGEST_LAG_FRAMES * step_s
    for _ in range(ROUNDS):
        seen = movement(travel, leg, moved, slowness)
        if seen is None:
            return instant
        moved -= lag.late_s(seen) * slowness
        moved = float(np.clip(moved, instant - most, instant + most))
    seen = movement(travel, leg, moved, slowness)
    return instant + (0.0 if seen is None else lag.trust(seen)) * (moved - instant)


def movement(
    travel: Travel, leg: Leg, instant: float, slowness: float
) -> Floats | None:
    """How a foot moves around an instant.

    Returns
    -------
    ndarray or None
        (joints x offsets x 2,) leg lengths from where each joint is at the instant;
        None where the foot is not seen. Beyond the clip's ends it stays in place.
    """
    first, last = travel.time_s[0], travel.time_s[-1]
    least = LEAST_SEEN_S * slowness
    if not first + least <= instant <= last - least:
        return None
    when = instant + OFFSETS_S * slowness
    paths = []
    for joint in JOINTS:
        path = travel.point(leg, joint)
        there = [np.interp(when, travel.time_s, axis) for axis in path.T]
        here = [np.interp(instant, travel.time_s, axis) for axis in path.T]
        paths.append(np.stack(there, axis=1) - here)
    moved: Floats = np.concatenate(paths).ravel()
    return moved if np.isfinite(moved).all() else None


@cache
def _learned() -> dict[str, _Lag]:
    table = json.loads(FILE.read_text())["events"]
    return {
        name: _Lag(
            np.array(row["weights"]),
            row["constant"],
            np.array(row["middle"]),
            np.array(row["spread"]),
        )
        for name, row in table.items()
    }
