"""Every figure of ``make accuracy`` under a name, with its target where there is one.

Angles are compared at the instant of our own event, as an athlete gets them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from analysis.measurement.definitions import DEFINED
from analysis.types import EVENT_NAMES
from benchmarks.clip_comparison import CLASSES, Compared, Reading, against
from benchmarks.cost import Cost
from benchmarks.required_verdicts import breaches

Goal = tuple[float, float]

# The targets we set ourselves: degrees at events, ms of real time.
ANGLE_GOALS_DEG = {
    "knee": 3.5,
    "hip": 4.0,
    "trunk": 2.5,
    "body_line": 0.9,
    "shin": 2.7,
    "thigh_split": 2.0,
    "head_pitch": 6.0,
    "head_pitch set": 6.0,
}
# Of what came later, from 60 frames a second on: degrees, or hundredths of ratios.
FAST_GOALS = {
    "elbow": 4.0,
    "elbow set": 4.0,
    "hip_gap": 4.0,
    "hip_path": 4.0,
    "hip_opening": 4.0,
    "knee_lift": 4.0,
    "shin_before": 4.0,
    "trunk_rise": 4.0,
    "shin_rise": 4.0,
    "exit_split": 4.0,
    "hand": 6.0,
    "back_hand": 6.0,
    "shoulders_ahead set": 6.0,
    "ankle_height": 6.0,
    "mass_distance": 6.0,
    "foot_back": 6.0,
    "hip_back": 6.0,
    "step_ratio": 10.0,
}
FAST_FPS = 45.0
WORST_CLIP_TIMES = 2.0
EVENT_GOALS_MS = {"30": 25.0, "60": 14.0, "120+": 10.0}
COVERED_GOAL = (0.6, 0.85)
TIMES_GOAL = 1.7
# Of fewer readings a share says little.
LEAST_READINGS = 20
UNTOLD_GOAL = 0.03
WALL_GOAL = 0.6
MEMORY_GOAL_MB = 700.0


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the benchmark.

    Attributes
    ----------
    unit
        ``ms``, ``frames``, ``deg``, ``deg one`` (of a single reading), ``bias``
        (signed degrees or frames), ``share``, ``covered``, ``times``, ``count``,
        ``wall`` or ``MB``.
    goal
        Lowest and highest value that meets the target; None without a target.
    """

    value: float
    unit: str
    goal: Goal | None = None

    @property
    def met(self) -> bool:
        """Whether the target is met; a figure without one meets it."""
        return self.goal is None or self.goal[0] <= self.value <= self.goal[1]

    @property
    def badness(self) -> float:
        """Zero is best, larger is worse, in the figure's unit.

        A stated ± is bad only outside its goal: when errors shrink, the ±
        has to follow.
        """
        if self.unit in ("covered", "times") and self.goal is not None:
            return max(self.goal[0] - self.value, self.value - self.goal[1], 0.0)
        return abs(self.value)


Figures = Mapping[str, Figure]


def figures(clips: Sequence[Compared], costs: Mapping[str, Cost]) -> dict[str, Figure]:
    """All figures by name; ``costs`` of ``analysis`` and ``plain``, or empty."""
    return dict(
        chain(
            _events(clips),
            _angles(clips),
            _words(clips),
            _phases(clips),
            _verdicts(clips),
            _clips(clips),
            _cost(costs),
        )
    )


Named = Iterator[tuple[str, Figure]]


def _events(clips: Sequence[Compared]) -> Named:
    for fps, _ in CLASSES:
        errors: dict[str, list[float]] = defaultdict(list)
        for clip in (clip for clip in clips if clip.fps_class == fps):
            for name, error in clip.event_errors_ms().items():
                errors[name].append(error)
        for name in EVENT_NAMES:
            if name in errors:
                yield f"events.{fps}.{name}", Figure(_size(errors[name]), "ms")
        every = list(chain.from_iterable(errors.values()))
        if every:
            goal = (0.0, EVENT_GOALS_MS[fps])
            yield f"events.{fps}.mean", Figure(_size(every), "ms", goal)
    yield "events.missed", _count(sum(len(clip.missed()) for clip in clips))
    yield "events.invented", _count(sum(len(clip.invented()) for clip in clips))


def _angles(clips: Sequence[Compared]) -> Named:
    readings = _by(lambda one: one.kind, _readings(clips))
    held_out = _by(
        lambda one: one.kind, _readings(c for c in clips if c.truth.held_out)
    )
    for kind, every in readings.items():
        goal = ANGLE_GOALS_DEG.get(kind, FAST_GOALS.get(kind))
        rows = _in_goal(kind, every)
        yield from _errors(f"angles.{kind}", rows, goal)
        twice = ANGLE_GOALS_DEG.get(kind)
        yield from _worst_clip(f"angles.{kind}.worst_clip", kind, clips, twice)
        yield from _plus_minus(f"angles.{kind}", rows)
        if told := _told(_in_goal(kind, held_out.get(kind, []))):
            yield f"angles.{kind}.held_out", Figure(_size(told), "deg", _upto(goal))
    # An arm that is not seen is not guessed.
    untold = _untold([one for one in _readings(clips) if not DEFINED[one.measure].arm])
    yield "angles.untold", Figure(untold, "share", (0.0, UNTOLD_GOAL))


