"""An Analysis as JSON and back: the contract of the command, the queue and the store.

``analysis.schema.json`` beside this file describes it; a test holds the two together.
Degrees are rounded to 0.1, seconds to 0.0001, both finer than anything measured, so
that the same clip gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis import corrections
from analysis.types import (
    EVENT_NAMES,
    Analysis,
    Band,
    ClipInfo,
    Event,
    Events,
    Finding,
    Measure,
    Missing,
    Note,
    Phase,
    Refusal,
    Unit,
)

SCHEMA_PATH = Path(__file__).with_name("analysis.schema.json")

# Of a measure, by its unit.
DECIMALS: Mapping[Unit, int] = {"deg": 1}
SECOND_DECIMALS = 4
RATIO_DECIMALS = 3
# Why there is no event and no frame in clips seen before reasons were kept.
NOT_KEPT = "not_kept"


def to_json(analysis: Analysis) -> dict[str, Any]:
    """Return the analysis as plain JSON values, always in the same key order."""
    refusal = analysis.refusal
    return {
        "analysis_version": analysis.analysis_version,
        "clip": _clip_to_json(analysis.clip),
        "refusal": refusal and _refusal_to_json(refusal),
        "direction": analysis.direction,
        "near_side": analysis.near_side,
        "front_leg": analysis.front_leg,
        "events": {
            name: _event_to_json(analysis.events.get(name)) for name in EVENT_NAMES
        },
        "missing_events": {
            name: event.why
            for name in EVENT_NAMES
            if isinstance(event := analysis.events.get(name), Missing)
        },
        "phases": [_phase_to_json(phase) for phase in analysis.phases],
        "measures": [_measure_to_json(measure) for measure in analysis.measures],
        "findings": [_finding_to_json(finding) for finding in analysis.findings],
        "focus": analysis.focus,
        "praise": analysis.praise,
        "notes": [_note_to_json(note) for note in analysis.notes],
        "corrections": corrections.to_json(analysis.corrections),
    }


def from_json(data: Mapping[str, Any]) -> Analysis:
    """Return the analysis that ``to_json`` wrote.

    Raises
    ------
    KeyError
        A field of the contract is missing.
    """
    clip, refusal = data["clip"], data["refusal"]
    return Analysis(
        analysis_version=data["analysis_version"],
        clip=clip and ClipInfo(**clip),
        refusal=refusal and Refusal(**refusal),
        direction=data["direction"],
        near_side=data["near_side"],
        front_leg=data["front_leg"],
        events={} if refusal else _events_from_json(data),
        phases=tuple(_phase_from_json(phase) for phase in data["phases"]),
        measures=tuple(Measure(**measure) for measure in data["measures"]),
        findings=tuple(_finding_from_json(finding) for finding in data["findings"]),
        focus=data["focus"],
        praise=data["praise"],
        notes=tuple(Note(note["code"], note["values"]) for note in data["notes"]),
        # Clips seen before there were any have none.
        corrections=corrections.from_json(data.get("corrections")),
    )


def _rounded(value: float | None, decimals: int) -> float | None:
    if value is None:
        return None
    # Adding zero turns -0.0 into 0.0, which reads and compares better.
    return round(float(value), decimals) + 0.0


def _whole(value: int | None) -> int | None:
    return None if value is None else int(value)


def _refusal_to_json(refusal: Refusal) -> dict[str, Any]:
    return {
        "code": refusal.code,
        "detail": refusal.detail,
        "picture": refusal.picture,
        "people": refusal.people,
    }


def _clip_to_json(clip: ClipInfo | None) -> dict[str, Any] | None:
    if clip is None:
        return None
    return {
        "width_px": int(clip.width_px),
        "height_px": int(clip.height_px),
        "frames": int(clip.frames),
        "duration_s": _rounded(clip.duration_s, SECOND_DECIMALS),
        "median_fps": _rounded(clip.median_fps, RATIO_DECIMALS),
        "variable_frame_rate": bool(clip.variable_frame_rate),
        "rotation_deg": int(clip.rotation_deg),
        "speed_factor": _rounded(clip.speed_factor, RATIO_DECIMALS),
    }


def _event_to_json(event: Event | Missing | None) -> dict[str, Any] | None:
    if not event:
        return None
    return {
        "t_s": _rounded(event.t_s, SECOND_DECIMALS),
        "frame": int(event.frame),
        "plus_minus_s": _rounded(event.plus_minus_s, SECOND_DECIMALS),
    }


def _events_from_json(data: Mapping[str, Any]) -> Events:
    whys = data.get("missing_events", {})
    return {
        name: Event(**event) if event else Missing(whys.get(name, NOT_KEPT))
        for name in EVENT_NAMES
        for event in (data["events"][name],)
    }


def _phase_to_json(phase: Phase) -> dict[str, Any]:
    return {
        "number": int(phase.number),
        "frame": _whole(phase.frame),
        "t_s": _rounded(phase.t_s, SECOND_DECIMALS),
        "picture": phase.picture,
        "why": phase.why,
    }


def _phase_from_json(phase: Mapping[str, Any]) -> Phase:
    why = NOT_KEPT if phase["frame"] is None else None
    return Phase(**{"why": why, **phase})


def _measure_to_json(measure: Measure) -> dict[str, Any]:
    decimals = DECIMALS[measure.unit]
    return {
        "id": measure.id,
        "phase": int(measure.phase),
        "value": _rounded(measure.value, decimals),
        "unit": measure.unit,
        "plus_minus": _rounded(measure.plus_minus, decimals),
        "frame": _whole(measure.frame),
        "why": measure.why,
        "far_side": bool(measure.far_side),
    }


def _finding_to_json(finding: Finding) -> dict[str, Any]:
    band = finding.band
    return {
        "check": finding.check,
        "measure": finding.measure,
        "verdict": finding.verdict,
        "close": bool(finding.close),
        "band": {"green": list(band.green), "amber": list(band.amber)},
        "seed_target": finding.seed_target,
        "cue": finding.cue,
        "why": finding.why,
    }


def _finding_from_json(data: Mapping[str, Any]) -> Finding:
    green, amber = data["band"]["green"], data["band"]["amber"]
    band = Band(green=(green[0], green[1]), amber=(amber[0], amber[1]))
    return Finding(**{**data, "band": band})


def _note_to_json(note: Note) -> dict[str, Any]:
    values = {
        name: value
        if isinstance(value, str | int)
        else _rounded(value, SECOND_DECIMALS)
        for name, value in sorted(note.values.items())
    }
    return {"code": note.code, "values": values}
