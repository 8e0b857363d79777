"""Where on the body a measure is: an angle's arms, a distance's ends, a joint's way."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.filtering.running_frame import Leg
from analysis.measurement.definition import Definition
from analysis.measurement.definitions import DEFINED
from analysis.types import (
    Analysis,
    Finding,
    Floats,
    Measure,
    Phase,
    Side,
    Verdict,
)
from analysis.visuals.shapes import SHAPES, Body, Shape

# A measure read at most this many frames from the picture's is drawn on it: between
# frames it belongs to the nearest, and a phase may show the frame before its event.
NEAR_FRAMES = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """One measure in the view.

    Attributes
    ----------
    row
        What is measured.
    vertex, first, last
        (2,) view pixels: the angle's corner and the ends of its arms, where the
        joints are seen in the picture. The value has the model's bias taken out, so
        it may be some degrees from the angle between them. Of a distance, one end, the
        place under it and the other end.
    level
        Whether ``first`` is the horizontal in the running direction.
    forward
        1 when the athlete runs to the right in the picture, else −1.
    leg
        The leg it is read on; None of the trunk, the head and the arms.
    verdict
        None when the measure is not judged here.
    aim
        Edges of the green band in the measure's unit, None as the verdict.
    way
        (n, 2) where a point was in the frames before and after, for a way.
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
    forward: float = 1.0
    way: Floats | None = None

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


def marks_on(
    phase: Phase, analysis: Analysis, view_xy: Floats, paths: Floats | None = None
) -> list[Mark]:
    """The measures of a phase that are read in its picture, in the measures' order.

    Parameters
    ----------
    view_xy
        (33, 2) landmarks in view pixels, NaN where there is none.
    paths
        (frames, 33, 2) where this picture shows the places of the landmarks in every
        frame; without them no way is drawn.
    """
    marks = []
    for measure in analysis.measures:
        if measure.phase != phase.number or not _is_drawn_here(measure, phase):
            continue
        mark = _mark(measure, analysis, view_xy, paths)
        if mark is not None:
            marks.append(mark)
    return marks


def _is_drawn_here(measure: Measure, phase: Phase) -> bool:
    """Whether it is read in the picture, or drawn as it was at its own moment."""
    told = measure.value is not None and phase.frame is not None
    return read_here(measure, phase) or (
        told and DEFINED[measure.id].moment is not None
    )


def read_here(measure: Measure, phase: Phase) -> bool:
    """Whether the picture of a phase shows the moment a measure was read at."""
    if measure.why is not None or measure.frame is None or phase.frame is None:
        return False
    return abs(measure.frame - phase.frame) <= NEAR_FRAMES


def _mark(
    measure: Measure, analysis: Analysis, view_xy: Floats, paths: Floats | None
) -> Mark | None:
    row = DEFINED[measure.id]
    if analysis.front_leg is None or row.drawn is None:
        return None
    side = leg_side(row.leg or "front", analysis.front_leg)
    if row.arm == "near":
        side = analysis.near_side or side
    shape, body = SHAPES[row.drawn], Body(view_xy, side)
    if shape.way is not None:
        body = replace(body, way=_seen(shape.way(body, paths, analysis.events)))
        if body.way is None:
            return None
    vertex, first, last = shape.arms(body)
    forward = -1.0 if analysis.direction == "right_to_left" else 1.0
    level = np.array([forward * np.linalg.norm(last - vertex), 0.0])
    ends = (vertex, vertex + level if first is None else first, last)
    if not np.isfinite(ends).all():
        return None
    finding = finding_of(measure.id, analysis)
    return Mark(
        measure,
        row,
        *ends,
        level=first is None,
        leg=side if row.leg and not shape.of_arm else None,
        verdict=None if finding is None else finding.verdict,
        aim=None if finding is None else finding.band.green,
        forward=forward,
        way=body.way,
    )


def _seen(way: Floats | None) -> Floats | None:
    """A way without its unseen points; None when fewer than two are left."""
    if way is None:
        return None
    seen: Floats = way[np.isfinite(way).all(axis=-1)]
    return seen if len(seen) > 1 else None
