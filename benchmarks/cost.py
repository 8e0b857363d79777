"""Measures time and memory of one analysis: ``make bench``.

Each runs in a process of its own; beside the analysis stands the plain pose model on
each whole frame, as a yardstick.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CLIP = Path(__file__).parents[1] / "tests" / "clips" / "A_borzov60.mp4"
RSS_UNIT_BYTES = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall clock and processor time of a process, its peak memory and exit code."""

    wall_s: float
    processor_s: float
    peak_bytes: int
    code: int


def cost_of(command: Sequence[str]) -> Cost:
    """Run a command to its end, its output thrown away, and say what it cost.

    A child begins as a copy of its parent, so the peak is never below this
    process's own memory: keep it light.
    """
    start = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(
        wall_s=time.monotonic() - start,
        processor_s=usage.ru_utime + usage.ru_stime,
        peak_bytes=usage.ru_maxrss * RSS_UNIT_BYTES,
        code=process.returncode,
    )


def costs(clip: Path) -> dict[str, Cost]:
    """Cost of the analysis of a clip, and of the plain model on it."""
    modules = {"analysis": "analysis", "plain": "benchmarks.plain_model"}
    return {
        name: cost_of([sys.executable, "-m", module, str(clip)])
        for name, module in modules.items()
    }


def main(arguments: Sequence[str]) -> int:
    """Measure the clip given, or one of the tests', and print a line for each."""
    measured = costs(Path(arguments[0]) if arguments else CLIP)
    for name, cost in measured.items():
        print(
            f"{name:9} {cost.wall_s:6.1f} s  {cost.processor_s:6.1f} s of processor  "
            f"{cost.peak_bytes / 1e6:5.0f} MB at most"
            + (f"  FAILED with {cost.code}" if cost.code else "")
        )
    return int(any(cost.code for cost in measured.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
