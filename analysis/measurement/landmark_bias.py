"""The pose model's known bias, taken out in the athlete's own axes.

MediaPipe puts hips too far forward and shoulders too far down the trunk in a crouch,
so that knees, hips and trunk read too open. The error is much the same for every body
when it is told along and across the segment that ends in the joint;
``landmark_bias.json`` holds what was learned on rendered athletes by
``benchmarks/fit_landmark_bias.py``. What it buys, on other athletes than those it was
learned on: ``analysis/README.md``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from analysis.filtering.running_frame import Runner
from analysis.gait_events.population import learned
from analysis.geometry import elevation, included
from analysis.landmarks import EARS, LEFT, NOSE, middle
from analysis.types import Floats

FILE = Path(__file__).with_name("landmark_bias.json")
# The joint a segment starts from; None is the trunk itself, hips to shoulders.
PARENTS: Mapping[str, str | None] = {
    "shoulder": None,
    "hip": None,
    "ear": None,
    "knee": "hip",
    "ankle": "knee",
    "heel": "ankle",
    "toe": "ankle",
    "nose": "ear",
}
# Up to the first length in pixels a leg is small, from the second on large.
SMALL_LEG_PX, LARGE_LEG_PX = 118.0, 140.0
SMALL_TO_LARGE = np.log(LARGE_LEG_PX / SMALL_LEG_PX)
FEATURES = ("one", "trunk", "hip", "hip squared", "trunk times hip")


def correct(runner: Runner, person: float) -> Runner:
    """Move every landmark by its learned offset.

    Parameters
    ----------
    runner
        Paths as the model saw them.
    person
        How much the athlete moves like a person (``population.py``), 0 to 1: the weight
        of the offsets learned on people; the rest are from rendered athletes.

    Returns
    -------
    Runner
        The same athlete; only ``xy`` differs, by 1 to 6 % of a leg length.
    """
    xy, people_share = runner.xy.copy(), person * smallness(runner.leg_px)
    for joint, weights in _learned().items():
        for role, matrix in weights.items():
            number = landmark_of(runner, joint, role)
            along = segment(runner, joint, role)
            people = learned().offsets[joint][role]
            both = (1 - person) * matrix + people_share * people
            offset = features(runner, role) @ both
            xy[:, number] += offset[:, :1] * along + offset[:, 1:] * across(along)
    return replace(runner, xy=_with_far_side(runner, xy, people_share))


def smallness(leg_px: float) -> float:
    """How much of people's offsets is needed: all in small pictures, none in large.

    They were learned on legs of 91 to 115 pixels in loose clothes. On the one sharp
    person in tight ones whose trunk a hand has set (a leg of 137) the model is right to
    half a degree as it is, and the offsets would turn the trunk by 2 to 11°.
    """
    return float(np.clip(np.log(LARGE_LEG_PX / leg_px) / SMALL_TO_LARGE, 0.0, 1.0))


def _with_far_side(runner: Runner, xy: Floats, person: float) -> Floats:
    """The far hip and shoulder of a person, of whom the model sees only the near ones.

    What it says of the far ones sways by 5 % of a leg and would turn the trunk.
    """
    share, away = person * learned().far_share, learned().far_from_near
    moved = xy.copy()
    for joint in ("hip", "shoulder"):
        near, far = (landmark_of(runner, joint, role) for role in ("near", "far"))
        moved[:, far] = (1 - share) * xy[:, far] + share * (xy[:, near] + away)
    return moved


def landmark_of(runner: Runner, joint: str, role: str) -> int:
    """MediaPipe's number of a joint on the ``near`` or ``far`` side."""
    if joint == "nose":
        return NOSE
    right = (runner.near_side == "right") == (role == "near")
    return LEFT[joint] + int(right)


def segment(runner: Runner, joint: str, role: str) -> Floats:
    """(frames, 2) unit vector along the segment that ends in the joint."""
    parent = PARENTS[joint]
    if parent is None:
        step = runner.shoulders - runner.hips
    elif joint == "nose":
        step = runner.xy[:, NOSE] - middle(runner.xy, EARS)
    else:
        start = runner.xy[:, landmark_of(runner, parent, role)]
        step = runner.xy[:, landmark_of(runner, joint, role)] - start
    unit: Floats = step / np.maximum(np.linalg.norm(step, axis=1, keepdims=True), 1e-9)
    return unit


def across(along: Floats) -> Floats:
    """The unit vectors a quarter turn anticlockwise."""
    return np.stack([-along[:, 1], along[:, 0]], axis=1)


def features(runner: Runner, role: str) -> Floats:
    """(frames, 5) what an offset depends on: the trunk's lean and that side's hip."""
    points = [
        runner.xy[:, landmark_of(runner, joint, role)]
        for joint in ("shoulder", "hip", "knee")
    ]
    trunk = elevation(runner.hips, runner.shoulders) / 90.0
    hip = included(*points) / 90.0 - 1.0
    return np.stack([np.ones(len(trunk)), trunk, hip, hip**2, trunk * hip], axis=1)


@cache
def _learned() -> dict[str, dict[str, Floats]]:
    table = json.loads(FILE.read_text())["offsets"]
    return {
        joint: {role: np.array(matrix) for role, matrix in roles.items()}
        for joint, roles in table.items()
    }
