"""Compares the analysis with clips whose truth is known: ``make accuracy``.

Prints the error of every event in ms of real time, of every kind of angle in
degrees, and how the verdicts stand against those the true angles would get.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from analysis import analyse
from analysis.checklist import load_checklist
from analysis.findings import judge
from analysis.types import EVENT_NAMES, Analysis, Finding, Measure
from benchmarks.truth import Truth, read_truth

CLIPS = Path(__file__).parents[1] / "tests" / "clips"
SEVERITY = ("good", "minor", "work_on")
EXACT_DEG = 1e-6  # a true angle's ±


@dataclass(frozen=True, slots=True)
class Compared:
    """One clip's analysis beside its truth."""

    name: str
    found: Analysis
    truth: Truth

    def event_errors_ms(self) -> dict[str, float]:
        """Found minus true, in real time, of the events that were found."""
        return {
            name: 1000
            * (event.t_s - self.truth.events_s[name])
            / self.truth.slow_factor
            for name, event in self.found.events.items()
            if event and name in self.truth.events_s
        }

    def angle_errors_deg(self) -> dict[str, float | None]:
        """Found minus true by measure id; None where no value was given."""
        return {
            one.id: None
            if one.value is None
            else one.value - self.truth.measures_deg[one.id]
            for one in self.found.measures
            if one.id in self.truth.measures_deg
        }

    def verdicts(self) -> Counter[str]:
        """How many verdicts agree with the true angles', are milder, are harsher."""
        return Counter(
            _against(finding.verdict, true.verdict)
            for finding, true in zip(
                self.found.findings, self._true_findings(), strict=True
            )
        )

    def _true_findings(self) -> Sequence[Finding]:
        measures = [
            Measure(one.id, one.phase, value, one.unit, EXACT_DEG, one.frame)
            for one in self.found.measures
            if (value := self.truth.measures_deg.get(one.id)) is not None
        ]
        return judge(measures, load_checklist(), self.truth.true_fps).findings


def _against(found: str, true: str) -> str:
    if "cant_tell" in (found, true):
        return "can't tell"
    apart = SEVERITY.index(found) - SEVERITY.index(true)
    return "same" if apart == 0 else "harsher" if apart > 0 else "milder"


def compare(folder: Path) -> list[Compared]:
    """Analyse every clip of a folder that has a truth beside it."""
    pairs = [(path.with_suffix(".mp4"), path) for path in sorted(folder.glob("*.json"))]
    return [
        Compared(clip.stem, analyse(clip), read_truth(truth))
        for clip, truth in pairs
        if clip.exists()
    ]


def event_table(clips: Sequence[Compared]) -> Table:
    """Errors by event and clip, and each event's mean size."""
    table = Table("event, ms", *(clip.name for clip in clips), "mean size")
    errors = [clip.event_errors_ms() for clip in clips]
    for name in EVENT_NAMES:
        row = [clip.get(name) for clip in errors]
        table.add_row(name, *map(_signed, row), _mean_size(row))
    return table


def angle_table(clips: Sequence[Compared]) -> Table:
    """Errors by kind of angle over all clips: bias, SD, worst, and how many untold."""
    kinds: Mapping[str, list[float | None]] = defaultdict(list)
    for clip in clips:
        for measure, error in clip.angle_errors_deg().items():
            kinds[kind_of(measure)].append(error)
    table = Table("angle, degrees", "read", "untold", "bias", "SD", "worst")
    for kind, all_errors in sorted(kinds.items()):
        told = [error for error in all_errors if error is not None]
        figures = (np.mean(told), np.std(told), max(told, key=abs)) if told else ()
        untold = len(all_errors) - len(told)
        table.add_row(
            kind, str(len(told)), str(untold), *(_signed(figure) for figure in figures)
        )
    return table


def verdict_table(clips: Sequence[Compared]) -> Table:
    """Verdicts by clip against those of the true angles."""
    columns = ("same", "milder", "harsher", "can't tell")
    table = Table("verdicts", *columns, "refused")
    for clip in clips:
        refused = clip.found.refusal.code if clip.found.refusal else ""
        counts = Counter() if refused else clip.verdicts()
        table.add_row(clip.name, *(str(counts[name]) for name in columns), refused)
    return table


def kind_of(measure: str) -> str:
    """A measure's angle and moment, whatever the step."""
    return measure.rstrip("123").rstrip("_")


def _signed(value: float | None) -> str:
    return "–" if value is None else f"{value:+.1f}"


def _mean_size(values: Iterable[float | None]) -> str:
    told = [abs(value) for value in values if value is not None]
    return f"{np.mean(told):.1f}" if told else "–"


def main(arguments: Sequence[str]) -> int:
    """Compare the clips of the folder given, or those of the tests."""
    clips = compare(Path(arguments[0]) if arguments else CLIPS)
    if not clips:
        print("no clip with a truth beside it", file=sys.stderr)
        return 2
    console = Console(width=max(Console().width, 40 + 16 * len(clips)))
    for table in (event_table(clips), angle_table(clips), verdict_table(clips)):
        console.print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
