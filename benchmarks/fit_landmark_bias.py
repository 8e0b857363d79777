"""Learns ``landmark_bias.json`` from rendered clips whose joints are known.

    python -m benchmarks.fit_landmark_bias FOLDER [FOLDER ...]

Each folder holds clips with their truth (see ``tests/clips/README.md``). What is
learned on one set of bodies is to be reported on another: keep them apart.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.capture.clip import open_clip
from analysis.detection.athlete import find_athlete
from analysis.estimation.landmarker import MediaPipe
from analysis.estimation.model_file import model_file
from analysis.estimation.pose import estimate_poses
from analysis.filtering.repair import clean
from analysis.filtering.running_frame import Runner, to_runner
from analysis.landmarks import LEFT, NOSE
from analysis.measurement.landmark_bias import (
    FEATURES,
    FILE,
    PARENTS,
    across,
    features,
    landmark_of,
    segment,
)
from analysis.types import Poses

Floats = NDArray[np.float64]
Sample = tuple[Floats, Floats, float]

HOLD_S = 0.3
# Shifts around an event, so that no single noisy frame decides.
AROUND_S = (-0.008, 0.0, 0.008)
# The leg a measure is read on counts fully, the other a little.
STANCE = {
    "rear_foot_block_exit": "front",
    "front_foot_block_exit": "front",
    "touchdown_1": "rear",
    "toe_off_1": "rear",
    "touchdown_2": "front",
    "toe_off_2": "front",
    "touchdown_3": "rear",
}
OTHER_LEG_WEIGHT = 0.15
LARGEST_OFFSET = 0.15  # leg lengths; beyond it the model saw something else
OUTLIER = 0.06
RIDGE_PER_CLIP = 0.005


def main(folders: list[str]) -> None:
    """Learn from every clip of the folders and write the file."""
    samples: dict[tuple[str, str], list[Sample]] = defaultdict(list)
    clips = [c for folder in folders for c in sorted(Path(folder).glob("*.mp4"))]
    for path in clips:
        _gather(path, samples)
        print(path.stem, flush=True)
    ridge = RIDGE_PER_CLIP * len(clips)
    offsets: dict[str, dict[str, Any]] = defaultdict(dict)
    for (joint, role), rows in sorted(samples.items()):
        offsets[joint][role] = np.round(_fit(rows, ridge), 4).tolist()
    text = {"features": FEATURES, "clips": len(clips), "offsets": offsets}
    FILE.write_text(json.dumps(text, indent=1) + "\n")


def _gather(path: Path, samples: dict[tuple[str, str], list[Sample]]) -> None:
    truth = json.loads(path.with_suffix(".json").read_text())
    clip = open_clip(path)
    model = model_file("heavy")
    with MediaPipe(model) as one, MediaPipe(model) as other:
        raw = estimate_poses(clip, find_athlete(clip), [one, other])
    poses = clean(raw.sped_up(truth["slow_motion_factor"]))
    runner = to_runner(poses)
    for moment, true_px, leg, weight in _moments(truth):
        seen = _at(poses, moment)
        here = runner.with_px(seen)
        there = runner.with_px(true_px[None])
        for joint in PARENTS:
            for role in ("near",) if joint == "nose" else ("near", "far"):
                sample = _sample(here, there, joint, role, leg, weight)
                if sample is not None:
                    samples[joint, role].append(sample)


def _moments(
    truth: dict[str, Any],
) -> Iterator[tuple[float, Floats, str | None, float]]:
    """Frame (fractional), true points in pixels, stance leg and weight."""
    for name, event in truth["events"].items():
        frame = event["frame_exact"]
        if name == "first_movement":
            first = max(0, int(frame - HOLD_S * truth["fps"]))
            for number in range(first, int(frame) + 1):
                points = truth["frames"][number]["keypoints_px"]
                yield number, _points(points), None, 1 / (int(frame) + 1 - first)
        elif name in STANCE:
            points = truth["at_events"][name]["keypoints_px"]
            for shift in AROUND_S:
                moment = np.clip(frame + shift * truth["fps"], 0, truth["n_frames"] - 1)
                yield moment, _points(points), STANCE[name], 1 / len(AROUND_S)


def _points(keypoints: dict[str, list[float]]) -> Floats:
    xy = np.full((33, 2), np.nan)
    xy[NOSE] = keypoints["nose"]
    for joint, left in LEFT.items():
        name = "foot_index" if joint == "toe" else joint
        xy[left], xy[left + 1] = keypoints[f"left_{name}"], keypoints[f"right_{name}"]
    return xy


def _at(poses: Poses, moment: float) -> Floats:
    before = min(int(moment), len(poses.xy_px) - 2)
    share = moment - before
    return ((1 - share) * poses.xy_px[before] + share * poses.xy_px[before + 1])[None]


def _sample(
    here: Runner, there: Runner, joint: str, role: str, leg: str | None, weight: float
) -> Sample | None:
    number = landmark_of(here, joint, role)
    along = segment(here, joint, role)
    error = there.xy[:, number] - here.xy[:, number]
    parts = [np.sum(error * axis, axis=1) for axis in (along, across(along))]
    offset = np.stack(parts, axis=1)[0]
    given = features(here, role)[0]
    good = np.isfinite(offset).all() and np.isfinite(given).all()
    if not good or np.abs(offset).max() > LARGEST_OFFSET:
        return None
    near_leg = "front" if here.front_leg == here.near_side else "rear"
    this_leg = (
        near_leg if role == "near" else {"front": "rear", "rear": "front"}[near_leg]
    )
    body = joint in ("shoulder", "ear", "nose")
    full = body or leg is None or leg == this_leg
    return given, offset, weight * (1.0 if full else OTHER_LEG_WEIGHT)


def _fit(rows: list[Sample], ridge: float) -> Floats:
    """Ridge regression, outliers weighted down; the constant is not shrunk."""
    given = np.array([row[0] for row in rows])
    offset = np.array([row[1] for row in rows])
    weight = np.array([row[2] for row in rows])
    penalty = np.diag([0.0] + [ridge] * (given.shape[1] - 1))
    robust = weight
    for _ in range(6):
        left = (given * robust[:, None]).T
        matrix: Floats = np.linalg.solve(left @ given + penalty, left @ offset)
        away = np.linalg.norm(offset - given @ matrix, axis=1)
        robust = weight / (1 + (away / OUTLIER) ** 2)
    return matrix


if __name__ == "__main__":
    main(sys.argv[1:])
