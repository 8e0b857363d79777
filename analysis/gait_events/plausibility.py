"""Which events can be believed: those whose intervals are humanly possible.

An event at the wrong instant makes an interval that no start has. What comes after
the first such interval, or before it, is left out: a missing event can be looked for
again, a wrong one is believed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot

from analysis.filtering.running_frame import Runner
from analysis.gait_events.missing_events import with_reasons
from analysis.types import Event, Events, Missing

# Seconds of life from one event to the next: the sanity limits of evidence §2, a bit
# wider for those who stumble or are slow. The last is given up first.
STEPS_S = (
    ("front_foot_block_exit", "touchdown_1", -0.10, 0.16),
    ("touchdown_1", "toe_off_1", 0.09, 0.33),
    ("toe_off_1", "touchdown_2", -0.03, 0.16),
    ("touchdown_2", "toe_off_2", 0.09, 0.31),
    ("toe_off_2", "touchdown_3", -0.03, 0.16),
)
# From the first movement until the feet leave, and between them.
PUSH_S = (0.20, 0.62)
REAR_PUSH_S = (0.05, 0.45)
BETWEEN_EXITS_S = (0.02, 0.36)
# An interval may exceed a limit by this many times its own ±.
BEYOND = 2.0


def believed(runner: Runner, events: Events) -> Events:
    """The events without those whose intervals no start has.

    Parameters
    ----------
    runner
        The athlete's paths, which give the reason for each event that is left out.
    events
        As found; the front foot's exit is the most certain of them and always stays.
    """
    kept: dict[str, Event | Missing | None] = dict(events)
    left = "front_foot_block_exit"
    if not _fits(kept, _Gap("rear_foot_block_exit", left, *BETWEEN_EXITS_S)):
        kept["rear_foot_block_exit"] = None
    if not _fits(kept, _Gap("first_movement", left, *PUSH_S)):
        kept["first_movement"] = kept["set_start"] = None
    rear = _Gap("first_movement", "rear_foot_block_exit", *REAR_PUSH_S)
    if not _fits(kept, rear):
        kept["rear_foot_block_exit"] = None
    doubted = False
    for first, last, least, most in STEPS_S:
        doubted |= not _fits(kept, _Gap(first, last, least, most))
        if doubted:
            kept[last] = None
    return with_reasons(runner, kept)


@dataclass(frozen=True, slots=True)
class _Gap:
    """An interval and its limits, seconds of life."""

    first: str
    last: str
    least_s: float
    most_s: float


def _fits(events: Mapping[str, Event | Missing | None], gap: _Gap) -> bool:
    """Whether an interval is within its limits, or one of its ends is missing."""
    begin, end = events[gap.first], events[gap.last]
    if not begin or not end:
        return True
    took = end.t_s - begin.t_s
    slack = BEYOND * hypot(begin.plus_minus_s, end.plus_minus_s)
    return gap.least_s - slack <= took <= gap.most_s + slack
