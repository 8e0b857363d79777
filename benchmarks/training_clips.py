"""Clips whose truth is known, read without any learned correction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.camera_motion.camera import Camera
from analysis.capture.clip import open_clip
from analysis.detection.athlete import find_athlete
from analysis.errors import CannotAnalyse
from analysis.estimation.landmarker import MediaPipe
from analysis.estimation.model_file import model_file
from analysis.estimation.pose import estimate_poses
from analysis.filtering.leg_identity import repaired
from analysis.filtering.running_frame import Runner, to_runner
from analysis.gait_events.detection import find_events
from analysis.gait_events.slow_motion import speed_factor
from analysis.landmarks import NOSE, landmark
from analysis.reference_view.square_view import squared
from analysis.types import EVENT_NAMES, Clip, Event, Events, Missing, Side
from benchmarks.ground_truth import read_truth
from benchmarks.hand_labels import JOINTS, is_labelled, read_labels

Floats = NDArray[np.float64]
Points = Mapping[int, Mapping[int, Floats]]


@dataclass(frozen=True, slots=True)
class Example:
    """One clip of which the truth is known.

    Attributes
    ----------
    kin
        Name shared with copies of the same clip, on which it must not be tested.
    person
        Filmed, not rendered.
    events_s
        Where the events are, seconds of life.
    ruled
        Where the rules find them.
    joints
        Labelled joints by frame and landmark, in leg lengths in the athlete's axes.
    """

    kin: str
    person: bool
    runner: Runner
    events_s: Mapping[str, float]
    ruled: Events
    joints: Points


def examples(source: Path) -> Iterator[Example]:
    """Those of a folder, or one clip; see ``fit_people_correction.py``."""
    if source.is_dir() and is_labelled(source):
        yield from _labelled(source)
        return
    for path in sorted(source.glob("*.mp4")) if source.is_dir() else [source]:
        clip = open_clip(path)
        events = path.with_suffix(".events.json")
        if events.exists():
            frames = json.loads(events.read_text())["events"]
            told = {name: row["frame"] for name, row in frames.items()}
            known = _by_eye(clip, told, half_a_frame=False)
        else:
            truth = read_truth(path.with_suffix(".json"))
            known = dict(truth.events_s)
        yield from _example(path.stem, clip, known, {}, person=events.exists())


def _labelled(folder: Path) -> Iterator[Example]:
    joints = (
        json.loads((folder / JOINTS).read_text()) if (folder / JOINTS).exists() else {}
    )
    for labels in read_labels(folder):
        if labels.clip is not None and labels.events.get("first_movement") is not None:
            clip = open_clip(labels.clip)
            known = _by_eye(clip, labels.events, half_a_frame=True)
            entry = joints.get(labels.name, {})
            yield from _example(labels.name, clip, known, entry, person=True)


def _by_eye(
    clip: Clip, frames: Mapping[str, int], *, half_a_frame: bool
) -> dict[str, float]:
    """Clip times of labelled frames: the event lies between them and the one before.

    In slow motion a frame is short, and the label is the frame that is nearest.
    """
    before = 0.5 / clip.median_fps if half_a_frame else 0.0
    return {
        name: float(clip.time_s[frame]) - before
        for name, frame in frames.items()
        if name in EVENT_NAMES and frame is not None
    }


def _example(
    name: str,
    clip: Clip,
    events_s: Mapping[str, float],
    joints: Mapping[str, Any],
    *,
    person: bool,
) -> Iterator[Example]:
    """The clip as far as it is a start that the rules can read."""
    model, detection = model_file("heavy"), find_athlete(clip)
    with MediaPipe(model) as one, MediaPipe(model) as other:
        poses = estimate_poses(clip, detection, [one, other])
    camera = squared(detection, poses).camera
    instants = {event: Event(at, 0, 0.0) for event, at in events_s.items()}
    known = {**dict.fromkeys(EVENT_NAMES, Missing("unlabelled")), **instants}
    times = speed_factor(known, clip.median_fps) or 1.0
    try:
        runner = to_runner(repaired(camera.steady(poses).sped_up(times)))
        ruled = find_events(runner)
    except CannotAnalyse as error:
        print(name, "left out:", error)
        return
    points = joints_of(joints, runner, camera) if "near_leg" in joints else {}
    life_s = {event: at / times for event, at in events_s.items()}
    yield Example(name, person, runner, life_s, ruled, points)


def joints_of(entry: Mapping[str, Any], runner: Runner, camera: Camera) -> Points:
    """One clip's labelled joints in the athlete's axes, by frame and landmark.

    A far shoulder that nobody could set stands as far from the near one as the far hip
    does: the trunk between midpoints is then parallel to the near side, the one seen.
    """
    side: Mapping[str, Side] = {
        "near": runner.near_side,
        "far": "left" if runner.near_side == "right" else "right",
    }
    leg = {entry["near_leg"]: side["near"]}
    leg["rear" if entry["near_leg"] == "front" else "front"] = side["far"]
    found: dict[int, dict[int, Floats]] = {}
    for moment in entry["frames"].values():
        frame, points = moment["frame"], {}
        for name, (x, y, _) in moment["points"].items():
            if name == "nose":
                number = NOSE
            elif name.split("_")[0] in leg:
                which, joint = name.split("_")
                number = landmark(leg[which], joint)
            else:
                joint, which = name.split("_")[:2]
                number = landmark(side[which], joint)
            points[number] = runner.from_px(
                camera.in_reference(np.array([x, y]), frame)
            )
        near, far = (
            {joint: landmark(side[role], joint) for joint in ("hip", "shoulder")}
            for role in ("near", "far")
        )
        if far["hip"] in points and near["shoulder"] in points:
            apart = points[far["hip"]] - points[near["hip"]]
            points[far["shoulder"]] = points[near["shoulder"]] + apart
        found[frame] = points
    return found
