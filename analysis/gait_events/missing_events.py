"""Why an event is missing: outside the clip, out of the picture, or not found."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analysis.filtering.running_frame import Runner
from analysis.filtering.start_pattern import INSTANTS
from analysis.timing.frame_gaps import is_deep
from analysis.types import EVENT_NAMES, Event, Missing

# From the first movement, and from the hold, to the front foot's exit (evidence §2).
USUAL_BEFORE_EXIT_S = {"set_start": 0.7, "first_movement": 0.36}
# An event expected this near the first or last visible instant may lie beyond it.
SOON_S = 0.05
# An edge is read from this many seconds on either side of it.
ACROSS_S = 0.03


def with_reasons(
    runner: Runner, found: Mapping[str, Event | Missing | None]
) -> dict[str, Event | Missing]:
    """The events, with None (not found just now) replaced by the reason."""
    return {
        name: Missing(_why(runner, found, name)) if event is None else event
        for name, event in found.items()
    }


def _why(runner: Runner, found: Mapping[str, Event | Missing | None], name: str) -> str:
    """Whether an event lies before or after what is seen, or was not found there.

    It is looked for where the pattern of the start has it, or the usual time away from
    its neighbours.
    """
    seen_s = runner.time_s[np.isfinite(runner.hips[:, 0])]
    expected = expected_s(runner, name)
    if seen_s[0] < expected < seen_s[-1] and is_deep(runner.time_s, expected):
        return "frames_missing"
    if across_change(runner, expected):
        return "speed_changes"
    unseen = "set_unseen" if name == "first_movement" else "event_not_found"
    not_found = "too_squeezed" if runner.squeezed else unseen
    place = EVENT_NAMES.index(name)
    if any(found[later] for later in EVENT_NAMES[place + 1 :]):
        early = expected < seen_s[0] + SOON_S
        return "event_before_clip" if early else not_found
    last = max((event.t_s for event in found.values() if event), default=0.0)
    if max(expected, last) < seen_s[-1] - SOON_S:
        return not_found
    return "out_of_picture" if runner.left_picture else "event_after_clip"


def across_change(runner: Runner, instant: float) -> bool:
    """Whether the file changes speed too close to an instant for it to be read."""
    reach = ACROSS_S
    return any(
        begins - reach < instant < ends + reach for begins, ends in runner.changes_s
    )


def expected_s(runner: Runner, name: str) -> float:
    """When an event is to be expected, seconds of life."""
    if name in INSTANTS:
        return runner.pattern.time_of(name)
    before = USUAL_BEFORE_EXIT_S[name]
    return runner.pattern.time_of("front_foot_block_exit") - before
