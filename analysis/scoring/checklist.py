"""``content/checklist.toml`` as objects: the eight phases and the checks with bands.

The file is checked when loaded, so that a coach's mistake is reported in plain words
and never judges an athlete. The types check each field's name and kind; the code below
checks how fields fit together and what other files must hold.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import inf
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    Strict,
    TypeAdapter,
    ValidationError,
)

from analysis.measurement.definitions import DEFINED
from analysis.quantities import AthleteLevel, Code, Edges, Number, Whole
from analysis.slips import first_slip, in_words
from analysis.types import Band, EventName
from content.words import FOLDER, ContentError, load_words, read_toml

Pick: TypeAlias = Literal["median_set", "at", "last_before", "shortly_before"]
Reliability: TypeAlias = Literal["A", "B", "C", "D"]

PHASE_WORDS = ("title", "short", "look_for", "seed")
CUE_WORDS = ("say", "drill", "why")


@dataclass(frozen=True, slots=True)
class ChecklistPhase:
    """One of the eight captions and the frame that stands for it.

    ``key_pick`` says how the frame follows from ``key_event``: the first one ``at``
    or after it, the ``last_before`` it, the last one 25 ms of life before it
    (``shortly_before``), or the one nearest the still pose before it (``median_set``).
    ``step`` is the step it shows a part of, where it has one.
    """

    number: Whole
    id: str
    key_event: Literal[EventName, "crossing_1"]
    key_pick: Pick
    step: Whole | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A band on one measure, and what to say beyond it.

    Attributes
    ----------
    weight
        How much the check counts when the focus is chosen, above 0.
    reliability
        How well a phone sees it: ``C`` and ``D`` never give ``work_on``.
    min_fps, firm_fps
        Real frames per second under which there is no verdict, and under which the
        check counts as reliability ``C``.
    source
        Ids in ``content/sources.toml``.
    cue_low, cue_high
        What to say of a value below and above green; None where that end is open.
    developing
        The band of an athlete who can't push as hard yet, where it differs.
    leads
        Whether a deviation may lead a reply, as the one thing to work on.
    """

    id: str
    phase: Whole
    measure: str
    green: Edges
    amber: Edges
    weight: Annotated[Number, Field(gt=0)]
    reliability: Reliability
    min_fps: Number
    source: Annotated[tuple[str, ...], Field(alias="sources")]
    seed_target: Number | None = None
    firm_fps: Number = 0.0
    cue_low: str | None = None
    cue_high: str | None = None
    developing: Band | None = None
    leads: Annotated[bool, Strict()] = True

    @property
    def band(self) -> Band:
        """Green and amber."""
        return Band(self.green, self.amber)


@dataclass(frozen=True, slots=True)
class Deviation:
    """A check that is off, and whether by a value below or above green."""

    check: str
    side: Literal["low", "high"]


@dataclass(frozen=True, slots=True)
class Cause:
    """A deviation that leads to others: one story, to be mended where it starts."""

    id: Code
    start: Annotated[Deviation, Field(alias="from")]
    leads_to: Annotated[tuple[Deviation, ...], Field(alias="to", min_length=1)]
    source: Annotated[tuple[str, ...], Field(alias="sources", min_length=1)]


def _confirmed(check: Check) -> Check:
    """The check, when its fields go together."""
    _confirm_choice("measure", check.measure, DEFINED)
    _confirm_choice("phase", check.phase, (DEFINED[check.measure].phase,))
    if not check.source:
        raise ValueError("a band needs a source")
    for source in check.source:
        _confirm_choice("source", source, load_sources())
    for band in filter(None, (check.band, check.developing)):
        _confirm_band(band, (check.cue_low, check.cue_high))
    return check


def _confirm_choice(what: str, value: object, choices: Container[object]) -> None:
    if value not in choices:
        raise ValueError(f"there is no {what} {value!r}")


def _confirm_band(band: Band, cues: tuple[str | None, str | None]) -> None:
    green, amber = _reach(band.green), _reach(band.amber)
    if (-inf, inf) in (green, amber):
        raise ValueError("a band needs `from` or `to`")
    if green[0] >= green[1] or amber[0] >= amber[1]:
        raise ValueError("`from` must be below `to`")
    if amber[0] > green[0] or amber[1] < green[1]:
        raise ValueError("amber must contain green")
    if [edge is None for edge in band.green] != [cue is None for cue in cues]:
        raise ValueError("an end of green has a cue, an open one none")


def _reach(edges: Edges) -> tuple[float, float]:
    low, high = edges
    return (-inf if low is None else low, inf if high is None else high)


