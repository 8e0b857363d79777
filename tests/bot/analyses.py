"""A whole made-up analysis for tests of what the athlete reads."""

from analysis.measurement.definitions import DEFINED
from analysis.scoring.checklist import load_checklist
from analysis.types import (
    EVENT_NAMES,
    Analysis,
    ClipInfo,
    Finding,
    Measure,
    Missing,
    Note,
    Phase,
    Refusal,
)

CHECKS = load_checklist().checks


def finding(check, value, verdict, *, close=False, cue=None):
    """One check with its measure."""
    unit = DEFINED[check.measure].unit
    spread = 4.2 if unit == "deg" else 0.042
    measure = Measure(check.measure, check.phase, value, unit, spread, 37)
    return measure, Finding(
        check.id,
        check.measure,
        verdict,
        close,
        check.band,
        check.seed_target,
        cue,
    )


def untold(check, why):
    """One check nothing can be said about."""
    unit = DEFINED[check.measure].unit
    measure = Measure(check.measure, check.phase, None, unit, None, None, why)
    return measure, Finding(
        check.id,
        check.measure,
        "cant_tell",
        False,
        check.band,
        check.seed_target,
        None,
        why,
    )


def good(check):
    low, high = check.band.green
    inside = 1.0 if DEFINED[check.measure].unit == "deg" else 0.01
    value = (high - inside) if low is None else low + inside
    return finding(check, round(value, 3), "good")


def beyond(check):
    """A value far outside the band, and the cue that answers it."""
    low, high = check.band.green
    far = 30.0 if DEFINED[check.measure].unit == "deg" else 0.3
    return (high + far, check.cue_high) if low is None else (low - far, check.cue_low)


def analysis(
    *,
    off=("front_knee_exit",),
    hidden=(),
    close=False,
    pictures=(2, 3, 7),
    notes=(),
    why="joint_hidden",
):
    """A start that is good but for the checks named; the first ``off`` is the focus."""
    found = []
    for check in CHECKS:
        if check.id in hidden:
            found.append(untold(check, why))
        elif check.id in off:
            value, cue = beyond(check)
            found.append(finding(check, value, "work_on", close=close, cue=cue))
        else:
            found.append(good(check))
    praised = [one.check for _, one in found if one.verdict == "good"]
    return Analysis(
        analysis_version="1.0",
        clip=ClipInfo(1280, 720, 90, 3.0, 30.0, False, 0, 1.0),
        refusal=None,
        direction="left_to_right",
        near_side="left",
        front_leg="right",
        events=dict.fromkeys(EVENT_NAMES, Missing("event_not_found")),
        phases=tuple(
            Phase(n, 30 + n, 1.0, f"phase_{n}.jpg" if n in pictures else None)
            for n in range(1, 9)
        ),
        measures=tuple(measure for measure, _ in found),
        findings=tuple(judgement for _, judgement in found),
        focus=off[0] if off else None,
        praise=praised[0] if praised else None,
        notes=tuple(Note(code, values) for code, values in notes),
    )


def refused(code="no_start", picture=None, people=0):
    """An analysis that is a refusal."""
    return Analysis(
        analysis_version="1.0",
        clip=None,
        refusal=Refusal(code, "made up", picture, people),
        direction=None,
        near_side=None,
        front_leg=None,
        events={},
        phases=(),
        measures=(),
        findings=(),
        focus=None,
        praise=None,
        notes=(),
    )
