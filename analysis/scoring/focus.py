"""What leads a reply: one thing to work on, what it leads to, and what is done well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.scoring.checklist import Cause, Check, Deviation
from analysis.types import Finding


@dataclass(frozen=True, slots=True)
class Judged:
    """A check with its finding; ``severity`` is how far beyond green, in ambers."""

    check: Check
    finding: Finding
    severity: float

    @property
    def deviation(self) -> Deviation | None:
        """Which way it is off, as its cue tells; None when it is not, or untold."""
        if self.finding.cue is None:
            return None
        low = self.finding.cue == self.check.cue_low
        return Deviation(self.check.id, "low" if low else "high")


@dataclass(frozen=True, slots=True)
class Focus:
    """The check to work on, and the cause that makes it one story with others."""

    check: str | None = None
    cause: str | None = None


def find_focus(judged: Sequence[Judged], causes: Sequence[Cause]) -> Focus:
    """The worst deviation, or what leads to it where that is off as well.

    The worst has the largest weight times severity among ``work_on``, then among
    ``minor``; among equals it is the first of the checklist. Checks that never lead a
    reply are passed over: where nothing else is off there is no focus.
    """
    here = _worst(judged)
    if here is None:
        return Focus()
    off = {one.deviation for one in judged}
    while (above := _cause_of(here, off, causes)) is not None:
        here = above.start
    told = (one.id for one in causes if one.start == here and off & {*one.leads_to})
    return Focus(here.check, next(told, None))


def _worst(judged: Sequence[Judged]) -> Deviation | None:
    for verdict in ("work_on", "minor"):
        found = [
            one for one in judged if one.finding.verdict == verdict and one.check.leads
        ]
        if found:
            return max(found, key=lambda one: one.check.weight * one.severity).deviation
    return None


def _cause_of(
    here: Deviation, off: set[Deviation | None], causes: Sequence[Cause]
) -> Cause | None:
    """What leads to this and is off as well; always in a phase before it."""
    found = (one for one in causes if here in one.leads_to and one.start in off)
    return next(found, None)


def best_first(judged: Sequence[Judged]) -> list[str]:
    """The checks done well, clear ones before close ones, then the heaviest first.

    Beyond green, the benefit of the doubt is no praise; nor is anything in a picture
    that shows something to work on.
    """
    poor = {one.check.phase for one in judged if one.finding.verdict == "work_on"}
    good = [
        one
        for one in judged
        if one.finding.verdict == "good"
        and not one.severity
        and one.check.phase not in poor
    ]
    good.sort(key=lambda one: (one.finding.close, -one.check.weight))
    return [one.check.id for one in good]
