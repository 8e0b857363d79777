"""Every figure of real clips under a name, with its target where there is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np

from benchmarks.hand_labels import LABELLED
from benchmarks.hand_set_joints import AtEvent, kind_of
from benchmarks.metrics import Figure, Goal
from benchmarks.real_clips import Held, within

ALL = (1.0, 1.0)
NOT_ONE = (0.0, 0.0)
WITHIN_GOAL = (0.92, 1.0)
FRAMES_GOAL = (0.0, 0.8)
COMMON_FRAMES_GOAL = (-0.4, 0.4)
COVERED_GOAL = (0.60, 0.95)
# Fewer say little about how often a ± holds.
FEWEST_FOR_COVER = 15

# At the labelled frame: what is held to a target, by column, or by moment and column.
GROUPS = {
    "body line": (2.5, ("body_line_front", "body_line_rear")),
    "shin": (3.5, ("shin_front", "shin_rear")),
    "trunk": (4.5, ("trunk",)),
    "front hip at exit": (8.0, ("EXIT hip_front",)),
    "front knee at exit": (7.0, ("EXIT knee_front",)),
    "knees in set, at touchdown, toe-off": (
        6.0,
        tuple(
            f"{moment} knee_{leg}"
            for moment in ("SET", "TD1", "TO1", "TD2", "TO2")
            for leg in ("front", "rear")
        ),
    ),
}
TRUNK_COMMON_GOAL = (-3.0, 3.0)

Named = Iterator[tuple[str, Figure]]


def real_figures(clips: Sequence[Held]) -> dict[str, Figure]:
    """All figures by name: frames late, degrees too many, shares and counts."""
    return dict(
        chain(
            _answers(clips),
            _events(clips),
            _at_frames(clips),
            _at_events(clips),
            _reds(clips),
        )
    )


def _answers(clips: Sequence[Held]) -> Named:
    starts = [clip for clip in clips if clip.found and clip.labels.has_set]
    judged = [clip.judged for clip in starts]
    yield from _share("starts.judged", judged, ALL)
    wrong = [clip.grossly_wrong for clip in clips if clip.judged and clip.labels.events]
    yield "starts.grossly_wrong", Figure(sum(wrong), "count", NOT_ONE)
    asked = [clip.as_expected for clip in clips if clip.found and clip.labels.expected]
    yield from _share("answers.as_expected", asked, ALL)


def _events(clips: Sequence[Held]) -> Named:
    errors: dict[str, list[int]] = defaultdict(list)
    for name, late in _pairs(clips):
        errors[name].append(late)
    for name in (one for one in LABELLED if one in errors):
        good = [within(name, late) for late in errors[name]]
        yield from _share(f"events.{name}.within", good)
        yield from _off(f"events.{name}", errors[name], "frames")
    good = [within(name, late) for name, late in _pairs(clips)]
    yield from _share("events.within", good, WITHIN_GOAL)
    every = list(chain.from_iterable(errors.values()))
    yield from _off("events", every, "frames", FRAMES_GOAL, COMMON_FRAMES_GOAL)
    missed = chain.from_iterable(clip.missed() for clip in clips)
    yield "events.missed", Figure(len(list(missed)), "count")


def _pairs(clips: Iterable[Held]) -> Iterator[tuple[str, int]]:
    return chain.from_iterable(clip.event_errors().items() for clip in clips)


def _at_frames(clips: Sequence[Held]) -> Named:
    errors: dict[str, list[float]] = defaultdict(list)
    for one in chain.from_iterable(clip.at_frames() for clip in clips):
        errors[f"{one.moment} {one.column}"].append(one.error_deg)
    for name, off in errors.items():
        yield from _off(f"series.{name}", off, "deg")
    for group, (most, names) in GROUPS.items():
        off = [
            one
            for name in errors
            if {name, name.split()[1]} & set(names)
            for one in errors[name]
        ]
        common = TRUNK_COMMON_GOAL if group == "trunk" else None
        yield from _off(f"groups.{group}", off, "deg", (0.0, most), common)


def _at_events(clips: Sequence[Held]) -> Named:
    rows = list(chain.from_iterable(clip.at_events() for clip in clips))
    for name in sorted({one.measure for one in rows}):
        yield from _measure(
            f"measures.{name}", [one for one in rows if one.measure == name]
        )
    for kind in sorted({kind_of(one.measure) for one in rows}):
        yield from _measure(
            f"kinds.{kind}", [one for one in rows if kind_of(one.measure) == kind]
        )


def _measure(name: str, rows: Sequence[AtEvent]) -> Named:
    yield from _off(name, [one.error_deg for one in rows], "deg")
    stated = float(np.mean([one.plus_minus_deg for one in rows]))
    yield f"{name}.stated", Figure(stated, "deg")
    held = COVERED_GOAL if len(rows) >= FEWEST_FOR_COVER else None
    yield from _share(f"{name}.covered", [one.covered for one in rows], held)


def _reds(clips: Sequence[Held]) -> Named:
    reds = list(chain.from_iterable(clip.reds() for clip in clips))
    yield "reds.not_labelled", Figure(sum(r.borne_out is None for r in reds), "count")
    yield "reds.borne_out", Figure(sum(r.borne_out is True for r in reds), "count")
    wrong = sum(red.borne_out is False for red in reds)
    yield "reds.not_borne_out", Figure(wrong, "count", NOT_ONE)


def _off(
    name: str,
    errors: Sequence[float],
    unit: str,
    most: Goal | None = None,
    common: Goal | None = None,
) -> Named:
    """How many, how far off, and in which direction."""
    yield f"{name}.n", Figure(len(errors), "count")
    if errors:
        yield f"{name}.mean", Figure(float(np.mean(np.abs(errors))), unit, most)
        yield f"{name}.signed", Figure(float(np.mean(errors)), "bias", common)


def _share(name: str, good: Sequence[bool], goal: Goal | None = None) -> Named:
    if good:
        yield name, Figure(float(np.mean(good)), "share", goal)
