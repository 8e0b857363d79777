"""What is in the way in a refused clip: the frame that shows it, what to mark there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from analysis.detection.athlete import Detection
from analysis.detection.motion_tracks import lag_of
from analysis.estimation.picture_edge import inside
from analysis.landmarks import SHOULDERS
from analysis.types import Clip, Floats
from analysis.visuals.refusal.evidence import ROOM, Scene, with_room
from analysis.visuals.refusal.people import people
from analysis.visuals.theme import Box

# Share of the picture's height, or of its width, that a standing athlete fills when the
# phone stands where it should: 1.75 m in a picture 5.7 m wide.
WANTED_HEIGHT, WANTED_WIDTH = 0.5, 0.3
# Enlarging less than this helps nobody; then the picture itself has too few pixels.
LEAST_LARGER = 1.5
# A moving camera is shown at this quantile of its speed.
FAST = 0.9
# A box less high than this share of the picture is nobody.
SOMEBODY = 0.1

Side = Literal["left", "right"]
Tone = Literal["problem", "wanted", "plain"]


@dataclass(frozen=True, slots=True)
class Boxed:
    """A box in the picture around what is there, or what should be, and its label.

    With a ``number`` that is the label.
    """

    box: Box
    label: str
    tone: Tone = "problem"
    number: int = 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """One frame and what is marked in it, pixels of the upright picture.

    Attributes
    ----------
    kind
        Which words and which sketch: a refusal's code or a more specific one.
    subject
        What has to be in view.
    times
        How many times larger the athlete should be.
    edge
        Side of the picture over which the athlete leaves.
    drift_px
        (2,) movement of the background over the clip.
    shoulders_px
        (2, 2) both shoulders.
    """

    kind: str
    frame: int
    subject: Box
    boxes: tuple[Boxed, ...] = ()
    times: int = 0
    edge: Side | None = None
    drift_px: Floats | None = field(default=None, compare=False)
    shoulders_px: Floats | None = field(default=None, compare=False)


def find_trouble(scene: Scene, code: str) -> Trouble | None:
    """What to show for a refusal's code; None when there is nothing to show."""
    find = _FINDERS.get(code)
    return None if find is None else find(scene)


