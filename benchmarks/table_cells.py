"""Tables of the benchmark and their cells, ✓ and ✗ against the targets."""

from __future__ import annotations

from rich.table import Table

from benchmarks.metrics import Figure, Figures

NONE = "–"


def new_table(first: str, *others: str) -> Table:
    """An empty table: a title over the first column, numbers to the right of it."""
    table = Table()
    table.add_column(first, no_wrap=True)
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def cell(found: Figures, name: str, places: int = 1) -> str:
    """A figure in its unit, with its mark."""
    return number(found.get(name), places)


def share(found: Figures, name: str) -> str:
    """A share in per cent, with its mark."""
    one = found.get(name)
    return NONE if one is None else f"{one.value:.1%}{mark(one)}"


def number(one: Figure | None, places: int = 1) -> str:
    """A figure in its unit, with its mark; a dash for none."""
    if one is None:
        return NONE
    sign = "+" if one.unit == "bias" else ""
    return f"{one.value:{sign}.{places}f}{mark(one)}"


def mark(one: Figure) -> str:
    """✓ or ✗ where there is a target."""
    return "" if one.goal is None else " ✓" if one.met else " ✗"


def goal(one: Figure | None) -> str:
    """The target; empty without one."""
    if one is None or one.goal is None:
        return ""
    low, high = one.goal
    return f"{low:g} to {high:g}" if low else f"≤ {high:g}"
