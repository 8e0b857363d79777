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
EXACT = 1e-6  # a true value's ±
# Ratios and times are compared in hundredths, which weigh about as degrees do.
HUNDREDTHS = 100.0


@dataclass(frozen=True, slots=True)
class Reading:
    """One measure of one clip: how far off it was read, and what ± was stated.

    In degrees, or hundredths of a ratio or a second. Both None where no value was
    given though its events are in the clip.
    """

    measure: str
    error: float | None
    plus_minus: float | None
    fps: float = 0.0

    @property
    def kind(self) -> str:
        """What it is, whatever leg, step or event; those of the hold by themselves."""
        row = DEFINED[self.measure]
        return f"{row.kind} set" if row.instant == "set" else row.kind

    @property
    def in_degrees(self) -> bool:
        """Whether it is an angle."""
        return DEFINED[self.measure].unit == "deg"

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
        """Found minus true, in real time, of the events that were found."""
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
        """Every measure whose event is in the clip, told or not."""
        found = {one.id: one for one in self.found.measures}
        return [
            _reading(name, true, found.get(name), self.truth.true_fps)
            for name, true in self.truth.measures.items()
            if self.truth.true_fps >= DEFINED[name].least_fps
        ]

    def words(self) -> list[tuple[str, str, str | None]]:
        """Measure, true word and ours of every measure told by a word here."""
        found = {one.id: one.word for one in self.found.measures}
        return [
            (name, true, found.get(name))
            for name, true in self.truth.words.items()
            if self.truth.true_fps >= DEFINED[name].least_fps
        ]

    def findings(self) -> list[tuple[Finding, Finding]]:
        """Each verdict with the one the true angles get; none of a refused clip."""
        if self.found.refusal:
            return []
        return list(zip(self.found.findings, self._true_findings(), strict=True))

    def _true_findings(self) -> Sequence[Finding]:
        true = self.truth.measures
        measures = [
            Measure(one.id, one.phase, true[one.id], one.unit, EXACT, None)
            if one.id in true
            else Measure(one.id, one.phase, None, one.unit, None, None, "not_in_clip")
            for one in self.found.measures
        ]
        return judge(measures, load_checklist(), self.truth.true_fps).findings


def _reading(name: str, true: float, found: Measure | None, fps: float) -> Reading:
    if found is None or found.value is None or found.plus_minus is None:
        return Reading(name, None, None, fps)
    times = 1.0 if found.unit == "deg" else HUNDREDTHS
    error = times * (found.value - true)
    return Reading(name, error, times * found.plus_minus, fps)


def against(found: str, true: str) -> str:
    """How a verdict stands beside the true one: same, milder, harsher, can't tell."""
    if "cant_tell" in (found, true):
        return "can't tell"
    apart = SEVERITY.index(found) - SEVERITY.index(true)
    return "same" if apart == 0 else "harsher" if apart > 0 else "milder"


def compare(folder: Path, tell: Callable[[str], None]) -> list[Compared]:
    """Analyse every clip of a folder that has a truth beside it; ``tell`` its name."""
    clips = []
    for path in sorted(folder.glob("*.json")):
        clip = path.with_suffix(".mp4")
        if clip.exists():
            tell(clip.stem)
            clips.append(Compared(clip.stem, analyse(clip), read_truth(path)))
    return clips
