"""What leads a reply: one thing to work on, and what is done well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.scoring.checklist import Check
from analysis.types import Finding


@dataclass(frozen=True, slots=True)
class Judged:
    """A check with its finding; ``severity`` is how far beyond green, in ambers."""

    check: Check
    finding: Finding
    severity: float


def find_focus(judged: Sequence[Judged]) -> str | None:
    """The largest weight times severity among ``work_on``, then among ``minor``.

    Among equals it is the first of the checklist. Checks that never lead a reply are
    passed over: where nothing else is off there is no focus.
    """
    for verdict in ("work_on", "minor"):
        found = [
            one for one in judged if one.finding.verdict == verdict and one.check.leads
        ]
        if found:
            return max(found, key=lambda one: one.check.weight * one.severity).check.id
    return None


def best_first(judged: Sequence[Judged]) -> list[str]:
    """The checks done well, clear ones before close ones, then the heaviest first.

    Beyond green, the benefit of the doubt is no praise.
    """
    good = [one for one in judged if one.finding.verdict == "good" and not one.severity]
    good.sort(key=lambda one: (one.finding.close, -one.check.weight))
    return [one.check.id for one in good]
