"""Analyses and poses of the synthetic clips, made from their ground truth."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.capture.clip import open_clip
from analysis.measurement.definition import Definition
from analysis.measurement.definitions import DEFINITIONS
from analysis.scoring.checklist import load_checklist
from analysis.scoring.findings import judge
from analysis.types import (
    EVENT_NAMES,
    Analysis,
    Clip,
    ClipInfo,
    Event,
    Events,
    Measure,
    Missing,
    Phase,
    Poses,
)
from benchmarks.ground_truth import read_truth

CLIPS = Path(__file__).parents[2] / "clips"
NAMES = {
    0: "nose", 7: "left_ear", 8: "right_ear", 11: "left_shoulder",
    12: "right_shoulder", 13: "left_elbow", 14: "right_elbow", 15: "left_wrist",
    16: "right_wrist", 23: "left_hip", 24: "right_hip", 25: "left_knee",
    26: "right_knee", 27: "left_ankle", 28: "right_ankle", 29: "left_heel",
    30: "right_heel", 31: "left_foot_index", 32: "right_foot_index",
}  # fmt: skip
# The ± in the tests, by unit; of angles less where they are read surely.
SPREAD = {"ratio": 0.03, "s": 0.01}
CLEAR = ("body_line", "trunk")


@dataclass(frozen=True)
class Start:
    """A clip, where the athlete is in it, and what is known of it."""

    clip: Clip
    poses: Poses
    analysis: Analysis
    truth: dict[str, Any]


@pytest.fixture(scope="module", autouse=True)
def no_film_but_its_own(request: pytest.FixtureRequest) -> Iterator[None]:
    """The slow motion takes seconds; only its own tests wait for it."""
    with pytest.MonkeyPatch.context() as patch:
        if not request.module.__name__.endswith("test_video"):
            patch.setattr("analysis.visuals.draw_all._draw_slow", lambda *_: None)
        yield


@pytest.fixture(scope="session")
def start_of() -> Callable[[str], Start]:
    """The start in a clip such as ``A_borzov60``, from its ground truth."""
    made: dict[str, Start] = {}

    def make(name: str) -> Start:
        if name not in made:
            made[name] = read_start(name)
        return made[name]

    return make


@pytest.fixture(scope="session")
def landmarks_of() -> Callable[..., np.ndarray]:
    """The landmarks of one moment of the truth."""
    return landmarks


def read_start(name: str, clips: Path = CLIPS) -> Start:
    truth = json.loads((clips / f"{name}.json").read_text())
    clip = open_clip(clips / f"{name}.mp4")
    poses = _poses(truth, clip)
    events = {n: _event(truth, clip, n) for n in EVENT_NAMES}
    measures = tuple(_measures(clips / f"{name}.json", events))
    judgement = judge(measures, load_checklist(), truth["fps"])
    info = ClipInfo(
        clip.width_px, clip.height_px, clip.frames, clip.duration_s, clip.median_fps,
        False, clip.rotation_deg, truth["slow_motion_factor"],
    )  # fmt: skip
    analysis = Analysis(
        analysis_version="truth",
        clip=info,
        refusal=None,
        direction=truth["direction"],
        near_side=truth["near_side"],
        front_leg=truth["front_block_leg"],
        events=events,
        phases=tuple(_phases(truth, events, clip)),
        measures=measures,
        findings=judgement.findings,
        focus=judgement.focus,
        praise=judgement.praise,
        notes=(),
    )
    return Start(clip, poses, analysis, truth)


def _poses(truth: dict[str, Any], clip: Clip) -> Poses:
    xy_px = np.full((clip.frames, 33, 2), np.nan)
    for frame in truth["frames"]:
        xy_px[frame["frame"]] = landmarks(frame["keypoints_px"])
    seen = np.where(np.isfinite(xy_px).all(axis=-1), 1.0, np.nan)
    return Poses(xy_px, seen, clip.time_s)


def landmarks(keypoints_px: dict[str, list[float]]) -> np.ndarray:
    """(33, 2) MediaPipe's landmarks, NaN for those the truth doesn't know."""
    xy_px = np.full((33, 2), np.nan)
    for landmark, name in NAMES.items():
        xy_px[landmark] = keypoints_px[name]
    return xy_px


def _event(truth: dict[str, Any], clip: Clip, name: str) -> Event | Missing:
    if name not in truth["events"]:
        return Missing("event_after_clip")
    event = truth["events"][name]
    return Event(event["frame_exact"] / truth["video_fps"], event["frame"], 0.01)


def _measures(path: Path, events: Events) -> Iterator[Measure]:
    truth = read_truth(path)
    for row in DEFINITIONS:
        value, word = truth.measures.get(row.id), truth.words.get(row.id)
        event = _shown_at(row, events)
        if value is None and word is None:
            why = event.why if isinstance(event, Missing) else "joint_hidden"
            yield Measure(row.id, row.phase, None, row.unit, None, None, why)
            continue
        assert isinstance(event, Event)
        spread = SPREAD.get(row.unit, 2.0 if row.kind in CLEAR else 4.0)
        around = None if value is None else spread
        frame = max(event.frame - 5, 0) if row.instant == "set" else event.frame
        yield Measure(row.id, row.phase, value, row.unit, around, frame, word=word)


def _shown_at(row: Definition, events: Events) -> Event | Missing:
    """The event at whose picture a measure is shown."""
    if row.instant == "set":
        return events["first_movement"]
    if row.instant != "crossing_1":
        return events[row.instant]
    off = events["toe_off_1"]
    return replace(off, frame=off.frame - 4) if isinstance(off, Event) else off


def _phases(truth: dict[str, Any], events: Events, clip: Clip) -> list[Phase]:
    keys = [
        ("first_movement", -5), ("rear_foot_block_exit", 0),
        ("front_foot_block_exit", -1), ("toe_off_1", -4), ("touchdown_1", -1),
        ("touchdown_1", 0), ("toe_off_1", -1), ("touchdown_3", 0),
    ]  # fmt: skip
    phases = []
    for number, (name, shift) in enumerate(keys, start=1):
        event = events[name]
        if isinstance(event, Missing):
            phases.append(Phase(number, None, None, why=event.why))
            continue
        frame = max(event.frame + shift, 0)
        phases.append(Phase(number, frame, float(clip.time_s[frame])))
    return phases
