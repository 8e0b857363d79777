"""Compares the analysis with clips whose truth is known: ``make accuracy``.

    python -m benchmarks.accuracy [FOLDER | --save]

Runs the clips of the tests and prints how far off events, angles, ± and verdicts are
and what it costs, the targets beside them. Fails when a figure is worse than the
committed one (``accuracy.json``) by more than its tolerance (``baseline.py``); with
``--save`` this run's figures become the committed ones. Another folder's clips are
only measured: rendered ones with their truth, or real ones with what a person wrote
down about them (``README.md``).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console

from benchmarks import baseline, cost, report_tables
from benchmarks.clip_comparison import Compared, compare
from benchmarks.cost import Cost
from benchmarks.hand_labels import is_labelled
from benchmarks.metrics import Figures, figures
from benchmarks.real_clips import hold_against
from benchmarks.real_metrics import real_figures
from benchmarks.real_tables import real_tables

CLIPS = Path(__file__).parents[1] / "tests" / "clips"
WIDTH = 130


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and compare with the committed figures; 1 when worse."""
    asked = _arguments(arguments)
    if asked.folder and is_labelled(asked.folder):
        return real(asked.folder)
    # First, while this process is still light: a child's peak includes its parent's.
    costs = {} if asked.folder else cost.costs(cost.CLIP)
    clips = compare(asked.folder or CLIPS, _tell)
    if not clips:
        print("no clip with a truth beside it", file=sys.stderr)
        return 2
    found = figures(clips, costs)
    _print(clips, found, costs)
    if asked.folder:
        return 0
    names = [clip.name for clip in clips]
    if asked.save:
        baseline.save(names, found, baseline.FILE)
        return 0
    return held(names, found, baseline.load(baseline.FILE))


def real(folder: Path) -> int:
    """Measure real clips against their labels, and print."""
    try:
        clips = hold_against(folder, _tell)
    except ValueError as error:
        print(f"{folder}: {error}", file=sys.stderr)
        return 2
    console = Console(width=WIDTH)
    for table in real_tables(clips, real_figures(clips)):
        console.print(table)
    return 0


def held(
    names: Sequence[str], found: Figures, committed: baseline.Baseline | None
) -> int:
    """Say how the figures moved; 1 when one is worse or nothing to compare with."""
    if committed is None or list(committed.clips) != list(names):
        print("the committed figures are of other clips: see --save", file=sys.stderr)
        return 1
    moved = baseline.changes(found, committed)
    if moved:
        Console(width=WIDTH).print(report_tables.change_table(moved))
    worse = [one.name for one in moved if one.worse]
    if worse:
        print("worse than committed: " + ", ".join(worse), file=sys.stderr)
    return int(bool(worse))


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("folder", nargs="?", type=Path, help="other clips with truth")
    what.add_argument("--save", action="store_true", help="commit to these figures")
    return parser.parse_args(arguments)


def _print(
    clips: Sequence[Compared], found: Figures, costs: Mapping[str, Cost]
) -> None:
    console = Console(width=WIDTH)
    console.print(report_tables.event_table(found))
    console.print(report_tables.angle_table(clips, found))
    console.print(report_tables.phase_table(clips, found))
    console.print(report_tables.clip_table(clips, found))
    console.print(report_tables.rule_table(clips))
    if costs:
        console.print(report_tables.cost_table(costs, found))
    console.print(report_tables.target_table(found))


def _tell(name: str) -> None:
    print(name, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
