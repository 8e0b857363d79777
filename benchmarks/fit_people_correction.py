"""Learns ``population.json`` from filmed people and rendered athletes.

    python -m benchmarks.fit_people_correction FOLDER_OR_CLIP [...]

A folder with a ``truth.json`` holds clips of people, labelled by eye, for some of them
with joints set by hand (``joints.json``; see the README beside this module); a clip of
a person may have its events beside it in ``NAME.events.json`` instead. Any other folder
holds rendered athletes with their exact truth: they serve only to learn how people
differ from them. Prints how far off each clip is when everything is learned on the
others; what is learned on one set of people is to be reported on another.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.gait_events.foot_movement import FOOT, movement
from analysis.gait_events.population import FILE, read, resemblance
from analysis.gait_events.timing_correction import without_lags
from analysis.measurement.landmark_bias import (
    PARENTS,
    across,
    features,
    landmark_of,
    segment,
)
from benchmarks.training_clips import Example, examples

Floats = NDArray[np.float64]

# The movement is read this far from the labelled instant, seconds of life.
SHIFTS_S = np.arange(-0.06, 0.0601, 0.02)
RIDGE = 0.03
LEAST_SPREAD = 0.02
# Offsets depend only on the trunk's lean; there are too few labels for more.
FEATURES_USED, OFFSET_RIDGE = 2, 0.5
# A landmark further off than this, in leg lengths, was seen on the other leg.
WRONG_LEG = 0.12
# Half of the far side's position is inferred from the near one's, with the offset that
# the labels show.
FAR_SHARE, FAR_FROM_NEAR = 0.5, (0.075, 0.02)


def main(sources: list[str]) -> None:
    """Learn from every clip, print errors on clips left out, write the file."""
    known = [one for source in sources for one in examples(Path(source))]
    for one in known:
        others = [other for other in known if other.kin != one.kin]
        if len({other.person for other in others}) == 2:
            kind = "person" if one.person else "rendered"
            print(one.kin, kind, left_out(one, others))
    FILE.write_text(json.dumps(learn(known)) + "\n")


def left_out(one: Example, others: Sequence[Example]) -> str:
    """Milliseconds of life by which one clip's events are off, learned on others."""
    table = read(learn(others))
    person = resemblance(one.runner, one.ruled, table)
    found = without_lags(one.runner, one.ruled, person, table)
    off = [
        f"{name} {1000 * (event.t_s - one.events_s[name]):+.0f}"
        for name, event in found.items()
        if event and name in one.events_s
    ]
    return f"{person:.2f}: " + ", ".join(off)


def learn(examples: Sequence[Example]) -> dict[str, object]:
    """Everything in ``population.json``."""
    people = [one for one in examples if one.person]
    return {
        "people": sorted({one.kin for one in people}),
        "rendered": sorted({one.kin for one in examples if not one.person}),
        "resemblance": {name: _resemblance(examples, name) for name in FOOT},
        "late_s": {name: _lateness(people, name) for name in FOOT},
        "movement_late_s": _movement_late_s(people),
        "offsets": _offsets(people),
        "far_share": FAR_SHARE,
        "far_from_near": FAR_FROM_NEAR,
    }


def _samples(examples: Sequence[Example], name: str) -> Iterator[tuple[Floats, float]]:
    """Movements around each shifted event, and by how many seconds it is late."""
    for one in examples:
        if name in one.events_s:
            for late in SHIFTS_S:
                at = one.events_s[name] + late
                seen = movement(one.runner, FOOT[name], at)
                if seen is not None:
                    yield seen, float(late)


def _resemblance(examples: Sequence[Example], name: str) -> dict[str, object]:
    """Ridge regression of 1 for people and −1 for rendered athletes."""
    kinds = [
        [seen for seen, _ in _samples([e for e in examples if e.person == kind], name)]
        for kind in (False, True)
    ]
    seen = np.array([*kinds[0], *kinds[1]])
    wanted = np.repeat([-1.0, 1.0], [len(kind) for kind in kinds])
    weight = np.repeat([1.0 / len(kind) for kind in kinds], [len(k) for k in kinds])
    return _ridge(seen, wanted, weight, centred=False)


def _lateness(people: Sequence[Example], name: str) -> dict[str, object]:
    samples = list(_samples(people, name))
    seen = np.array([seen for seen, _ in samples])
    late = np.array([late for _, late in samples])
    return _ridge(seen, late, np.full(len(seen), 1.0 / len(seen)), centred=True)


def _ridge(
    seen: Floats, wanted: Floats, weight: Floats, *, centred: bool
) -> dict[str, object]:
    """Weights on a movement, measured in its own spread, and a constant."""
    middle = np.average(seen, axis=0, weights=weight)
    spread = seen.std(axis=0) + LEAST_SPREAD
    usual = float(np.average(wanted, weights=weight)) if centred else 0.0
    given = (seen - middle) / spread
    left = (given * weight[:, None]).T
    penalty = RIDGE * weight.sum() * np.eye(given.shape[1])
    slope = np.linalg.solve(left @ given + penalty, left @ (wanted - usual)) / spread
    return {
        "weights": np.round(slope, 5).tolist(),
        "constant": round(float(usual - middle @ slope), 5),
    }


def _movement_late_s(people: Sequence[Example]) -> float:
    late = [
        found.t_s - one.events_s["first_movement"]
        for one in people
        if "first_movement" in one.events_s and (found := one.ruled["first_movement"])
    ]
    return round(float(np.median(late)), 4) if late else 0.0


def _offsets(people: Sequence[Example]) -> dict[str, dict[str, list[list[float]]]]:
    """For each joint, near and far, the offset to where it was set by hand."""
    table: dict[str, dict[str, list[list[float]]]] = {}
    for joint in PARENTS:
        for role in ("near",) if joint == "nose" else ("near", "far"):
            given, wanted = [], []
            for one in people:
                for seen, apart in _apart(one, joint, role):
                    given.append(seen)
                    wanted.append(apart)
            table.setdefault(joint, {})[role] = _fit_offset(given, wanted)
    return table


def _apart(one: Example, joint: str, role: str) -> Iterator[tuple[Floats, Floats]]:
    number = landmark_of(one.runner, joint, role)
    along = segment(one.runner, joint, role)
    sideways, depends = across(along), features(one.runner, role)
    for frame, points in one.joints.items():
        if number in points and np.isfinite(one.runner.xy[frame, number, 0]):
            apart = points[number] - one.runner.xy[frame, number]
            told = np.array([apart @ along[frame], apart @ sideways[frame]])
            yield depends[frame, :FEATURES_USED], told


def _fit_offset(given: list[Floats], wanted: list[Floats]) -> list[list[float]]:
    """(features, 2) along and across the segment; zeros where no joint was set."""
    width = 5
    matrix = np.zeros((width, 2))
    if given:
        left, right = np.array(given), np.array(wanted)
        usual = np.median(right, axis=0)
        right = np.clip(right, usual - WRONG_LEG, usual + WRONG_LEG)
        penalty = np.diag([1e-6, *[OFFSET_RIDGE] * (FEATURES_USED - 1)])
        matrix[:FEATURES_USED] = np.linalg.solve(
            left.T @ left + penalty, left.T @ right
        )
    return [[round(float(value), 5) for value in row] for row in matrix]


if __name__ == "__main__":
    main(sys.argv[1:])
