"""Verdicts as signs for a chat; each has its own shape, for the colour-blind."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.scoring.findings import phase_verdict
from analysis.types import Analysis, Verdict

# The same signs as on the pictures: ✓ ~ ! ?
MARKS: Mapping[Verdict, str] = {
    "good": "✅",
    "minor": "〰️",
    "work_on": "❗",
    "cant_tell": "❔",
}
UNGRADED = "▫️"


def mark_of(verdict: Verdict | None) -> str:
    """The sign of a verdict; None is shown without one."""
    return UNGRADED if verdict is None else MARKS[verdict]


def line_of_phases(analysis: Analysis) -> str:
    """Number and sign of every phase: ``1✅ 2▫️ 3❗ …``."""
    return " ".join(
        f"{phase.number}{mark_of(phase_verdict(phase, analysis))}"
        for phase in analysis.phases
    )
