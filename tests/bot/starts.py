"""Made-up starts as the history keeps them, for tests of progress and summaries."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from analysis.scoring.checklist import load_checklist
from analysis.scoring.findings import judge
from analysis.serialization import from_json, to_json
from analysis.types import (
    EVENT_NAMES,
    Analysis,
    ClipInfo,
    Finding,
    Measure,
    Missing,
    Phase,
)

MONDAY = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
# In the middle of every green band, and where each verdict lies for the body line.
BODY_LINE = {"good": 45.0, "minor": 53.0, "work_on": 60.0}


@dataclass(frozen=True)
class Start:
    """What progress needs of a clip."""

    received_at: datetime
    analysis: dict[str, Any] | None
    note: str | None = None


def start(
    verdicts,
    *,
    values=None,
    day=0,
    version="1.0",
    near_side="left",
    front_leg="left",
    fps=60.0,
    speed_factor=1.0,
    plus_minus=2.0,
    level="trained",
):
    """One analysed start: verdict by check id, the rest can't be told."""
    values = values or {}
    checks = load_checklist(level).checks
    found = [_judged(check, verdicts, values, plus_minus) for check in checks]
    analysis = Analysis(
        analysis_version=version,
        clip=ClipInfo(1920, 1080, 200, 3.3, fps, False, 0, speed_factor),
        refusal=None,
        direction="left_to_right",
        near_side=near_side,
        front_leg=front_leg,
        events=dict.fromkeys(EVENT_NAMES, Missing("event_not_found")),
        phases=tuple(
            Phase(number, None, None, why="event_not_found") for number in range(1, 9)
        ),
        measures=tuple(measure for measure, _ in found),
        findings=tuple(finding for _, finding in found),
        focus=None,
        praise=None,
        notes=(),
        level=level,
    )
    return Start(MONDAY + timedelta(days=day), to_json(analysis))


def filmed(values, *, level="trained", day=0, **rest):
    """A start with these values by check, judged as a clip is: focus and all."""
    checklist = load_checklist(level)
    told = start(dict.fromkeys(values, "good"), values=values, level=level, **rest)
    found = from_json(told.analysis)
    judgement = judge(found.measures, checklist, true_fps=60.0)
    whole = replace(
        found,
        findings=judgement.findings,
        focus=judgement.focus,
        praise=judgement.praise,
        cause=judgement.cause,
    )
    return Start(MONDAY + timedelta(days=day), to_json(whole))


def _judged(check, verdicts, values, plus_minus):
    verdict = verdicts.get(check.id, "cant_tell")
    told = verdict != "cant_tell"
    value = values.get(check.id, 100.0) if told else None
    measure = Measure(
        id=check.measure,
        phase=check.phase,
        value=value,
        unit="deg",
        plus_minus=plus_minus if told else None,
        frame=10 if told else None,
        why=None if told else "joint_hidden",
    )
    finding = Finding(
        check=check.id,
        measure=check.measure,
        verdict=verdict,
        close=False,
        band=check.band,
        seed_target=check.seed_target,
        cue=_cue(check, value) if verdict in ("minor", "work_on") else None,
        why=None if told else "joint_hidden",
    )
    return measure, finding


def _cue(check, value):
    low = check.band.green[0]
    below = low is not None and value < low
    return (check.cue_low if below else check.cue_high) or check.cue_low


def body_line(verdict="good", *, value=None, **rest):
    """A start that shows the body line only."""
    value = BODY_LINE[verdict] if value is None else value
    return start({"body_line_exit": verdict}, values={"body_line_exit": value}, **rest)


def refused(code="no_start", day=0):
    """A start that was refused."""
    analysis = {
        "analysis_version": "1.0",
        "refusal": {"code": code, "detail": ""},
        "focus": None,
    }
    return Start(MONDAY + timedelta(days=day), analysis)
