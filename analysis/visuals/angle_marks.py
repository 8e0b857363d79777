"""Where on the body a measure is: the two arms of its angle in the picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from analysis.filtering.running_frame import Leg
from analysis.landmarks import BY_SIDE, NOSE
from analysis.measurement.definition import Definition, Drawn
from analysis.measurement.definitions import DEFINED
from analysis.types import Analysis, Finding, Floats, Measure, Phase, Side, Verdict

# A measure read at most this many frames from the picture's is drawn on it: between
# frames it belongs to the nearest, and a phase may show the frame before its event.
NEAR_FRAMES = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """One measure as an angle in the view.

    Attributes
    ----------
    row
        What is measured.
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
    row: Definition
    vertex: Floats
    first: Floats
    last: Floats
    level: bool
    leg: Side | None
    verdict: Verdict | None
    aim: tuple[float | None, float | None] | None = None

    @property
    def shape(self) -> Shape:
        """How it is drawn."""
        assert self.row.drawn is not None  # what is not drawn has no mark
        return SHAPES[self.row.drawn]


def leg_side(leg: Leg, front_leg: Side) -> Side:
    """Left or right for ``front`` or ``rear``."""
    if leg == "front":
        return front_leg
    return "right" if front_leg == "left" else "left"


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
    row = DEFINED[measure.id]
    if analysis.front_leg is None or row.drawn is None:
        return None
    leg = leg_side(row.leg or "front", analysis.front_leg)
    forward = -1.0 if analysis.direction == "right_to_left" else 1.0
    vertex, first, last = SHAPES[row.drawn].arms(Body(view_xy, leg))
    level = first is None
    if first is None:
        first = vertex + np.array([forward * np.linalg.norm(last - vertex), 0.0])
    if not np.isfinite([vertex, first, last]).all():
        return None
    finding = finding_of(measure.id, analysis)
    return Mark(
        measure,
        row,
        vertex,
        first,
        last,
        level=level,
        leg=row.leg and leg,
        verdict=None if finding is None else finding.verdict,
        aim=None if finding is None else finding.band.green,
    )


@dataclass(frozen=True, slots=True)
class Body:
    """Landmarks by name: of the measured leg's side, or in the middle of both."""

    view_xy: Floats
    side: Side

    def one(self, name: str) -> Floats:
        """(2,) on that side."""
        point: Floats = self.view_xy[BY_SIDE[self.side][name]]
        return point

    def both(self, name: str) -> tuple[Floats, Floats]:
        """(2,) left and (2,) right."""
        left, right = (self.view_xy[side[name]] for side in BY_SIDE.values())
        return left, right

    def middle(self, name: str) -> Floats:
        """(2,) between both."""
        left, right = self.both(name)
        return (left + right) / 2


# Vertex, first and last end of an angle's arms; a first of None is the horizontal.
Arms: TypeAlias = tuple[Floats, Floats | None, Floats]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a measure is drawn on the body.

    Attributes
    ----------
    arms
        Where its angle is.
    limbs
        How many arms, the last ones, are limbs that are drawn strong.
    line
        Whether its last arm is no limb, but a line of its own.
    arc, radius_px
        Whether it has an arc, and how large; else an arrow goes on from the last arm.
    """

    arms: Callable[[Body], Arms]
    limbs: int = 0
    line: bool = False
    arc: bool = True
    radius_px: float = 60.0


def _thighs(body: Body) -> Arms:
    middle, hips, knees = body.middle("hip"), body.both("hip"), body.both("knee")
    return middle, middle + knees[0] - hips[0], middle + knees[1] - hips[1]


SHAPES: Mapping[Drawn, Shape] = {
    "knee": Shape(lambda b: (b.one("knee"), b.one("hip"), b.one("ankle")), limbs=2),
    "hip": Shape(lambda b: (b.one("hip"), b.one("shoulder"), b.one("knee")), limbs=1),
    "shin": Shape(
        lambda b: (b.one("ankle"), None, b.one("knee")), limbs=1, radius_px=84.0
    ),
    "trunk": Shape(
        lambda b: (b.middle("hip"), None, b.middle("shoulder")),
        line=True,
        radius_px=96.0,
    ),
    "line": Shape(
        lambda b: (b.one("toe"), None, b.middle("shoulder")), line=True, radius_px=170.0
    ),
    "thighs": Shape(_thighs, radius_px=92.0),
    "gaze": Shape(
        lambda b: (b.middle("ear"), b.middle("shoulder"), b.view_xy[NOSE]), arc=False
    ),
}
