"""Measures against checks: a verdict for each, one thing to work on, one done well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.quantities import AthleteLevel, Edges
from analysis.scoring.checklist import Check, Checklist, load_checklist
from analysis.scoring.focus import Judged, best_first, find_focus
from analysis.types import Analysis, Band, Finding, Measure, Milder, Phase, Verdict

# A deviation three times as wide as amber says the same as a wider one: one wild
# reading of a light check must not outweigh a clear fault of a heavy one.
_MOST_SEVERE = 3.0
# A trunk that sinks by more than this from one step to the next counts as falling.
STUMBLE_DEG = 12.0
# Notes on a clip whose picture is too poor for any fault to be certain.
POOR = frozenset(("too_squeezed", "dark", "hidden_by_other"))
WORST_FIRST: tuple[Verdict, ...] = ("work_on", "minor", "good")


@dataclass(frozen=True, slots=True)
class Judgement:
    """All findings of a clip; ``focus`` and ``praise`` are check ids or None.

    ``cause`` is the id of the cause whose story the focus is part of, or None.
    """

    findings: tuple[Finding, ...]
    focus: str | None
    praise: str | None
    cause: str | None = None


def judge(
    measures: Sequence[Measure],
    checklist: Checklist,
    true_fps: float | None,
    *,
    poor: bool = False,
) -> Judgement:
    """One finding for every check, in the checklist's order, and what leads the reply.

    ``focus`` is the worst deviation or what causes it; ``praise`` the heaviest ``good``
    check, rather not a close one. Among equals the first of the checklist is taken.

    Parameters
    ----------
    true_fps
        Frames per second of life, not of playback; None for slow motion of unknown
        rate, which counts as fast enough for every check.
    poor
        Whether the picture is too poor for any fault to be certain.

    Raises
    ------
    KeyError
        When a check asks for a measure that is not among ``measures``.
    """
    by_id = {measure.id: measure for measure in measures}
    judged = [
        _judge(check, by_id[check.measure], true_fps, poor)
        for check in checklist.checks
    ]
    return _judgement(judged, measures, checklist)


def judged_for(analysis: Analysis, level: AthleteLevel) -> Analysis:
    """A clip judged before, with the verdicts of an athlete of this level.

    Only checks whose band is another one are judged anew, from the clip's measures.

    Raises
    ------
    KeyError
        When a check of the clip has left the checklist since.
    """
    checklist = load_checklist(level)
    measures = {measure.id: measure for measure in analysis.measures}
    poor = any(note.code in POOR for note in analysis.notes) or any(
        finding.milder == "poor_picture" for finding in analysis.findings
    )
    judged = [
        _anew(checklist.check(finding.check), measures[finding.measure], finding, poor)
        for finding in analysis.findings
    ]
    judgement = _judgement(judged, analysis.measures, checklist)
    return replace(
        analysis,
        findings=judgement.findings,
        focus=judgement.focus,
        praise=judgement.praise,
        cause=judgement.cause,
        level=level,
    )


def _anew(check: Check, measure: Measure, was: Finding, poor: bool) -> Judged:
    """What can't be told stays untold, for the same reason."""
    if was.verdict == "cant_tell":
        return _judged(check, measure, replace(was, band=check.band))
    if was.band == check.band:
        return _judged(check, measure, was)
    return _judge(check, measure, None, poor)


def _judgement(
    judged: Sequence[Judged], measures: Sequence[Measure], checklist: Checklist
) -> Judgement:
    """The findings, and which of them lead the reply."""
    focus, good = find_focus(judged, checklist.causes), best_first(judged)
    return Judgement(
        findings=tuple(one.finding for one in judged),
        focus=focus.check,
        praise=None if stumbles(measures) else next(iter(good), None),
        cause=focus.cause,
    )


def done_well(analysis: Analysis, checklist: Checklist) -> list[str]:
    """The checks a clip judged before does well, its ``praise`` and then the others."""
    measures = {measure.id: measure for measure in analysis.measures}
    checks = {check.id: check for check in checklist.checks}
    return best_first(
        [
            _judged(checks[finding.check], measures[finding.measure], finding)
            for finding in analysis.findings
            if finding.check in checks
        ]
    )


def _judge(
    check: Check, measure: Measure, true_fps: float | None, poor: bool
) -> Judged:
    return _judged(check, measure, _finding(check, measure, true_fps, poor))


