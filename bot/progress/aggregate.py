"""What several clips of one athlete show together. Pure.

Where each check stands, one thing to work on, one to keep, and what really changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from statistics import median, median_low
from typing import Any, Protocol, TypeAlias

from analysis.errors import OutdatedAnalysis
from analysis.scoring.checklist import Check, Checklist
from analysis.serialization import from_json
from analysis.types import Analysis, Band, Finding, Measure, Verdict
from bot.progress.change import Change, band_of, changes

# Evidence §5: checks of reliability C count only as a median of at least three clips.
FIRM_CLIPS = 3

Dated: TypeAlias = tuple[datetime, Analysis]
Written: TypeAlias = tuple[datetime, Mapping[str, Any]]

_SEVERITY: tuple[Verdict, ...] = ("good", "minor", "work_on")


class DatedAnalysis(Protocol):
    """A clip with its time and its analysis in JSON, such as a row of the history."""

    @property
    def received_at(self) -> datetime:
        """When it was received."""

    @property
    def analysis(self) -> Mapping[str, Any] | None:
        """The contract of ``analysis/README.md``; None when there is none."""


@dataclass(frozen=True, slots=True)
class CheckProgress:
    """One check over several clips.

    Attributes
    ----------
    good, minor, work_on
        How many clips got each verdict.
    verdict
        The median one, the milder of two; ``cant_tell`` when no clip has one.
    value, plus_minus
        Median of the measure and of its ± (1 SD of one clip); None without verdicts.
    cue
        The cue most deviating clips ask for; None when none deviates.
    band
        What the last clip was judged by.
    """

    check: str
    phase: int
    good: int
    minor: int
    work_on: int
    verdict: Verdict
    value: float | None
    plus_minus: float | None
    cue: str | None
    band: Band

    @property
    def clips(self) -> int:
        """How many clips gave a verdict."""
        return self.good + self.minor + self.work_on


@dataclass(frozen=True, slots=True)
class Progress:
    """What several clips say together.

    Attributes
    ----------
    clips
        How many count: those of the newest analysis version among them.
    left_out
        How many don't: their numbers can't be mixed with the others', or can no
        longer be read.
    first_at, last_at
        When the first and the last that count were received; None without clips.
    checks
        In the checklist's order.
    focus, keep
        The one thing to work on and the one to keep; None when nothing stands out.
    changes
        Only towards or away from green, the heaviest check first.
    """

    clips: int
    left_out: int
    first_at: datetime | None
    last_at: datetime | None
    checks: tuple[CheckProgress, ...]
    focus: CheckProgress | None
    keep: CheckProgress | None
    changes: tuple[Change, ...]


def progress_of(
    clips: Iterable[DatedAnalysis],
    earlier: Iterable[DatedAnalysis],
    checklist: Checklist,
) -> Progress:
    """Sum up ``clips``, and compare them with ``earlier`` ones like with like.

    Refused clips and such without an analysis count for nothing.
    """
    told = judged(clips)
    kept = of_newest_version(told)
    times, analyses = [time for time, _ in kept], [one for _, one in kept]
    versions = {one.analysis_version for one in analyses}
    before = [
        one for _, one in _read(judged(earlier)) if one.analysis_version in versions
    ]
    states = tuple(_state(check, analyses) for check in checklist.checks)
    return Progress(
        clips=len(kept),
        left_out=len(told) - len(kept),
        first_at=min(times, default=None),
        last_at=max(times, default=None),
        checks=states,
        focus=_focus(states, checklist),
        keep=_keep(states, checklist),
        changes=changes(analyses, before, checklist),
    )


def judged(clips: Iterable[DatedAnalysis]) -> list[Written]:
    """Time and analysis of the clips that were not refused, oldest first."""
    found = [(clip.received_at, clip.analysis) for clip in clips]
    judged = [(time, one) for time, one in found if one and not one.get("refusal")]
    return sorted(judged, key=itemgetter(0))


def of_newest_version(told: Iterable[Written]) -> list[Dated]:
    """Those of the newest analysis version there is, without any that can't be read."""
    dated = _read(told)
    return [
        (time, one)
        for time, one in dated
        if one.analysis_version == dated[-1][1].analysis_version
    ]


def _read(told: Iterable[Written]) -> list[Dated]:
    dated = []
    for time, written in told:
        with suppress(OutdatedAnalysis):
            dated.append((time, from_json(written)))
    return dated


def _state(check: Check, analyses: Sequence[Analysis]) -> CheckProgress:
    told = [
        (finding, measure)
        for analysis in analyses
        for finding, measure in _of_check(check, analysis)
        if finding.verdict != "cant_tell"
    ]
    verdicts = [finding.verdict for finding, _ in told]
    values = [measure.value for _, measure in told if measure.value is not None]
    errors = [m.plus_minus for _, m in told if m.plus_minus is not None]
    return CheckProgress(
        check=check.id,
        phase=check.phase,
        good=verdicts.count("good"),
        minor=verdicts.count("minor"),
        work_on=verdicts.count("work_on"),
        verdict=_middle(verdicts),
        value=median(values) if values else None,
        plus_minus=median(errors) if errors else None,
        cue=_commonest(finding.cue for finding, _ in told),
        band=band_of(check, analyses),
    )


def _of_check(check: Check, analysis: Analysis) -> list[tuple[Finding, Measure]]:
    measures = {measure.id: measure for measure in analysis.measures}
    findings = [finding for finding in analysis.findings if finding.check == check.id]
    return [(finding, measures[finding.measure]) for finding in findings]


def _middle(verdicts: Sequence[Verdict]) -> Verdict:
    """The median verdict, the milder of the middle two."""
    if not verdicts:
        return "cant_tell"
    return _SEVERITY[median_low(_SEVERITY.index(verdict) for verdict in verdicts)]


def _commonest(cues: Iterable[str | None]) -> str | None:
    counted = Counter(cue for cue in cues if cue is not None)
    return counted.most_common(1)[0][0] if counted else None


def _firm(state: CheckProgress, checklist: Checklist) -> bool:
    """Whether there are enough clips to say anything about this check."""
    reliability = checklist.check(state.check).reliability
    return reliability in "AB" or (reliability == "C" and state.clips >= FIRM_CLIPS)


def _may_lead(state: CheckProgress, checklist: Checklist) -> bool:
    return checklist.check(state.check).leads and _firm(state, checklist)


def _focus(
    states: Sequence[CheckProgress], checklist: Checklist
) -> CheckProgress | None:
    """The worst median verdict, the heaviest check among those."""
    off = [
        state
        for state in states
        if state.verdict in ("minor", "work_on") and _may_lead(state, checklist)
    ]
    return max(
        off,
        key=lambda s: (_SEVERITY.index(s.verdict), checklist.check(s.check).weight),
        default=None,
    )


def _keep(
    states: Sequence[CheckProgress], checklist: Checklist
) -> CheckProgress | None:
    """The heaviest check that more than half of the clips that show it do well."""
    good = [s for s in states if s.good * 2 > s.clips and _firm(s, checklist)]
    return max(good, key=lambda s: checklist.check(s.check).weight, default=None)
