"""One clip's analysis beside its truth: events, angles and verdicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis import analyse
from analysis.measurement.definitions import DEFINED
from analysis.scoring.checklist import load_checklist
from analysis.scoring.findings import judge
from analysis.types import Analysis, Finding, Measure
from benchmarks.ground_truth import Truth, read_truth

# First frame rate that no longer belongs to the class.
CLASSES = (("30", 45.0), ("60", 90.0), ("120+", float("inf")))
SEVERITY = ("good", "minor", "work_on")
EXACT_DEG = 1e-6  # a true angle's ±


@dataclass(frozen=True, slots=True)
class Reading:
    """One angle of one clip: how far off it was read, and what ± was stated.

    Both None where no value was given though its event is in the clip.
    """

    measure: str
    error_deg: float | None
    plus_minus_deg: float | None

    @property
    def kind(self) -> str:
        """Kind of angle, for any leg, step or event; those of the hold are apart."""
        row = DEFINED[self.measure]
        return f"{row.kind} set" if row.instant == "set" else row.kind

    @property
    def phase(self) -> int:
        """Number of the caption that the measure belongs to."""
        return DEFINED[self.measure].phase


@dataclass(frozen=True, slots=True)
class Compared:
    """One clip's analysis beside its truth."""

    name: str
    found: Analysis
    truth: Truth

    @property
    def fps_class(self) -> str:
        """Class of its true frame rate: 30, 60 or 120+."""
        return next(name for name, end in CLASSES if self.truth.true_fps < end)

    def event_errors_ms(self) -> dict[str, float]:
        """Found minus true, in ms of real time, of the events that were found."""
        return {
            name: 1000 * (event.t_s - true_s) / self.truth.slow_factor
            for name, true_s in self.truth.events_s.items()
            if (event := self.found.events.get(name))
        }

    def missed(self) -> list[str]:
        """Events in the clip that were not found."""
        return [name for name in self.truth.events_s if not self.found.events.get(name)]

    def invented(self) -> list[str]:
        """Events found that are not in the clip."""
        return [
            name
            for name, event in self.found.events.items()
            if event and name not in self.truth.events_s
        ]

    def readings(self) -> list[Reading]:
        """Every measure whose event is in the clip, with a value or without."""
        found = {one.id: one for one in self.found.measures}
        return [
            _reading(name, true, found.get(name))
            for name, true in self.truth.measures_deg.items()
        ]

    def findings(self) -> list[tuple[Finding, Finding]]:
        """Each verdict with the one the true angles get; none of a refused clip."""
        if self.found.refusal:
            return []
        return list(zip(self.found.findings, self._true_findings(), strict=True))

    def _true_findings(self) -> Sequence[Finding]:
        true = self.truth.measures_deg
        measures = [
            Measure(one.id, one.phase, true[one.id], one.unit, EXACT_DEG, None)
            if one.id in true
            else Measure(one.id, one.phase, None, one.unit, None, None, "not_in_clip")
            for one in self.found.measures
        ]
        return judge(measures, load_checklist(), self.truth.true_fps).findings


def _reading(name: str, true_deg: float, found: Measure | None) -> Reading:
    if found is None or found.value is None:
        return Reading(name, None, None)
    return Reading(name, found.value - true_deg, found.plus_minus)


def against(found: str, true: str) -> str:
    """How a verdict compares with the true one: same, milder, harsher, can't tell."""
    if "cant_tell" in (found, true):
        return "can't tell"
    apart = SEVERITY.index(found) - SEVERITY.index(true)
    return "same" if apart == 0 else "harsher" if apart > 0 else "milder"


def compare(folder: Path, tell: Callable[[str], None]) -> list[Compared]:
    """Analyse each clip of a folder that has a truth file; ``tell`` gets its name."""
    clips = []
    for path in sorted(folder.glob("*.json")):
        clip = path.with_suffix(".mp4")
        if clip.exists():
            tell(clip.stem)
            clips.append(Compared(clip.stem, analyse(clip), read_truth(path)))
    return clips
