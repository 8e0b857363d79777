"""An Analysis as JSON and back: the contract of the command, the queue and the store.

Pydantic reads and writes it by the types; ``analysis/schema.py`` publishes its schema.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

import numpy as np
from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from analysis.corrections import NOTHING, Corrections
from analysis.errors import OutdatedAnalysis
from analysis.quantities import AthleteLevel, Code
from analysis.slips import first_slip, in_words
from analysis.travel import Travel
from analysis.types import (
    EVENT_NAMES,
    Analysis,
    ClipInfo,
    Direction,
    Event,
    EventName,
    Events,
    Finding,
    Measure,
    Missing,
    Note,
    Phase,
    Refusal,
    Side,
)

# The reason given for missing events and frames of clips stored without one.
NOT_KEPT = "not_kept"


def _with_reason(phase: object) -> object:
    if isinstance(phase, Mapping) and phase.get("frame") is None:
        return {"why": NOT_KEPT, **phase}
    return phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """Angles in degrees, times in seconds of clip time counted from the first frame.

    Frames are counted from 0 in decode order. A missing answer is null with a reason
    beside it, never 0: why an event is null stands in ``missing_events``.
    """

    __pydantic_config__ = ConfigDict(title="Analysis of one clip of a sprint start")

    analysis_version: Annotated[str, Field(min_length=1)]
    clip: ClipInfo | None
    refusal: Refusal | None
    direction: Direction | None
    near_side: Side | None
    front_leg: Side | None
    events: Annotated[
        Mapping[EventName, Event | None], Field(min_length=len(EVENT_NAMES))
    ]
    missing_events: Mapping[EventName, Code] = field(default_factory=dict)
    phases: Annotated[
        tuple[Annotated[Phase, BeforeValidator(_with_reason)], ...],
        Field(max_length=8),
    ]
    measures: tuple[Measure, ...]
    findings: tuple[Finding, ...]
    focus: Code | None
    cause: Code | None = None
    praise: Code | None
    notes: tuple[Note, ...]
    corrections: Corrections | None = None
    level: AthleteLevel = "trained"
    travel: Travel | None = None


CONTRACT = TypeAdapter(Contract)
# What an Analysis and its contract have in common.
_SAME = {one.name for one in dataclasses.fields(Analysis)} - {"events", "corrections"}


def to_json(analysis: Analysis) -> dict[str, Any]:
    """Return the analysis as plain JSON values, always in the same key order."""
    told = {name: analysis.events.get(name) for name in EVENT_NAMES}
    fields: dict[str, Any] = {name: getattr(analysis, name) for name in _SAME}
    fields["events"] = {name: event or None for name, event in told.items()}
    fields["missing_events"] = {
        name: event.why for name, event in told.items() if isinstance(event, Missing)
    }
    fields["corrections"] = analysis.corrections or None
    # NumPy's integers and booleans are not the declared types, but write the same.
    written: dict[str, Any] = CONTRACT.dump_python(
        Contract(**fields), mode="json", warnings=False, fallback=np.generic.item
    )
    return written


def from_json(data: Mapping[str, Any]) -> Analysis:
    """Return the analysis that ``to_json`` wrote, of this version or an earlier one.

    Raises
    ------
    OutdatedAnalysis
        When it can't be read any more; the message names the field and the rule.
    """
    try:
        contract = CONTRACT.validate_python(data)
    except ValidationError as error:
        raise OutdatedAnalysis(in_words(first_slip(error))) from error
    whys = contract.missing_events
    events: Events = {
        name: event or Missing(whys.get(name, NOT_KEPT))
        for name, event in contract.events.items()
    }
    return Analysis(
        **{name: getattr(contract, name) for name in _SAME},
        events={} if contract.refusal else events,
        corrections=contract.corrections or NOTHING,
    )
