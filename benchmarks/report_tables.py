"""Prints the benchmark: one table for each question, ✓ and ✗ against the targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from rich.table import Table

from analysis.types import EVENT_NAMES
from benchmarks.baseline import Change
from benchmarks.clip_comparison import CLASSES, Compared, against
from benchmarks.cost import Cost
from benchmarks.metrics import Figures
from benchmarks.required_verdicts import breaches
from benchmarks.table_cells import NONE, cell, goal, new_table, share

WAYS = ("same", "milder", "harsher", "can't tell")


def event_table(found: Figures) -> Table:
    """Mean size of the error of each event, by class of frame rate."""
    names = [name for name, _ in CLASSES]
    table = new_table("Events, mean error in ms of life", *(f"{n} fps" for n in names))
    for event in EVENT_NAMES:
        table.add_row(event, *(cell(found, f"events.{n}.{event}") for n in names))
    table.add_section()
    means = [f"events.{n}.mean" for n in names]
    table.add_row("mean", *(cell(found, name) for name in means))
    table.add_row("target", *(goal(found.get(name)) for name in means))
    table.add_row("missed", cell(found, "events.missed", 0))
    table.add_row("invented", cell(found, "events.invented", 0))
    return table


def angle_table(clips: Sequence[Compared], found: Figures) -> Table:
    """Errors and ± by kind of angle, at our own events and in the hold."""
    table = new_table(
        "Angles, degrees",
        *("n", "mean", "target", "held out", "worst clip", "bias", "worst"),
        *("untold", "within ±", "± / mean"),
    )
    counts = Counter(one.kind for clip in clips for one in clip.readings())
    for kind in sorted(counts, key=lambda kind: ("set" in kind, kind)):
        name = f"angles.{kind}"
        row = (f"{name}.{part}" for part in ("held_out", "worst_clip", "bias", "worst"))
        table.add_row(
            kind.replace("_", " "),
            str(counts[kind]),
            cell(found, f"{name}.mean"),
            goal(found.get(f"{name}.mean")),
            *(cell(found, part) for part in row),
            share(found, f"{name}.untold"),
            share(found, f"{name}.covered"),
            cell(found, f"{name}.times"),
        )
    table.add_section()
    table.add_row("all", str(counts.total()), *[""] * 6, share(found, "angles.untold"))
    table.caption = (
        "the ± was filled from these bodies: within ± is no test on new ones"
    )
    return table


def phase_table(clips: Sequence[Compared], found: Figures) -> Table:
    """Errors by phase and kind of angle."""
    table = new_table("Angles by phase", "n", "mean", "bias", "worst", "untold")
    counts = Counter((one.phase, one.kind) for clip in clips for one in clip.readings())
    for phase, kind in sorted(counts):
        name = f"phases.{phase}.{kind}"
        table.add_row(
            f"{phase} {kind.replace('_', ' ')}",
            str(counts[phase, kind]),
            *(cell(found, f"{name}.{part}") for part in ("mean", "bias", "worst")),
            share(found, f"{name}.untold"),
        )
    return table


def clip_table(clips: Sequence[Compared], found: Figures) -> Table:
    """Each clip's errors, and its verdicts against those of the true angles."""
    table = new_table("Clips", "fps", "events", "ms", "deg", *WAYS, "focus")
    total: Counter[str] = Counter()
    for clip in clips:
        ways = Counter(
            against(one.verdict, true.verdict) for one, true in clip.findings()
        )
        total += ways
        events = len(clip.truth.events_s)
        refusal = clip.found.refusal
        table.add_row(
            f"{clip.name}{' *' if clip.truth.held_out else ''}",
            f"{clip.truth.true_fps:.0f}",
            f"{events - len(clip.missed())}/{events}",
            cell(found, f"clips.{clip.name}.events"),
            cell(found, f"clips.{clip.name}.angles"),
            *(str(ways[way]) for way in WAYS),
            f"refused: {refusal.code}" if refusal else clip.found.focus or NONE,
        )
    table.add_section()
    table.add_row("all", *[""] * 4, *(str(total[way]) for way in WAYS))
    table.caption = "* held out: the bias was not learned, nor first tried, on it"
    return table


def rule_table(clips: Sequence[Compared]) -> Table:
    """The rules, and what breaks them."""
    table = new_table("Verdict rules", "met", "broken by")
    for rule, broken in breaches(clips).items():
        table.add_row(rule, "✗" if broken else "✓", ", ".join(broken))
    return table


def cost_table(costs: Mapping[str, Cost], found: Figures) -> Table:
    """One clip, each in a process of its own; plain is heavy on each whole frame."""
    table = new_table("Cost", "wall, s", "processor, s", "peak, MB")
    for name, cost in costs.items():
        table.add_row(
            name,
            f"{cost.wall_s:.1f}",
            f"{cost.processor_s:.1f}",
            f"{cost.peak_bytes / 1e6:.0f}",
        )
    table.add_section()
    names = ("cost.wall", "cost.processor", "cost.memory")
    table.add_row(
        "analysis : plain",
        *(cell(found, name, 2) for name in names[:2]),
        cell(found, names[2], 0),
    )
    table.add_row("target", *(goal(found.get(name)) for name in names))
    return table


def target_table(found: Figures) -> Table:
    """Targets that are not met."""
    with_goal = {name: one for name, one in found.items() if one.goal}
    unmet = {name: one for name, one in with_goal.items() if not one.met}
    met = len(with_goal) - len(unmet)
    table = new_table(
        f"Targets: {met} of {len(with_goal)} met; not these", "is", "target"
    )
    for name, one in unmet.items():
        table.add_row(name, f"{one.value:.4g}", goal(one))
    return table


def change_table(moved: Sequence[Change]) -> Table:
    """Figures that differ from the committed ones by more than their tolerance."""
    table = new_table("Against the committed figures", "was", "is", "")
    for one in sorted(moved, key=lambda one: one.worse):
        now = "gone" if one.now is None else f"{one.now:.4g}"
        table.add_row(
            one.name, f"{one.was:.4g}", now, "worse" if one.worse else "better"
        )
    return table
