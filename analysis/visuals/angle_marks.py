"""Where on the body a measure is: the two arms of its angle in the picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analysis.measurement.neutral_posture import part_of
from analysis.types import Analysis, Finding, Floats, Measure, Phase, Side, Verdict

NOSE = 0
LANDMARKS: Mapping[Side, Mapping[str, int]] = {
    "left": {
        "ear": 7, "shoulder": 11, "elbow": 13, "wrist": 15, "hip": 23,
        "knee": 25, "ankle": 27, "heel": 29, "toe": 31,
    },
    "right": {
        "ear": 8, "shoulder": 12, "elbow": 14, "wrist": 16, "hip": 24,
        "knee": 26, "ankle": 28, "heel": 30, "toe": 32,
    },
}  # fmt: skip

# A measure read at most so many frames from the picture's is drawn on it: between
# frames it belongs to the nearest, and a phase may show the frame before its event.
NEAR_FRAMES = 2

_NO_LEG = ("trunk", "head_pitch")


@dataclass(frozen=True, slots=True)
class Mark:
    """One measure as an angle in the view.

    Attributes
    ----------
    part
        Which of ``neutral_posture.PARTS``.
    vertex, first, last
        (2,) view pixels: the angle's corner and the ends of its arms, where the
        joints are seen in the picture. The value has the model's bias taken out, so
        it may be some degrees from the angle between them.
    level
        Whether ``first`` is the horizontal in the running direction.
    leg
        The leg it is read on; None of the trunk and the head.
    verdict
        None when the measure is not judged here.
    aim
        Edges of the green band in degrees, None as the verdict.
    """

    measure: Measure
    part: str
    vertex: Floats
    first: Floats
    last: Floats
    level: bool
    leg: Side | None
    verdict: Verdict | None
    aim: tuple[float | None, float | None] | None = None


def leg_of(measure_id: str, front_leg: Side) -> Side:
    """The leg it is read on: front or rear by name, else the one on the ground.

    The rear-block foot makes contacts 1 and 3, the front-block foot contact 2.
    """
    rear: Side = "right" if front_leg == "left" else "left"
    return (
        rear if measure_id.startswith("rear_") or measure_id[-1] in "13" else front_leg
    )


def finding_of(measure_id: str, analysis: Analysis) -> Finding | None:
    """The finding on a measure, None when no check grades it."""
    return next((f for f in analysis.findings if f.measure == measure_id), None)


def marks_on(phase: Phase, analysis: Analysis, view_xy: Floats) -> list[Mark]:
    """The measures of a phase that are read in its picture, in the measures' order.

    Parameters
    ----------
    view_xy
        (33, 2) landmarks in view pixels, NaN where there is none.
    """
    marks = []
    for measure in analysis.measures:
        if measure.phase != phase.number or not read_here(measure, phase):
            continue
        mark = _mark(measure, analysis, view_xy)
        if mark is not None:
            marks.append(mark)
    return marks


def read_here(measure: Measure, phase: Phase) -> bool:
    """Whether the picture of a phase shows the moment a measure was read at."""
    if measure.value is None or measure.frame is None or phase.frame is None:
        return False
    return abs(measure.frame - phase.frame) <= NEAR_FRAMES


def _mark(measure: Measure, analysis: Analysis, view_xy: Floats) -> Mark | None:
    part = part_of(measure.id)
    if part is None or analysis.front_leg is None:
        return None
    leg = leg_of(measure.id, analysis.front_leg)
    body = _Body(view_xy, leg)
    forward = -1.0 if analysis.direction == "right_to_left" else 1.0
    vertex, first, last = _arms(part, body)
    level = first is None
    if first is None:
        first = vertex + np.array([forward * np.linalg.norm(last - vertex), 0.0])
    if not np.isfinite([vertex, first, last]).all():
        return None
    finding = finding_of(measure.id, analysis)
    return Mark(
        measure,
        part,
        vertex,
        first,
        last,
        level=level,
        leg=None if part in _NO_LEG else leg,
        verdict=None if finding is None else finding.verdict,
        aim=None if finding is None else finding.band.green,
    )


@dataclass(frozen=True, slots=True)
class _Body:
    """Landmarks by name: of the measured leg's side, or in the middle of both."""

    view_xy: Floats
    side: Side

    def one(self, name: str) -> Floats:
        point: Floats = self.view_xy[LANDMARKS[self.side][name]]
        return point

    def both(self, name: str) -> tuple[Floats, Floats]:
        left, right = (self.view_xy[side[name]] for side in LANDMARKS.values())
        return left, right

    def middle(self, name: str) -> Floats:
        left, right = self.both(name)
        return (left + right) / 2


def _arms(part: str, body: _Body) -> tuple[Floats, Floats | None, Floats]:
    """Vertex, first and last end; a first of None is the horizontal."""
    if part.endswith("knee"):
        return body.one("knee"), body.one("hip"), body.one("ankle")
    if part.endswith("hip"):
        return body.one("hip"), body.one("shoulder"), body.one("knee")
    if part == "thigh_split":
        middle, hips, knees = body.middle("hip"), body.both("hip"), body.both("knee")
        return middle, middle + knees[0] - hips[0], middle + knees[1] - hips[1]
    if part == "head_pitch":
        return body.middle("ear"), body.middle("shoulder"), body.view_xy[NOSE]
    if part == "shin":
        return body.one("ankle"), None, body.one("knee")
    base = body.one("toe") if part == "body_line" else body.middle("hip")
    return base, None, body.middle("shoulder")
