"""The figures of every frame, as a table that any program reads.

One row for each frame from the first pose to the last frame looked at: its time, the
joints in the picture as filmed, and the angles, from the same points as the measures.
What each column holds: ``analysis/README.md``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.filtering.running_frame import Leg, Runner
from analysis.landmarks import HIPS, LEFT, NOSE, landmark
from analysis.measurement import angles
from analysis.measurement.angles import Reading
from analysis.measurement.body import Snapshot
from analysis.types import ZERO_EVENTS, Clip, Events, Floats, Poses

LEGS: tuple[Leg, ...] = ("front", "rear")
# What is read in each column, and on which leg; for the whole body either will do.
READ: Mapping[str, tuple[Reading, Leg]] = {
    "knee_front": (angles.knee, "front"),
    "knee_rear": (angles.knee, "rear"),
    "hip_front": (angles.hip, "front"),
    "hip_rear": (angles.hip, "rear"),
    "shin_front": (angles.shin, "front"),
    "shin_rear": (angles.shin, "rear"),
    "trunk": (angles.trunk, "front"),
    "body_line_front": (angles.body_line, "front"),
    "body_line_rear": (angles.body_line, "rear"),
    "thigh_split": (angles.thigh_split, "front"),
    "head_pitch": (angles.head_pitch, "front"),
}

TIMES = ("t_s", "life_s")
POINTS = tuple(
    f"{name}_{axis}_px"
    for name in ("nose", *(f"{joint}_{leg}" for joint in LEFT for leg in LEGS))
    for axis in ("x", "y")
)
COLUMNS = ("frame", *TIMES, *POINTS, *READ)
DECIMALS = dict.fromkeys(TIMES, 4) | dict.fromkeys((*POINTS, *READ), 1)


@dataclass(frozen=True, slots=True)
class Series:
    """The table before it is written.

    Attributes
    ----------
    frame
        (rows,) numbers of the clip's frames, rising by one but for repeated pictures.
    values
        (rows,) for every column but ``frame``, in seconds, pixels or degrees by its
        name; NaN where unknown.
    """

    frame: NDArray[np.intp]
    values: Mapping[str, Floats]

    def in_file(self, clip: Clip) -> Series:
        """The same rows with the file's frames and times, where it repeats some."""
        played = {"t_s": clip.played_s[self.frame]}
        return Series(clip.number[self.frame], {**self.values, **played})


def series_of(
    runner: Runner,
    poses: Poses,
    events: Events,
    *,
    known: bool,
) -> Series:
    """Read every frame from the first pose on.

    Parameters
    ----------
    runner
        The athlete's paths as the measures are read from them.
    poses
        The same points in pixels of the upright picture as filmed.
    events
        Where life begins to count.
    known
        Whether it is known how slow the clip is; if not, ``life_s`` is empty.
    """
    posed = np.flatnonzero(np.isfinite(runner.xy[:, HIPS[0], 0]))
    frame = np.arange(posed[0] if len(posed) else len(runner.time_s), len(poses.time_s))
    life_s = _life_s(runner.time_s, events if known else {})
    times = {"t_s": runner.time_s * runner.slow_motion, "life_s": life_s}
    values = times | _points(runner, poses.xy_px) | _angles(runner)
    return Series(frame, {name: values[name][frame] for name in COLUMNS[1:]})


def _life_s(time_s: Floats, events: Events) -> Floats:
    """(frames,) seconds of life since the start began, or else since the push ended."""
    zero = next((event for name in ZERO_EVENTS if (event := events.get(name))), None)
    return np.full(len(time_s), np.nan) if zero is None else time_s - zero.t_s


def _points(runner: Runner, xy_px: Floats) -> dict[str, Floats]:
    """(frames,) x and y of every joint; an arm is named after the leg of its side."""
    numbers = {"nose": NOSE} | {
        f"{joint}_{leg}": landmark(runner.side_of(leg), joint)
        for joint in LEFT
        for leg in LEGS
    }
    return {
        f"{name}_{axis}_px": xy_px[:, number, place]
        for name, number in numbers.items()
        for place, axis in enumerate(("x", "y"))
    }


def _angles(runner: Runner) -> dict[str, Floats]:
    """(frames,) degrees of every reading."""
    body = Snapshot(runner, runner.xy)
    return {name: read(body, leg) for name, (read, leg) in READ.items()}


def write_series(series: Series | None, file: Path | None) -> None:
    """Write the table as CSV, whole or not at all; ``file`` None for none.

    UTF-8, commas, decimal points, one line per row; what is unknown is empty. A
    refused clip, None, has the line of names and no row.
    """
    if file is None:
        return
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as sheet:
            table = csv.writer(sheet, lineterminator="\n")
            table.writerow(COLUMNS)
            if series is not None:
                table.writerows(_rows(series))
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _rows(series: Series) -> Iterator[list[str]]:
    for row, frame in enumerate(series.frame):
        cells = (_cell(series.values[name][row], name) for name in COLUMNS[1:])
        yield [str(frame), *cells]


def _cell(value: float, name: str) -> str:
    if np.isnan(value):
        return ""
    # Adding zero turns -0.0 into 0.0.
    return f"{round(float(value), DECIMALS[name]) + 0.0:.{DECIMALS[name]}f}"
