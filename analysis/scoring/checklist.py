"""``content/checklist.toml`` as objects: the eight phases and the checks with bands.

The file is checked when loaded, so that a slip of a coach's pen is told in plain
words and never judges an athlete.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast, get_args

from analysis.measurement.definitions import DEFINED
from analysis.quantities import Edges
from analysis.types import EVENT_NAMES, Band
from content.words import FOLDER, ContentError, load_words, read_toml

Pick: TypeAlias = Literal["median_set", "at", "last_before"]
Reliability: TypeAlias = Literal["A", "B", "C", "D"]
Range: TypeAlias = Edges

KEY_EVENTS = (*EVENT_NAMES, "crossing_1")
PHASE_WORDS = ("title", "short", "look_for", "seed")
CUE_WORDS = ("say", "drill", "why")

_PHASE_FIELDS = frozenset({"number", "id", "key_event", "key_pick"})
_CHECK_FIELDS = frozenset(
    {"id", "phase", "measure", "green", "amber", "weight"}
    | {"reliability", "min_fps", "sources"}
)
_MAY_FIELDS = frozenset(
    {"seed_target", "developing", "firm_fps", "cue_low", "cue_high"}
)
_ENDS = frozenset({"from", "to"})


@dataclass(frozen=True, slots=True)
class ChecklistPhase:
    """One of the eight captions and the frame that stands for it.

    ``key_pick`` tells how the frame follows from ``key_event``: the first one ``at``
    or after it, the ``last_before`` it, or the one nearest the still pose before it
    (``median_set``).
    """

    number: int
    id: str
    key_event: str
    key_pick: Pick


@dataclass(frozen=True, slots=True)
class Check:
    """A band on one measure, and what to say beyond it.

    Attributes
    ----------
    weight
        How much the check counts when one thing is chosen, above 0.
    reliability
        How well a phone sees it: ``C`` and ``D`` never give ``work_on``.
    min_fps, firm_fps
        Real frames per second under which there is no verdict, and under which the
        check counts as reliability ``C``.
    source
        Ids in ``content/sources.toml``.
    cue_low, cue_high
        What to say of a value below and above green; None where that end is open.
    """

    id: str
    phase: int
    measure: str
    band: Band
    seed_target: float | None
    weight: float
    reliability: Reliability
    min_fps: float
    firm_fps: float
    source: tuple[str, ...]
    cue_low: str | None
    cue_high: str | None


@dataclass(frozen=True, slots=True)
class Checklist:
    """Eight phases, and the checks in the order in which they are told."""

    phases: tuple[ChecklistPhase, ...]
    checks: tuple[Check, ...]

    def check(self, id: str) -> Check:
        """The check of this id; KeyError when there is none."""
        for check in self.checks:
            if check.id == id:
                return check
        raise KeyError(f"no check {id!r} in the checklist")


@cache
def load_checklist(developing: bool = False) -> Checklist:
    """The checklist, with the developing athlete's bands where there are any.

    Raises
    ------
    ContentError
        When the file breaks a rule: names the phase or check, and the rule.
    """
    return read_checklist(FOLDER / "checklist.toml", developing=developing)


@cache
def load_sources() -> Mapping[str, str]:
    """Citation by source id."""
    table = read_toml(FOLDER / "sources.toml")
    return {id: str(source["citation"]) for id, source in table.items()}


def read_checklist(path: Path, *, developing: bool = False) -> Checklist:
    """Read and check a checklist from a file; raises as ``load_checklist``."""
    table = read_toml(path)
    phases = tuple(_phase(row) for row in table.get("phase", []))
    checks = tuple(_check(row, developing) for row in table.get("check", []))
    _confirm_order(phases, checks)
    for check in checks:
        _confirm_check(check)
    _confirm_words(phases, checks)
    return Checklist(phases, checks)


def _phase(row: Mapping[str, Any]) -> ChecklistPhase:
    name = f"phase {row.get('number', '?')}"
    _confirm_fields(name, row, _PHASE_FIELDS)
    _confirm_choice(name, "event", row["key_event"], KEY_EVENTS)
    _confirm_choice(name, "pick", row["key_pick"], get_args(Pick))
    return ChecklistPhase(**row)


def _check(row: Mapping[str, Any], developing: bool) -> Check:
    name = f"check {row.get('id', '?')}"
    _confirm_fields(name, row, _CHECK_FIELDS, _MAY_FIELDS)
    _confirm_choice(name, "measure", row["measure"], DEFINED)
    _confirm_choice(name, "phase", row["phase"], (DEFINED[row["measure"]].phase,))
    _confirm_choice(name, "reliability", row["reliability"], get_args(Reliability))
    band = _band(name, row)
    if "developing" in row:
        younger = _band(f"{name}, developing", row["developing"])
        band = younger if developing else band
    seed = row.get("seed_target")
    return Check(
        id=row["id"],
        phase=row["phase"],
        measure=row["measure"],
        band=band,
        seed_target=None if seed is None else _number(name, seed),
        weight=_number(name, row["weight"], above=0),
        reliability=cast(Reliability, row["reliability"]),
        min_fps=_number(name, row["min_fps"]),
        firm_fps=_number(name, row.get("firm_fps", 0)),
        source=tuple(row["sources"]),
        cue_low=row.get("cue_low"),
        cue_high=row.get("cue_high"),
    )


def _band(name: str, row: Mapping[str, Any]) -> Band:
    green, amber = _range(name, row["green"]), _range(name, row["amber"])
    if not _holds(amber, green):
        raise ContentError(f"{name}: amber must contain green")
    return Band(green=green, amber=amber)


def _range(name: str, row: Mapping[str, Any]) -> Range:
    _confirm_fields(name, row, frozenset(), _ENDS)
    low, high = (
        None if end not in row else _number(name, row[end]) for end in ("from", "to")
    )
    if low is None and high is None:
        raise ContentError(f"{name}: a band needs `from` or `to`")
    if low is not None and high is not None and low >= high:
        raise ContentError(f"{name}: `from` must be below `to`")
    return Edges(low, high)


def _holds(outer: Range, inner: Range) -> bool:
    low = outer[0] is None or (inner[0] is not None and outer[0] <= inner[0])
    high = outer[1] is None or (inner[1] is not None and outer[1] >= inner[1])
    return low and high


def _number(name: str, value: object, above: float = float("-inf")) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ContentError(f"{name}: {value!r} must be a number")
    if value <= above:
        raise ContentError(f"{name}: {value!r} must be above {above:g}")
    return float(value)


def _confirm_fields(
    name: str,
    row: Mapping[str, Any],
    needed: frozenset[str],
    optional: frozenset[str] = frozenset(),
) -> None:
    if missing := sorted(needed - row.keys()):
        raise ContentError(f"{name}: {missing[0]} is missing")
    if unknown := sorted(row.keys() - needed - optional):
        raise ContentError(f"{name}: {unknown[0]} is not a known field")


def _confirm_choice(
    name: str, what: str, value: object, choices: Collection[object]
) -> None:
    if value not in choices:
        raise ContentError(f"{name}: there is no {what} {value!r}")


def _confirm_order(phases: Sequence[ChecklistPhase], checks: Sequence[Check]) -> None:
    if [phase.number for phase in phases] != list(range(1, 9)):
        raise ContentError("the phases must be numbered 1 to 8, in order")
    ids = [check.id for check in checks]
    if twice := [id for id in ids if ids.count(id) > 1]:
        raise ContentError(f"check {twice[0]}: there are two of them")


def _confirm_check(check: Check) -> None:
    name = f"check {check.id}"
    if not check.source:
        raise ContentError(f"{name}: a band needs a source")
    for source in check.source:
        _confirm_choice(name, "source", source, load_sources())
    cues = (check.cue_low, check.cue_high)
    for edge, cue in zip(check.band.green, cues, strict=True):
        if (edge is None) != (cue is None):
            raise ContentError(f"{name}: an end of green has a cue, an open one none")


def _confirm_words(phases: Sequence[ChecklistPhase], checks: Sequence[Check]) -> None:
    words = load_words()
    keys = [f"phase.{p.number}.{part}" for p in phases for part in PHASE_WORDS]
    for check in checks:
        keys += [f"check.{check.id}.name", f"praise.{check.id}"]
        keys += [f"measure.{check.measure}.name"]
        cues = [cue for cue in (check.cue_low, check.cue_high) if cue]
        keys += [f"cue.{cue}.{part}" for cue in cues for part in CUE_WORDS]
    if missing := [key for key in keys if not words.has(key)]:
        raise ContentError(f"the checklist needs words for {missing[0]}")
