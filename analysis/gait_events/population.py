"""How real people differ from the rendered athletes used for most of the learning.

Rendered athletes are exact and easily made, and so biases and lags were learned on
them; but their toes are pinned to the track until the very instant they leave it, and
the model sees their hips and shoulders elsewhere than a real person's. So what was
learned on rendered athletes (``timing_correction.json``, ``landmark_bias.json``) is
used as far as feet move like theirs, and for the rest what was learned on filmed people
(``population.json``, by ``benchmarks/fit_people_correction.py``). What that buys:
``analysis/README.md``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from analysis.filtering.running_frame import Runner
from analysis.gait_events.foot_movement import FOOT, movement
from analysis.types import Events, Floats

FILE = Path(__file__).with_name("population.json")
# Rendered athletes outside the learning set are below −0.37, people above 0.22.
RENDERED, PERSON = -0.2, 0.05


@dataclass(frozen=True, slots=True)
class Linear:
    """A number that is linear in the movement of a foot around an instant."""

    weights: Floats
    constant: float

    def of(self, seen: Floats) -> float:
        """Its value for one movement, see :func:`.movement`."""
        return float(seen @ self.weights + self.constant)


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned on filmed people.

    Attributes
    ----------
    resemblance
        For each event −1 for a rendered foot, 1 for a person's.
    late_s
        For each event of a foot, seconds of life by which an instant is late.
    movement_late_s
        The same for the first movement, whatever it looks like: by the time an eye
        calls it movement the body has already come some way.
    offsets
        As in ``landmark_bias.json``: joint, then near or far.
    far_share, far_from_near
        How much of the far hip's and shoulder's position is taken from the near one's,
        and their offset from it, leg lengths.
    """

    resemblance: Mapping[str, Linear]
    late_s: Mapping[str, Linear]
    movement_late_s: float
    offsets: Mapping[str, Mapping[str, Floats]]
    far_share: float
    far_from_near: Floats


def resemblance(
    runner: Runner,
    events: Events,
    table: Learned | None = None,
) -> float:
    """How much the feet move like a filmed person's.

    Parameters
    ----------
    runner
        The athlete's paths, as the model saw them.
    events
        As the rules found them.
    table
        What was learned, if not the file's.

    Returns
    -------
    float
        0 like a rendered athlete's, 1 like a person's; 1 when no foot can be told.
    """
    told, known = [], table or learned()
    for name, leg in FOOT.items():
        if not (event := events[name]):
            continue
        seen = movement(runner, leg, event.t_s)
        if seen is not None:
            told.append(np.clip(known.resemblance[name].of(seen), -1.0, 1.0))
    if not told:
        return 1.0
    share = (float(np.mean(told)) - RENDERED) / (PERSON - RENDERED)
    return float(np.clip(share, 0.0, 1.0))


@cache
def learned() -> Learned:
    """The file, read once."""
    return read(json.loads(FILE.read_text()))


def read(table: Mapping[str, Any]) -> Learned:
    """What was learned, from its JSON."""

    def linear(name: str) -> dict[str, Linear]:
        return {
            event: Linear(np.array(row["weights"]), row["constant"])
            for event, row in table[name].items()
        }

    return Learned(
        linear("resemblance"),
        linear("late_s"),
        table["movement_late_s"],
        {
            joint: {role: np.array(matrix) for role, matrix in roles.items()}
            for joint, roles in table["offsets"].items()
        },
        table["far_share"],
        np.array(table["far_from_near"]),
    )
