"""Verdicts as signs for a chat; each has its own shape, as colour is not for all."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.types import Analysis, Phase, Verdict

# The same signs as on the pictures: ✓ ~ ! ?
MARKS: Mapping[Verdict, str] = {
    "good": "✅",
    "minor": "〰️",
    "work_on": "❗",
    "cant_tell": "❔",
}
UNGRADED = "▫️"
_WORST_FIRST: tuple[Verdict, ...] = ("work_on", "minor", "good")


def phase_verdict(phase: Phase, analysis: Analysis) -> Verdict | None:
    """The worst verdict of a phase; None when it is there only to be looked at."""
    measured = {m.id for m in analysis.measures if m.phase == phase.number}
    told = {f.verdict for f in analysis.findings if f.measure in measured}
    for verdict in _WORST_FIRST:
        if verdict in told:
            return verdict
    return "cant_tell" if told or phase.frame is None else None


def mark_of(verdict: Verdict | None) -> str:
    """The sign of a verdict; None is shown without one."""
    return UNGRADED if verdict is None else MARKS[verdict]


def line_of_phases(analysis: Analysis) -> str:
    """Number and sign of every phase: ``1✅ 2▫️ 3❗ …``."""
    return " ".join(
        f"{phase.number}{mark_of(phase_verdict(phase, analysis))}"
        for phase in analysis.phases
    )
