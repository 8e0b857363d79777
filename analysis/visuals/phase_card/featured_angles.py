"""What a phase's picture is about: the one or two angles that get a label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.filtering.running_frame import Leg
from analysis.measurement.definition import Part
from analysis.scoring.findings import WORST_FIRST
from analysis.types import Analysis, Phase
from analysis.visuals.angle_marks import Mark, finding_of

MOST = 2
# The first always gets a label; of the others, the one furthest off does.
ABOUT: Mapping[int, tuple[Part, ...]] = {
    1: ("front_knee", "rear_knee", "trunk", "head_pitch", "shoulders_ahead", "elbow"),
    2: ("body_line", "hip_path", "head_pitch"),
    3: (
        *("body_line", "front_hip", "front_knee", "trunk", "head_pitch"),
        *("thigh_split", "lead_hand", "lead_elbow"),
    ),
    4: ("back_hand", "head_pitch"),
    5: ("knee_lift", "foot_back", "shin_before"),
    6: ("knee", "hip", "shin", "trunk", "touchdown_distance"),
    7: ("knee", "thigh_split", "body_line", "trunk", "head_pitch", "toe_off_distance"),
    8: ("shin", "trunk", "touchdown_distance"),
}
# Phases whose body line is compared with the sheet's 45°, and the foot it stands on.
BODY_LINE_LEG: Mapping[int, Leg] = {2: "front", 3: "front"}
# The foot to look at where the clip doesn't tell what it does.
LOOK_AT: Mapping[int, tuple[Leg, Part]] = {
    4: ("front", "swing_toe"),
    5: ("rear", "foot_back"),
}

_WORST_FIRST = (*WORST_FIRST, "cant_tell", None)


def main_marks(phase: Phase, marks: Sequence[Mark], analysis: Analysis) -> list[Mark]:
    """At most MOST of a phase's marks: its first angle and the one most off."""
    order = ABOUT.get(phase.number, ())
    known = [mark for mark in marks if mark.row.part in order]
    known.sort(key=lambda mark: order.index(mark.row.part))
    rest = sorted(known[1:], key=lambda mark: _rank(mark, analysis))
    return [*known[:1], *rest[: MOST - 1]]


def quiet_marks(marks: Sequence[Mark], told: Sequence[Mark]) -> list[Mark]:
    """What is drawn without a label: a judged head, and a toe that is only a word."""
    return [
        mark
        for mark in marks
        if mark not in told
        and (mark.measure.value is None or (mark.row.drawn == "gaze" and mark.verdict))
    ]


def _rank(mark: Mark, analysis: Analysis) -> int:
    finding = finding_of(mark.measure.id, analysis)
    return _WORST_FIRST.index(None if finding is None else finding.verdict)