def _judged(check: Check, measure: Measure, finding: Finding) -> Judged:
    value = measure.value
    beyond = 0.0 if value is None else severity(value, finding.band)
    return Judged(check, finding, beyond)


def _finding(
    check: Check, measure: Measure, true_fps: float | None, poor: bool
) -> Finding:
    fps = float("inf") if true_fps is None else true_fps
    if measure.value is None or measure.plus_minus is None:
        return _untold(check, measure.why)
    if fps < check.min_fps:
        return _untold(check, "frame_rate_too_low")
    verdict, close = band_verdict(measure.value, measure.plus_minus, check.band)
    bare, _ = band_verdict(measure.value, 0.0, check.band)
    milder: Milder | None = None if verdict == bare else "within_error"
    if verdict == "work_on" and (unsure := _unsure(check, fps, poor)):
        verdict, milder = "minor", unsure
    return Finding(
        check=check.id,
        measure=measure.id,
        verdict=verdict,
        close=close,
        band=check.band,
        seed_target=check.seed_target,
        cue=None if verdict == "good" else _cue(check, measure.value),
        milder=milder,
    )


def _unsure(check: Check, fps: float, poor: bool) -> Milder | None:
    """Why nothing that this check finds is bad for certain; None where it may be."""
    if check.reliability not in ("A", "B"):
        return "rough"
    if fps < check.firm_fps:
        return "frame_rate"
    return "poor_picture" if poor else None


def _untold(check: Check, why: str | None) -> Finding:
    return Finding(
        check=check.id,
        measure=check.measure,
        verdict="cant_tell",
        close=False,
        band=check.band,
        seed_target=check.seed_target,
        cue=None,
        why=why,
    )


def band_verdict(value: float, plus_minus: float, band: Band) -> tuple[Verdict, bool]:
    """The mildest verdict within value ± 1 SD, and whether an edge lies within it.

    The edges themselves belong to the milder side.
    """
    edges = [edge for edge in (*band.green, *band.amber) if edge is not None]
    close = any(abs(value - edge) <= plus_minus for edge in edges)
    if _touches(value, plus_minus, band.green):
        return "good", close
    if _touches(value, plus_minus, band.amber):
        return "minor", close
    return "work_on", close


def _touches(value: float, plus_minus: float, span: Edges) -> bool:
    low, high = span
    above = low is None or value + plus_minus >= low
    below = high is None or value - plus_minus <= high
    return above and below


def _cue(check: Check, value: float) -> str | None:
    low = check.band.green[0]
    return check.cue_low if low is not None and value < low else check.cue_high


def severity(value: float, band: Band) -> float:
    """How far beyond green a value lies, in widths of amber on that side, at most 3.

    0 in green, 1 at the outer edge of amber; half a width where amber is open, as
    nothing on that side is ever more than minor.
    """
    (green_low, green_high), (amber_low, amber_high) = band.green, band.amber
    if green_low is not None and value < green_low:
        return _in_widths(green_low - value, green_low, amber_low)
    if green_high is not None and value > green_high:
        return _in_widths(value - green_high, green_high, amber_high)
    return 0.0


def _in_widths(beyond: float, green: float, amber: float | None) -> float:
    if amber is None:
        return 0.5
    if amber == green:
        return _MOST_SEVERE
    return min(beyond / abs(green - amber), _MOST_SEVERE)


def stumbles(measures: Sequence[Measure]) -> bool:
    """Whether the trunk falls forward in the steps, where everybody's rises.

    Of 14 real starts 13 rise from toe-off 1 to touchdown 3, or sink by 3° at most; the
    one that trips falls by 24°.
    """
    values = {one.id: one.value for one in measures}
    before = values.get("trunk_toe_off_1")
    after = [values.get(name) for name in ("trunk_toe_off_2", "trunk_touchdown_3")]
    told = [value for value in after if value is not None]
    return before is not None and bool(told) and min(told) < before - STUMBLE_DEG


def phase_verdict(phase: Phase, analysis: Analysis) -> Verdict | None:
    """The worst verdict of a phase; None when it has no checks.

    ``cant_tell`` does not hide other verdicts; it is the verdict where there is no
    other, and of a phase that is not in the clip.
    """
    measured = {m.id for m in analysis.measures if m.phase == phase.number}
    told = {f.verdict for f in analysis.findings if f.measure in measured}
    for verdict in WORST_FIRST:
        if verdict in told:
            return verdict
    return "cant_tell" if told or phase.frame is None else None
