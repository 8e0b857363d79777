"""Where an athlete stands: the one answer that every page and summary tells. Pure.

The newest five starts decide, and one thing to work on is chosen from them as it is
from a single clip: by weight and severity, what leads to others first, never what
doesn't lead. So of one start it is what that start's own reply told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_high
from zoneinfo import ZoneInfo

from analysis.scoring.checklist import Check, Checklist
from analysis.scoring.findings import severity, stumbles
from analysis.scoring.focus import Judged, best_first, find_focus
from analysis.types import Analysis, Band, Measure, Verdict
from bot.progress.change import Change, band_of, changes
from bot.progress.starts import Apart, SentClip, Start, starts_of

# More than anybody films in the twelve weeks of a chart.
MOST_CLIPS = 200

_SEVERITY: tuple[Verdict, ...] = ("good", "minor", "work_on")


@dataclass(frozen=True, slots=True)
class CheckStanding:
    """One check over the newest starts.

    Attributes
    ----------
    verdicts
        Of each of the newest starts, oldest first; ``cant_tell`` where it shows none.
    verdict
        The middle one of those told, the worse of the middle two.
    value, plus_minus, cue
        Of the start in the middle; None without one.
    band
        What the last start that tells it was judged by.
    change
        What really changed lately; None where nothing did.
    """

    check: str
    phase: int
    verdicts: tuple[Verdict, ...]
    verdict: Verdict
    value: float | None
    plus_minus: float | None
    cue: str | None
    band: Band
    change: Change | None

    @property
    def clips(self) -> int:
        """How many starts tell it."""
        return len(self.verdicts) - self.verdicts.count("cant_tell")

    @property
    def good(self) -> int:
        """In how many of them it is good."""
        return self.verdicts.count("good")

    @property
    def off(self) -> int:
        """In how many of them it is off."""
        return self.clips - self.good


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an athlete stands.

    Attributes
    ----------
    starts
        The newest ones, up to five, oldest first: all told here is of them, but for
        the changes.
    left_out
        How many starts lately don't count, by why.
    checks
        In the checklist's order.
    focus, cause
        The one thing to work on, and the cause whose story it begins; None for none.
    keep
        The one thing to keep; None where nothing is done well.
    comparable
        All starts whose numbers may be compared with the last one's, oldest first.
    """

    starts: tuple[Start, ...]
    left_out: Mapping[Apart, int]
    checks: tuple[CheckStanding, ...]
    focus: CheckStanding | None
    cause: str | None
    keep: CheckStanding | None
    changes: tuple[Change, ...]
    comparable: tuple[Start, ...]

    def check(self, id: str) -> CheckStanding:
        """The check of this id; KeyError when there is none."""
        for one in self.checks:
            if one.check == id:
                return one
        raise KeyError(f"no check {id!r} here")

    def of_phase(self, number: int) -> tuple[CheckStanding, ...]:
        """The checks of one phase."""
        return tuple(one for one in self.checks if one.phase == number)


@dataclass(frozen=True, slots=True)
class _Typical:
    """A check with the start in the middle: its finding, judged as in a clip."""

    judged: Judged
    measure: Measure


def standing(
    clips: Iterable[SentClip], checklist: Checklist, zone: ZoneInfo
) -> Standing:
    """Tell where an athlete stands.

    Parameters
    ----------
    clips
        The athlete's, in any order; those not judged count for nothing.
    checklist
        Of the athlete's level.
    zone
        Where their weeks begin on Monday.
    """
    found = starts_of(clips)
    newest = [one.analysis for one in found.newest]
    middle = {check.id: _typical(check, newest) for check in checklist.checks}
    judged = [one.judged for one in middle.values() if one]
    focus, good = find_focus(judged, checklist.causes), best_first(judged)
    if newest and stumbles(newest[-1].measures):
        good = []  # as in its reply
    real = {one.check: one for one in changes(found.comparable, checklist, zone)}
    checks = {
        check.id: _standing(check, newest, middle[check.id], real.get(check.id))
        for check in checklist.checks
    }
    return Standing(
        starts=found.newest,
        left_out=found.left_out,
        checks=tuple(checks.values()),
        focus=checks[focus.check] if focus.check else None,
        cause=focus.cause,
        keep=checks[good[0]] if good else None,
        changes=tuple(real.values()),
        comparable=found.comparable,
    )


def _standing(
    check: Check,
    newest: Sequence[Analysis],
    middle: _Typical | None,
    change: Change | None,
) -> CheckStanding:
    finding = middle.judged.finding if middle else None
    return CheckStanding(
        check=check.id,
        phase=check.phase,
        verdicts=tuple(_verdict(check, one) for one in newest),
        verdict=finding.verdict if finding else "cant_tell",
        value=middle.measure.value if middle else None,
        plus_minus=middle.measure.plus_minus if middle else None,
        cue=finding.cue if finding else None,
        band=band_of(check, newest),
        change=change,
    )


def _verdict(check: Check, analysis: Analysis) -> Verdict:
    told = (one.verdict for one in analysis.findings if one.check == check.id)
    return next(told, "cant_tell")


def _typical(check: Check, newest: Sequence[Analysis]) -> _Typical | None:
    """The start in the middle; None when none tells this check.

    The middle verdict, the worse of the middle two; among the starts that got it those
    off the way most are, the last one's among equals; of these the one in the middle.
    """
    told = [one for analysis in newest for one in _told(check, analysis)]
    if not told:
        return None
    verdicts = (_SEVERITY.index(one.judged.finding.verdict) for one in told)
    middle = _SEVERITY[median_high(verdicts)]
    same = [one for one in told if one.judged.finding.verdict == middle]
    ways = Counter(one.judged.finding.cue for one in reversed(same))
    way = ways.most_common(1)[0][0]
    alike = [one for one in same if one.judged.finding.cue == way]
    alike.sort(key=lambda one: (one.judged.severity, one.measure.value))
    return alike[len(alike) // 2]


def _told(check: Check, analysis: Analysis) -> list[_Typical]:
    measures = {one.id: one for one in analysis.measures}
    return [
        _Typical(Judged(check, finding, severity(value, finding.band)), measure)
        for finding in analysis.findings
        if finding.check == check.id and finding.verdict != "cant_tell"
        for measure in (measures[finding.measure],)
        if (value := measure.value) is not None
    ]
