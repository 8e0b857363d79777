"""A phase's verdict: the worst among its findings."""

from __future__ import annotations

from analysis.types import Analysis, Phase, Verdict

WORST_FIRST: tuple[Verdict, ...] = ("work_on", "minor", "good")


def phase_verdict(phase: Phase, analysis: Analysis) -> Verdict | None:
    """The worst verdict of a phase; None when it is there only to be looked at.

    What can't be told does not hide what can; it is the verdict where nothing can, and
    of a phase that is not in the clip.
    """
    measured = {m.id for m in analysis.measures if m.phase == phase.number}
    told = {f.verdict for f in analysis.findings if f.measure in measured}
    for verdict in WORST_FIRST:
        if verdict in told:
            return verdict
    return "cant_tell" if told or phase.frame is None else None
