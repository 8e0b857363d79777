"""Our angles beside those of joints set by hand in a few frames of a clip.

Compared twice: the series at the labelled frame, where our event plays no part, and
each measure, as an athlete gets it, where our event is near the labelled one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.geometry import wrapped
from analysis.measurement.definitions import DEFINED, DEFINITIONS
from analysis.scoring.checklist import load_checklist
from analysis.scoring.findings import judge
from analysis.types import Analysis, Finding, Measure
from benchmarks.hand_labels import MOMENTS, STILL_DOWN, Angle, Labels, Still

# Measures are compared only where our event is this near the labelled one; those of
# the hold, unless the movement begins further than this before the labelled frame.
NEAR_FRAMES = 2
MOVES_BEFORE_FRAMES = 3
# Kinds of angle that each leg has: their labels name the leg.
OF_A_LEG = ("knee", "hip", "shin")

# Columns of the series by number of frame.
Rows = Mapping[int, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class AtFrame:
    """An angle of the series at a labelled frame, and how far off it is."""

    moment: str
    column: str
    error_deg: float


@dataclass(frozen=True, slots=True)
class AtEvent:
    """A measure: how far off the label, our ± and the label's own."""

    measure: str
    error_deg: float
    plus_minus_deg: float
    label_plus_minus_deg: float

    @property
    def covered(self) -> bool:
        """Whether both ± together hold the error."""
        room = self.plus_minus_deg**2 + self.label_plus_minus_deg**2
        return self.error_deg**2 <= room


@dataclass(frozen=True, slots=True)
class Red:
    """A verdict ``work_on`` and whether the angle set by hand gets it too.

    ``by_hand`` and ``borne_out`` are None where nobody set the joints.
    """

    check: str
    deg: float
    plus_minus_deg: float
    by_hand: Angle | None
    borne_out: bool | None


def at_frames(labels: Labels, series: Rows) -> list[AtFrame]:
    """The series at each labelled frame, wherever our event lies."""
    return [
        AtFrame(moment, column, _apart(row[column], angle))
        for moment, still, measure, angle in _labelled(labels)
        if (row := series.get(still.frame)) and (column := _column(measure)) in row
    ]


def at_events(labels: Labels, found: Analysis) -> list[AtEvent]:
    """Measures with a value whose event was found near the labelled one."""
    told = {one.id: one for one in found.measures if one.value is not None}
    return [
        AtEvent(measure, _apart(one.value, angle), one.plus_minus, angle.plus_minus_deg)
        for moment, still, measure, angle in _labelled(labels)
        if (one := told.get(measure)) and _is_near(found, moment, still)
    ]


def reds(labels: Labels, found: Analysis) -> list[Red]:
    """Every verdict ``work_on`` of a judged clip."""
    angles = {measure: angle for *_, measure, angle in _labelled(labels)}
    true = {one.check: one.verdict for one in _verdicts(angles)}
    told = {one.id: one for one in found.measures}
    return [
        Red(
            one.check,
            told[one.measure].value,
            told[one.measure].plus_minus,
            angles.get(one.measure),
            true[one.check] == "work_on" if one.measure in angles else None,
        )
        for one in found.findings
        if one.verdict == "work_on"
    ]


def kind_of(measure: str) -> str:
    """The angle, whatever leg or moment."""
    return DEFINED[measure].kind


def _labelled(labels: Labels) -> Iterator[tuple[str, Still, str, Angle]]:
    """Each labelled moment with each measure read there whose angle was set by hand."""
    for moment, still in labels.stills.items():
        event = "set" if moment == "SET" else MOMENTS[moment]
        for row in DEFINITIONS:
            name = _named(row.id, OF_A_LEG)
            if row.instant == event and (angle := still.angle(name)):
                yield moment, still, row.id, angle


def _column(measure: str) -> str:
    return _named(measure, (*OF_A_LEG, "body_line"))


def _named(measure: str, of_a_leg: Sequence[str]) -> str:
    row = DEFINED[measure]
    return f"{row.kind}_{row.leg}" if row.kind in of_a_leg else row.kind


def _is_near(found: Analysis, moment: str, still: Still) -> bool:
    if not (event := found.events.get(MOMENTS[moment])):
        return False
    if moment == "SET":
        return event.frame >= still.frame - MOVES_BEFORE_FRAMES
    frame = still.frame + (moment in STILL_DOWN)
    return abs(event.frame - frame) <= NEAR_FRAMES


def _apart(deg: float, label: Angle) -> float:
    return float(wrapped(deg - label.deg))


def _verdicts(angles: Mapping[str, Angle]) -> Sequence[Finding]:
    """Verdicts on the angles set by hand: the mildest that their own ± allows."""
    measures = [
        Measure(row.id, row.phase, angle.deg, row.unit, angle.plus_minus_deg, None)
        if (angle := angles.get(row.id))
        else Measure(row.id, row.phase, None, row.unit, None, None, "joint_hidden")
        for row in DEFINITIONS
    ]
    # No frame rate: the question is the angle, not whether the clip can show it.
    return judge(measures, load_checklist(), None).findings
