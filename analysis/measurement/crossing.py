"""The instant of contact 1 at which the recovering ankle passes the stance knee."""

from __future__ import annotations

import numpy as np

from analysis.filtering.running_frame import Runner
from analysis.types import Event, Events, Missing

# The ankle passes at about 5 leg lengths a second, each joint 0.03 off.
PLUS_MINUS_S = 0.008


def find_crossing(runner: Runner, events: Events) -> Event | Missing:
    """The crossing, between frames; ``frame`` is the nearest one.

    Parameters
    ----------
    events
        The nine events, of which the first contact's are used.
    """
    down, off = events["touchdown_1"], events["toe_off_1"]
    if isinstance(down, Missing):
        return down
    end = off.frame if off else len(runner.time_s)
    ankle, knee = runner.point("front", "ankle"), runner.point("rear", "knee")
    ahead = (ankle[:, 0] - knee[:, 0])[down.frame : end]
    past = np.flatnonzero(ahead > 0)
    if isinstance(off, Missing) and not len(past):
        return off
    if not np.isfinite(ahead[: past[0] + 1 if len(past) else None]).all():
        return Missing("joint_hidden")
    if not len(past) or past[0] == 0:
        return Missing("event_not_found")
    after = down.frame + int(past[0])
    before, behind, front = after - 1, -ahead[past[0] - 1], ahead[past[0]]
    span_s = runner.time_s[after] - runner.time_s[before]
    time_s = float(runner.time_s[before] + span_s * behind / (behind + front))
    return Event(time_s, before if behind < front else after, PLUS_MINUS_S)
