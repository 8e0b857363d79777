"""The committed figures, and which of a run's are worse or better than them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.metrics import Figure, Figures

FILE = Path(__file__).with_name("accuracy.json")

# By unit: how much worse a figure may get, in its unit or as a share of the
# committed one, whichever is more. Analyses repeat exactly on one machine; the room is
# for other processors and for noise in single readings. Wall clock is noisy.
TOLERANCES = {
    "ms": (2.0, 0.15),
    "deg": (0.5, 0.10),
    "bias": (0.7, 0.10),
    "deg one": (2.0, 0.15),
    "share": (0.03, 0.0),
    "covered": (0.08, 0.0),
    "times": (0.2, 0.0),
    "count": (0.0, 0.0),
    "wall": (0.15, 0.25),
    "MB": (0.0, 0.10),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that moved by more than its tolerance; ``now`` None when it is gone."""

    name: str
    was: float
    now: float | None
    worse: bool


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was committed: of which clips, and each figure's value."""

    clips: tuple[str, ...]
    figures: dict[str, float]


def changes(found: Figures, committed: Baseline) -> list[Change]:
    """Figures worse or better than committed; new ones are not compared."""
    moved = []
    for name, was in committed.figures.items():
        figure = found.get(name)
        if figure is None:
            moved.append(Change(name, was, None, worse=True))
        elif abs(by := _worse_by(figure, was)) > _room(figure, was):
            moved.append(Change(name, was, figure.value, worse=by > 0))
    return moved


def _worse_by(figure: Figure, was: float) -> float:
    return figure.badness - replace(figure, value=was).badness


def _room(figure: Figure, was: float) -> float:
    absolute, share = TOLERANCES[figure.unit]
    return max(absolute, share * abs(was)) + 1e-9


def save(clips: Sequence[str], found: Figures, file: Path) -> None:
    """Write this run's figures as the ones to compare with."""
    values = {name: round(figure.value, 4) for name, figure in found.items()}
    text = {"clips": list(clips), "figures": values}
    file.write_text(json.dumps(text, indent=1) + "\n")


def load(file: Path) -> Baseline | None:
    """Read the committed figures; None where there are none."""
    if not file.exists():
        return None
    data = json.loads(file.read_text())
    return Baseline(tuple(data["clips"]), data["figures"])