def _too_small(scene: Scene) -> Trouble:
    frame = scene.posed[len(scene.posed) // 2]
    body = scene.body(frame)
    clip = scene.clip
    wanted = min(WANTED_HEIGHT * clip.height_px, WANTED_WIDTH * clip.width_px)
    larger = wanted / max(_tallest(scene), 1.0)
    if larger < LEAST_LARGER:
        return Trouble("few_pixels", frame, body, (Boxed(body, "you"),))
    ghost = _enlarged(body, larger, clip)
    boxes = Boxed(ghost, "larger", "wanted"), Boxed(body, "you")
    return Trouble("too_small", frame, ghost, boxes, times=max(2, round(larger)))


def _not_side_on(scene: Scene) -> Trouble:
    assert scene.poses is not None
    frames = scene.posed
    width = np.linalg.norm(
        np.subtract(*scene.poses.xy_px[frames][:, SHOULDERS].swapaxes(0, 1)), axis=-1
    )
    frame = frames[int(np.argsort(width)[int(0.8 * (len(frames) - 1))])]
    body = scene.body(frame)
    shoulders = scene.poses.xy_px[frame, SHOULDERS]
    return Trouble("not_side_on", frame, body, shoulders_px=shoulders)


def _several(scene: Scene) -> Trouble:
    if scene.detection is not None and len(scene.detection.equals_px):
        return which_one(scene.detection, scene.detection.equals_px)
    frame, found = people(scene)
    if len(found) < 2:
        return Trouble("several_starts", frame, scene.body(frame))
    boxes = tuple(Boxed(box, "who", "plain") for box in found)
    return Trouble("several_athletes", frame, _around([b.box for b in boxes]), boxes)


def which_one(detection: Detection, people_px: Floats) -> Trouble:
    """Everybody's box, (people, frames, 4), with a number, when most moves in them."""
    sides = np.abs(np.diff(people_px, axis=1)).sum(axis=2)
    # Boxes change only in frames in which they are known.
    known = np.flatnonzero(sides.min(axis=0) > 0)
    frame = int(known[len(known) // 2]) if len(known) else _busiest_frame(detection)
    rooms = (with_room(box[:2], box[2:], ROOM) for box in people_px[:, frame])
    boxes = tuple(
        Boxed(box, "who", "plain", number) for number, box in enumerate(rooms, 1)
    )
    return Trouble("which_one", frame, _around([b.box for b in boxes]), boxes)


def _busiest_frame(detection: Detection) -> int:
    return int(np.argmax(detection.changed.sum(axis=(1, 2), dtype=np.int64)))


def _camera_moves(scene: Scene) -> Trouble:
    """A frame in which the background moves in the direction of the whole clip."""
    assert scene.detection is not None
    camera = scene.detection.camera.background_px
    lag = min(lag_of(scene.clip), scene.clip.frames - 1)
    drift = camera[-1] - camera[0]
    furthest = int(np.argmax(np.linalg.norm(camera - camera[0], axis=1)))
    if np.linalg.norm(camera[furthest] - camera[0]) > 1.5 * np.linalg.norm(drift):
        drift = camera[furthest] - camera[0]
    along = (camera[lag:] - camera[:-lag]) @ drift
    # Not the very fastest: that is where one scene is cut to another.
    frame = int(np.argsort(along)[int(FAST * (len(along) - 1))]) + lag // 2
    return Trouble("camera_moves", frame, scene.body(frame), drift_px=drift)


def _cut_off(scene: Scene) -> Trouble:
    assert scene.poses is not None
    assert scene.detection is not None
    here = inside(scene.poses, scene.clip.width_px, scene.detection.camera)
    frames = np.flatnonzero(np.isfinite(here.xy_px[:, 0, 0]))
    last = int(frames[-1])
    body = scene.body(last)
    gaps = {"left": body[0], "right": scene.clip.width_px - body[2]}
    edge: Side = "left" if gaps["left"] < gaps["right"] else "right"
    if gaps[edge] > ROOM * (body[3] - body[1]):
        return Trouble("ends_early", last, body, (Boxed(body, "ends"),))
    return Trouble("cut_off", last, body, edge=edge)


def _nobody(scene: Scene) -> Trouble:
    return _busiest(scene, "nobody")


def _no_start(scene: Scene) -> Trouble:
    return _busiest(scene, "no_start")


def _as_it_is(kind: str) -> Callable[[Scene], Trouble]:
    """The picture itself says it: the middle of the clip, nothing marked."""

    def find(scene: Scene) -> Trouble:
        clip = scene.clip
        whole = (0.0, 0.0, float(clip.width_px), float(clip.height_px))
        return Trouble(kind, clip.frames // 2, whole)

    return find


def _several_starts(scene: Scene) -> Trouble:
    return replace(_busiest(scene, "several_starts"), boxes=())


def _busiest(scene: Scene, kind: str) -> Trouble:
    """The frame in which most moves, and where."""
    clip = scene.clip
    if scene.detection is None:
        whole = (0.0, 0.0, float(clip.width_px), float(clip.height_px))
        return Trouble(kind, clip.frames // 2, whole)
    frame = _busiest_frame(scene.detection)
    body = scene.body(frame)
    if body[3] - body[1] < SOMEBODY * clip.height_px:
        return Trouble(kind, frame, body)
    return Trouble(kind, frame, body, (Boxed(body, "looked", "plain"),))


def _hidden(scene: Scene) -> Trouble:
    """The passers, in the middle of the frames in which they cover something."""
    assert scene.poses is not None
    assert scene.detection is not None
    covered = (scene.poses.visibility == 0.0).any(axis=1)
    # Poses may end before the clip: where the athlete is no longer looked at.
    boxes = scene.detection.passers_px.transpose(1, 0, 2)[: len(covered)]
    there = np.isfinite(boxes[..., 0])
    covers = there & covered[:, None]
    when, who = np.nonzero(covers if covers.any() else there)
    frame, one = (int(number[len(when) // 2]) for number in (when, who))
    box = boxes[frame, one]
    other = with_room(box[:2], box[2:], ROOM)
    return Trouble("hidden_by_other", frame, other, (Boxed(other, "who", "plain"),))


_FINDERS: Mapping[str, Callable[[Scene], Trouble]] = {
    "too_small": _too_small,
    "not_side_on": _not_side_on,
    "several_athletes": _several,
    "camera_moves": _camera_moves,
    "cut_off": _cut_off,
    "nobody": _nobody,
    "no_start": _no_start,
    "several_starts": _several_starts,
    "hidden_by_other": _hidden,
    **{kind: _as_it_is(kind) for kind in ("not_upright", "too_dark", "too_squeezed")},
}


def _tallest(scene: Scene) -> float:
    assert scene.poses is not None
    return float(np.nanpercentile(np.ptp(scene.poses.xy_px[..., 1], axis=1), 90))


def _enlarged(box: Box, times: float, clip: Clip) -> Box:
    """The box enlarged by a factor, on the same ground, within the picture."""
    middle, ground = (box[0] + box[2]) / 2, box[3]
    wide, high = times * (box[2] - box[0]), times * (box[3] - box[1])
    bottom = min(ground + 0.25 * (high - (box[3] - box[1])), clip.height_px - 4)
    left = float(np.clip(middle - wide / 2, 4, max(4, clip.width_px - wide - 4)))
    return left, max(bottom - high, 4), left + wide, bottom


def _around(boxes: list[Box]) -> Box:
    left, top = (min(box[side] for box in boxes) for side in (0, 1))
    right, bottom = (max(box[side] for box in boxes) for side in (2, 3))
    return left, top, right, bottom
