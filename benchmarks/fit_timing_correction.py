"""Learns ``timing_correction.json`` from clips whose events are known.

    python -m benchmarks.fit_timing_correction FOLDER_OR_CLIP [...]

A folder holds rendered clips with their truth (see ``tests/clips/README.md``). A clip
of a real start has its events beside it, labelled by hand, in ``NAME.events.json``.
What is learned on one set of bodies is to be reported on another: keep them apart.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.capture.clip import open_clip
from analysis.detection.athlete import find_athlete
from analysis.estimation.landmarker import MediaPipe
from analysis.estimation.model_file import model_file
from analysis.estimation.pose import estimate_poses
from analysis.filtering.repair import clean
from analysis.filtering.running_frame import Runner, to_runner
from analysis.gait_events.foot_movement import FOOT, JOINTS, OFFSETS_S, movement
from analysis.gait_events.slow_motion import speed_factor
from analysis.gait_events.timing_correction import FILE
from analysis.types import EVENT_NAMES, Clip, Event, Missing
from benchmarks.ground_truth import read_truth

Floats = NDArray[np.float64]

# The movement is read this far from the true instant, seconds of life.
SHIFTS_S = np.linspace(-0.05, 0.05, 21)
# Real feet are what it is for, but few among those we have.
REAL_WEIGHT = 3.0
RIDGE = 0.03
# Movement that hardly differs between clips is noise, leg lengths.
LEAST_SPREAD = 0.02


@dataclass(frozen=True, slots=True)
class _Known:
    """Where the events of one clip truly are, on the clip's own clock."""

    events_s: dict[str, float]
    slow_motion: float
    weight: float


@dataclass(frozen=True, slots=True)
class _Sample:
    """A foot's movement around an instant that is ``late_s`` after the event."""

    seen: Floats
    late_s: float
    weight: float


def main(sources: list[str]) -> None:
    """Learn from every clip and write the file."""
    samples: dict[str, list[_Sample]] = defaultdict(list)
    clips = [clip for source in sources for clip in _clips(Path(source))]
    for path in clips:
        clip = open_clip(path)
        known = _known(path, clip)
        runner = _travel(clip, known.slow_motion)
        for name, sample in _samples(runner, known):
            samples[name].append(sample)
        print(path.stem, flush=True)
    table = {
        "joints": JOINTS,
        "offsets_s": np.round(OFFSETS_S, 3).tolist(),
        "clips": len(clips),
        "events": {name: _fit(samples[name]) for name in FOOT},
    }
    FILE.write_text(json.dumps(table) + "\n")


def _clips(source: Path) -> list[Path]:
    return sorted(source.glob("*.mp4")) if source.is_dir() else [source]


def _known(path: Path, clip: Clip) -> _Known:
    labels = path.with_suffix(".events.json")
    if not labels.exists():
        truth = read_truth(path.with_suffix(".json"))
        return _Known(dict(truth.events_s), truth.slow_factor, 1.0)
    frames = json.loads(labels.read_text())["events"]
    events_s = {
        name: float(clip.time_s[row["frame"]])
        for name, row in frames.items()
        if name in EVENT_NAMES
    }
    known = {name: Event(t_s, 0, 0.0) for name, t_s in events_s.items()}
    events = {**dict.fromkeys(EVENT_NAMES, Missing("unlabelled")), **known}
    factor = speed_factor(events, clip.median_fps)
    return _Known(events_s, factor or 1.0, REAL_WEIGHT)


def _travel(clip: Clip, slow_motion: float) -> Runner:
    model = model_file("heavy")
    with MediaPipe(model) as one, MediaPipe(model) as other:
        raw = estimate_poses(clip, find_athlete(clip), [one, other])
    return to_runner(clean(raw.sped_up(slow_motion)))


def _samples(runner: Runner, known: _Known) -> Iterator[tuple[str, _Sample]]:
    for name, leg in FOOT.items():
        if name not in known.events_s:
            continue
        for late in SHIFTS_S:
            instant = known.events_s[name] / known.slow_motion + late
            seen = movement(runner, leg, instant)
            if seen is not None:
                yield name, _Sample(seen, float(late), known.weight)


def _fit(samples: list[_Sample]) -> dict[str, object]:
    """Ridge regression on movement measured in its own spread."""
    seen = np.array([sample.seen for sample in samples])
    late = np.array([sample.late_s for sample in samples])
    weight = np.array([sample.weight for sample in samples])
    middle, spread = seen.mean(axis=0), seen.std(axis=0) + LEAST_SPREAD
    usual = np.average(late, weights=weight)
    given = (seen - middle) / spread
    left = (given * weight[:, None]).T
    penalty = RIDGE * weight.sum() * np.eye(given.shape[1])
    slope = np.linalg.solve(left @ given + penalty, left @ (late - usual)) / spread
    return {
        "weights": np.round(slope, 5).tolist(),
        "constant": round(float(usual - middle @ slope), 5),
        "middle": np.round(middle, 4).tolist(),
        "spread": np.round(spread, 4).tolist(),
    }


if __name__ == "__main__":
    main(sys.argv[1:])
