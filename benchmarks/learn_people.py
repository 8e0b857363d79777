"""Learns ``analysis/people.json`` from filmed people and rendered athletes.

    python -m benchmarks.learn_people FOLDER_OR_CLIP [...]

A folder with a ``truth.json`` holds clips of people, labelled by eye, for some of them
with joints set by hand (``joints.json``; see the README beside this module); a clip of
a person may have its events beside it in ``NAME.events.json`` instead. Any other folder
holds rendered athletes with their exact truth: on those only is learned what tells
people from them. Prints how far off each clip is when everything is learned on the
others; what is learned on one set of people is to be reported on another.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.athlete import find_athlete
from analysis.bias import PARENTS, across, features, landmark_of, segment
from analysis.camera import Camera
from analysis.clip import open_clip
from analysis.errors import CannotAnalyse
from analysis.estimator import MediaPipe
from analysis.events import find_events
from analysis.lags import without_lags
from analysis.model import model_file
from analysis.movement import FOOT, movement
from analysis.people import FILE, read, resemblance
from analysis.poses import estimate_poses
from analysis.square import squared
from analysis.tempo import speed_factor
from analysis.travel import NOSE, Travel, landmark, to_travel
from analysis.types import EVENT_NAMES, Clip, Event, Side
from analysis.untangle import repaired
from benchmarks.labels import JOINTS, is_labelled, read_labels
from benchmarks.truth import read_truth

Floats = NDArray[np.float64]
Points = Mapping[int, Mapping[int, Floats]]

# The movement is read this far from the labelled instant, seconds of life.
SHIFTS_S = np.arange(-0.06, 0.0601, 0.02)
RIDGE = 0.03
LEAST_SPREAD = 0.02
# Offsets depend on the trunk's lean only; the labels are too few for more.
FEATURES_USED, OFFSET_RIDGE = 2, 0.5
# A landmark further off than this was seen on the other leg.
WRONG_LEG = 0.12
# Half of the far side's place is told by the near one's: where the labels set it.
FAR_SHARE, FAR_FROM_NEAR = 0.5, (0.075, 0.02)


@dataclass(frozen=True, slots=True)
class Example:
    """One clip of which the truth is known.

    Attributes
    ----------
    kin
        What it must not be tested on when it is learned from: itself, or a copy.
    person
        Filmed, not rendered.
    events_s
        Where the events are, clip time.
    ruled
        Where the rules find them.
    joints
        Labelled joints: frame, landmark, place in the athlete's axes.
    """

    kin: str
    person: bool
    travel: Travel
    slowness: float
    events_s: Mapping[str, float]
    ruled: Mapping[str, Event | None]
    joints: Points


def main(sources: list[str]) -> None:
    """Learn from every clip, tell how it does on clips left out, write the file."""
    examples = [one for source in sources for one in _examples(Path(source))]
    for one in examples:
        others = [other for other in examples if other.kin != one.kin]
        print(one.kin, "person" if one.person else "rendered", left_out(one, others))
    FILE.write_text(json.dumps(learn(examples)) + "\n")


def left_out(one: Example, others: Sequence[Example]) -> str:
    """Milliseconds of life by which one clip's events are off, learned on others."""
    table = read(learn(others))
    person = resemblance(one.travel, one.ruled, one.slowness, table)
    found = without_lags(one.travel, one.ruled, one.slowness, person, table)
    off = [
        f"{name} {1000 * (event.t_s - one.events_s[name]) / one.slowness:+.0f}"
        for name, event in found.items()
        if event is not None and name in one.events_s
    ]
    return f"{person:.2f}: " + ", ".join(off)


def _examples(source: Path) -> Iterator[Example]:
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
    model, sighting = model_file("heavy"), find_athlete(clip)
    with MediaPipe(model) as one, MediaPipe(model) as other:
        poses = estimate_poses(clip, sighting, [one, other])
    camera = squared(sighting, poses).camera
    instants = {event: Event(at, 0, 0.0) for event, at in events_s.items()}
    known = {**dict.fromkeys(EVENT_NAMES), **instants}
    slowness = speed_factor(known, clip.median_fps) or 1.0
    try:
        travel = to_travel(repaired(camera.steady(poses), slowness), slowness)
        ruled = find_events(travel, slowness)
    except CannotAnalyse as error:
        print(name, "left out:", error)
        return
    points = joints_of(joints, travel, camera) if "near_leg" in joints else {}
    yield Example(name, person, travel, slowness, events_s, ruled, points)


def learn(examples: Sequence[Example]) -> dict[str, object]:
    """Everything in ``people.json``."""
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
    """Movements around an event, read too late by so much."""
    for one in examples:
        if name in one.events_s:
            for late in SHIFTS_S:
                at = one.events_s[name] + late * one.slowness
                seen = movement(one.travel, FOOT[name], at, one.slowness)
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
        (found.t_s - one.events_s["first_movement"]) / one.slowness
        for one in people
        if "first_movement" in one.events_s
        and (found := one.ruled["first_movement"]) is not None
    ]
    return round(float(np.median(late)), 4) if late else 0.0


def _offsets(people: Sequence[Example]) -> dict[str, dict[str, list[list[float]]]]:
    """For each joint, near and far, what moves it to where a hand set it."""
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
    number = landmark_of(one.travel, joint, role)
    along = segment(one.travel, joint, role)
    sideways, depends = across(along), features(one.travel, role)
    for frame, points in one.joints.items():
        if number in points and np.isfinite(one.travel.xy[frame, number, 0]):
            apart = points[number] - one.travel.xy[frame, number]
            told = np.array([apart @ along[frame], apart @ sideways[frame]])
            yield depends[frame, :FEATURES_USED], told


def _fit_offset(given: list[Floats], wanted: list[Floats]) -> list[list[float]]:
    """(features, 2) along and across; nothing for what nobody set."""
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


def joints_of(entry: Mapping[str, Any], travel: Travel, camera: Camera) -> Points:
    """One clip's labelled joints in the athlete's axes, by frame and landmark.

    A far shoulder that nobody could set stands as far from the near one as the far hip
    does: the trunk from middle to middle is then the near one, which a coach points at.
    """
    side: Mapping[str, Side] = {
        "near": travel.near_side,
        "far": "left" if travel.near_side == "right" else "right",
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
            points[number] = travel.from_px(
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


if __name__ == "__main__":
    main(sys.argv[1:])
