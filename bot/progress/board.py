"""Where an athlete stands in each phase, and their start closest to the aim. Pure.

Only like is put beside like: starts of one analysis version, filmed from one side with
the same foot in front and in one class of frame rates, as the newest one is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from analysis.errors import OutdatedAnalysis
from analysis.scoring.checklist import Check, Checklist
from analysis.scoring.findings import WORST_FIRST, severity
from analysis.serialization import from_json
from analysis.types import Analysis, Finding, Measure, Verdict
from bot.progress.standing import CheckStanding, standing
from bot.progress.starts import apart
from bot.store import ClipRow

PHASES = range(1, 9)
# Frames are put beside each other whichever level's bands they were judged by.
ALIKE = (None, "level")


@dataclass(frozen=True, slots=True)
class Start:
    """An analysed clip that can be read; ``phases`` are those with a kept frame."""

    row: ClipRow
    analysis: Analysis
    phases: frozenset[int] = frozenset()

    def told(self, check: Check) -> tuple[Finding, Measure] | None:
        """What it showed of a check; None where that is nothing."""
        for finding in self.analysis.findings:
            if finding.check == check.id:
                measures = self.analysis.measures
                return finding, next(m for m in measures if m.id == finding.measure)
        return None


@dataclass(frozen=True, slots=True)
class Line:
    """One check, and where the athlete stands in it."""

    check: Check
    over_all: CheckStanding


@dataclass(frozen=True, slots=True)
class Board:
    """All phases of one athlete.

    Attributes
    ----------
    newest
        Up to five starts, oldest first.
    standings
        In the checklist's order.
    best
        By phase, the start closest to the aim that has a frame of it.
    left_out
        How many starts lately don't count, as they are not like the newest one.
    """

    newest: tuple[Start, ...]
    standings: tuple[Line, ...]
    best: Mapping[int, Start]
    left_out: int = 0

    def of_phase(self, number: int) -> tuple[Line, ...]:
        """The checks of one phase."""
        return tuple(one for one in self.standings if one.check.phase == number)

    def verdict(self, number: int) -> Verdict | None:
        """The worst of a phase's checks; None without any start."""
        told = {one.over_all.verdict for one in self.of_phase(number)}
        found = next((one for one in WORST_FIRST if one in told), None)
        return found or ("cant_tell" if self.newest else None)


def starts_of(
    rows: Iterable[ClipRow], kept: Mapping[str, frozenset[int]]
) -> list[Start]:
    """The starts among these clips that can be read, newest first."""
    found: list[Start] = []
    for row in rows:
        if row.state == "analysed" and row.analysis is not None:
            with suppress(OutdatedAnalysis):
                phases = kept.get(row.id, frozenset())
                found.append(Start(row, from_json(row.analysis), phases))
    return found


def board_of(
    rows: Sequence[ClipRow],
    kept: Mapping[str, frozenset[int]],
    checklist: Checklist,
    zone: ZoneInfo,
) -> Board:
    """Make the board of clips, newest first.

    Parameters
    ----------
    kept
        By clip, the phases with a kept frame.
    zone
        Where the athlete's weeks begin.
    """
    found = starts_of(rows, kept)
    stands = standing(reversed(rows), checklist, zone)
    ways = [apart(one.analysis, found[0].analysis) for one in found]
    alike = [one for one, way in zip(found, ways, strict=True) if way is None]
    seen = [one for one, way in zip(found, ways, strict=True) if way in ALIKE]
    return Board(
        newest=tuple(reversed(alike[: len(stands.starts)])),
        standings=tuple(
            Line(check, stands.check(check.id)) for check in checklist.checks
        ),
        best=best_of(seen, checklist),
        left_out=sum(stands.left_out.values()),
    )


def best_of(starts: Sequence[Start], checklist: Checklist) -> dict[int, Start]:
    """By phase, the start closest to the aim among those with a frame of it.

    How far a start is from the aim is the mean of how far its checks are beyond green,
    each as heavy as it is in the checklist. One of which less than half as many checks
    are told as of another is not chosen; among equals the newer one is.
    """
    found = {}
    for number in PHASES:
        checks = [check for check in checklist.checks if check.phase == number]
        seen = [one for one in starts if number in one.phases]
        told = [(one, _beyond(one, checks)) for one in seen]
        most = max((len(beyond) for _, beyond in told), default=0)
        firm = [(one, far) for one, far in told if 2 * len(far) >= max(most, 1)]
        if firm:
            found[number] = min(firm, key=lambda pair: _mean(pair[1]))[0]
    return found


def _beyond(start: Start, checks: Sequence[Check]) -> list[tuple[float, float]]:
    """Weight and distance beyond green of every check that got a verdict."""
    told = [(check, start.told(check)) for check in checks]
    return [
        (check.weight, severity(one[1].value, check.band))
        for check, one in told
        if one and one[0].verdict != "cant_tell" and one[1].value is not None
    ]


def _mean(beyond: Sequence[tuple[float, float]]) -> float:
    heavy = sum(weight for weight, _ in beyond)
    return sum(weight * far for weight, far in beyond) / heavy