def _in_goal(kind: str, rows: list[Reading]) -> list[Reading]:
    """Readings at the frame rates that the kind's goal is for."""
    return [row for row in rows if kind not in FAST_GOALS or row.fps >= FAST_FPS]


def _words(clips: Sequence[Compared]) -> Named:
    pairs: dict[str, list[bool]] = defaultdict(list)
    for clip in clips:
        for measure, true, found in clip.words():
            if found is not None:
                pairs[DEFINED[measure].part].append(found == true)
    for part, right in pairs.items():
        yield f"words.{part}.wrong", Figure(1.0 - float(np.mean(right)), "share")


def _phases(clips: Sequence[Compared]) -> Named:
    rows = _by(lambda one: f"{one.phase}.{one.kind}", _readings(clips))
    for name in sorted(rows):
        yield from _errors(f"phases.{name}", rows[name], None)


def _errors(name: str, rows: Sequence[Reading], goal: float | None) -> Named:
    yield f"{name}.untold", Figure(_untold(rows), "share")
    if told := _told(rows):
        yield f"{name}.mean", Figure(_size(told), "deg", _upto(goal))
        yield f"{name}.bias", Figure(float(np.mean(told)), "bias")
        yield f"{name}.worst", Figure(max(map(abs, told)), "deg one")


def _worst_clip(
    name: str, kind: str, clips: Sequence[Compared], goal: float | None
) -> Named:
    each = [
        _size(told)
        for clip in clips
        if (told := _told(one for one in clip.readings() if one.kind == kind))
    ]
    if each:
        twice = None if goal is None else (0.0, WORST_CLIP_TIMES * goal)
        yield name, Figure(max(each), "deg", twice)


def _plus_minus(name: str, rows: Sequence[Reading]) -> Named:
    told = [
        (abs(one.error), one.plus_minus)
        for one in rows
        if one.error is not None and one.plus_minus is not None
    ]
    if told:
        error, stated = np.array(told).T
        many = len(told) >= LEAST_READINGS
        covered = float(np.mean(error <= stated))
        goal = COVERED_GOAL if many else None
        yield f"{name}.covered", Figure(covered, "covered", goal)
        times = float(np.mean(stated) / max(np.mean(error), 1e-9))
        yield (
            f"{name}.times",
            Figure(times, "times", _upto(TIMES_GOAL if many else None)),
        )


def _verdicts(clips: Sequence[Compared]) -> Named:
    pairs = list(chain.from_iterable(clip.findings() for clip in clips))
    counts = Counter(against(found.verdict, true.verdict) for found, true in pairs)
    judged = counts.total() - counts["can't tell"]
    for way in ("milder", "harsher"):
        yield f"verdicts.{way}", Figure(counts[way] / max(judged, 1), "share")
    opposite = sum({f.verdict, t.verdict} == {"good", "work_on"} for f, t in pairs)
    yield "verdicts.opposite", Figure(opposite, "count")
    for rule, broken in breaches(clips).items():
        yield f"rules.{rule}", _count(len(broken))


def _clips(clips: Sequence[Compared]) -> Named:
    yield "clips.refused", _count(sum(bool(clip.found.refusal) for clip in clips))
    for clip in clips:
        if errors := list(clip.event_errors_ms().values()):
            yield f"clips.{clip.name}.events", Figure(_size(errors), "ms")
        if told := _told(one for one in clip.readings() if one.in_degrees):
            yield f"clips.{clip.name}.angles", Figure(_size(told), "deg")


def _cost(costs: Mapping[str, Cost]) -> Named:
    if costs and not any(cost.code for cost in costs.values()):
        ours, plain = costs["analysis"], costs["plain"]
        wall = ours.wall_s / plain.wall_s
        yield "cost.wall", Figure(wall, "wall", (0.0, WALL_GOAL))
        yield "cost.processor", Figure(ours.processor_s / plain.processor_s, "wall")
        peak = ours.peak_bytes / 1e6
        yield "cost.memory", Figure(peak, "MB", (0.0, MEMORY_GOAL_MB))


def _readings(clips: Iterable[Compared]) -> list[Reading]:
    return list(chain.from_iterable(clip.readings() for clip in clips))


def _by(
    key: Callable[[Reading], str], readings: Iterable[Reading]
) -> dict[str, list[Reading]]:
    groups: dict[str, list[Reading]] = defaultdict(list)
    for one in readings:
        groups[key(one)].append(one)
    return dict(groups)


def _told(readings: Iterable[Reading]) -> list[float]:
    return [one.error for one in readings if one.error is not None]


def _untold(readings: Sequence[Reading]) -> float:
    untold = len(readings) - len(_told(readings))
    return untold / max(len(readings), 1)


def _size(errors: Sequence[float]) -> float:
    return float(np.mean(np.abs(errors)))


def _upto(goal: float | None) -> Goal | None:
    return None if goal is None else (0.0, goal)


def _count(number: int) -> Figure:
    return Figure(number, "count", (0, 0))