@dataclass(frozen=True, slots=True)
class Checklist:
    """Eight phases, the checks in the order in which they are reported, and causes."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    phases: Annotated[tuple[ChecklistPhase, ...], Field(alias="phase")]
    checks: Annotated[
        tuple[Annotated[Check, AfterValidator(_confirmed)], ...], Field(alias="check")
    ]
    causes: Annotated[tuple[Cause, ...], Field(alias="cause")] = ()

    def check(self, id: str) -> Check:
        """The check of this id; KeyError when there is none."""
        for check in self.checks:
            if check.id == id:
                return check
        raise KeyError(f"no check {id!r} in the checklist")


@cache
def load_checklist(level: AthleteLevel = "trained") -> Checklist:
    """The checklist, with the developing athlete's bands where there are any.

    Raises
    ------
    ContentError
        When the file breaks a rule: names the phase or check, and the rule.
    """
    return read_checklist(FOLDER / "checklist.toml", level)


@cache
def load_sources() -> Mapping[str, str]:
    """Citation by source id."""
    table = read_toml(FOLDER / "sources.toml")
    return {id: str(source["citation"]) for id, source in table.items()}


def read_checklist(path: Path, level: AthleteLevel = "trained") -> Checklist:
    """Read and check a checklist from a file; raises as ``load_checklist``."""
    table = read_toml(path)
    try:
        checklist = TypeAdapter(Checklist).validate_python(table)
    except ValidationError as error:
        raise ContentError(_slip(error, table)) from None
    _confirm_order(checklist)
    for cause in checklist.causes:
        _confirm_cause(cause, checklist)
    _confirm_words(checklist)
    if level == "trained":
        return checklist
    return replace(checklist, checks=tuple(map(_developing, checklist.checks)))


def _developing(check: Check) -> Check:
    band = check.developing
    return replace(check, green=band.green, amber=band.amber) if band else check


def _slip(error: ValidationError, table: Mapping[str, Any]) -> str:
    """What is wrong, after the phase's number or the check's id."""
    slip = first_slip(error)
    kind, *place = slip["loc"]
    row = table[str(kind)][place[0]] if place else None
    if not isinstance(row, dict):
        return in_words(slip)
    name = row.get("number" if kind == "phase" else "id", "?")
    return f"{kind} {name}: {in_words(slip, above=2)}"


def _confirm_order(checklist: Checklist) -> None:
    if [phase.number for phase in checklist.phases] != list(range(1, 9)):
        raise ContentError("the phases must be numbered 1 to 8, in order")
    for kind, rows in (("check", checklist.checks), ("cause", checklist.causes)):
        ids = [row.id for row in rows]
        if twice := [id for id in ids if ids.count(id) > 1]:
            raise ContentError(f"{kind} {twice[0]}: there are two of them")


def _confirm_cause(cause: Cause, checklist: Checklist) -> None:
    try:
        for source in cause.source:
            _confirm_choice("source", source, load_sources())
        start, *effects = (
            _deviating(one, checklist) for one in (cause.start, *cause.leads_to)
        )
        if not start.leads:
            raise ValueError(f"{start.id} never leads a reply")
        for effect in effects:
            if effect.phase <= start.phase:
                raise ValueError(f"{effect.id} does not come after {start.id}")
    except ValueError as error:
        raise ContentError(f"cause {cause.id}: {error}") from None


def _deviating(one: Deviation, checklist: Checklist) -> Check:
    """The check of a deviation, when it can be off that way and its cue tells so."""
    _confirm_choice("check", one.check, [check.id for check in checklist.checks])
    check = checklist.check(one.check)
    cue = check.cue_low if one.side == "low" else check.cue_high
    if cue is None or check.cue_low == check.cue_high:
        raise ValueError(f"{check.id} has no cue of its own on the {one.side} side")
    return check


def _confirm_words(checklist: Checklist) -> None:
    words, phases = load_words(), checklist.phases
    keys = [f"phase.{p.number}.{part}" for p in phases for part in PHASE_WORDS]
    for check in checklist.checks:
        keys += [f"check.{check.id}.name", f"praise.{check.id}"]
        keys += [f"measure.{check.measure}.name"]
        cues = [cue for cue in (check.cue_low, check.cue_high) if cue]
        keys += [f"cue.{cue}.{part}" for cue in cues for part in CUE_WORDS]
        keys += [] if check.leads else [f"aside.{cue}" for cue in cues]
    keys += [f"cause.{cause.id}" for cause in checklist.causes]
    if missing := [key for key in keys if not words.has(key)]:
        raise ContentError(f"the checklist needs words for {missing[0]}")
