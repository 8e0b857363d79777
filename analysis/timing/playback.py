"""From the time in which a start is read back to the file as a player shows it.

Before anything is read repeated pictures are dropped and stretches of another speed are
brought to one pace. Whoever gets the numbers has the file, so frames and seconds are
given as it plays.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from analysis.types import Analysis, Clip, Event, Floats, Phase, Shown

# A picture is held if it lasts this many times longer than those on either side.
HELD = 1.5
# Times that are closer are the same.
SAME_S = 1e-6


def part(clip: Clip, frames: Collection[int], time_s: Floats) -> Clip:
    """Only some frames of a clip, each at a time of its own.

    Parameters
    ----------
    frames
        Numbers in this clip, increasing.
    time_s
        (len(frames),) when each is, increasing; counted from the first of them.
    """
    kept = np.fromiter(frames, dtype=np.intp)
    shown = Shown(clip.number[kept], clip.played_s[kept])
    return replace(clip, time_s=time_s - time_s[0], shown=shown)


def at_times(clip: Clip, time_s: Floats) -> Clip:
    """The same frames at other times."""
    return part(clip, range(clip.frames), time_s)


def played(clip: Clip, t_s: float) -> float:
    """When a player shows an instant of the clip's own time.

    A picture that is held shows what comes next after its last repetition, but an
    instant that follows it closely is told from when it appeared.
    """
    time_s, played_s = clip.time_s, clip.played_s
    before = int(np.clip(np.searchsorted(time_s, t_s, "right") - 1, 0, len(time_s) - 2))
    pace = np.diff(played_s) / np.diff(time_s)
    own = pace[before]
    around = np.delete(pace[max(before - 1, 0) : before + 2], min(before, 1))
    if len(around) and own > HELD * around.max():
        own = around.max()
    return float(played_s[before] + (t_s - time_s[before]) * own)


def is_evenly_played(clip: Clip) -> bool:
    """Whether a player shows all of the file's pictures, each at its own time."""
    own = bool((np.diff(clip.number) == 1).all())
    return own and float(np.ptp(clip.played_s - clip.time_s)) < SAME_S


def in_clip_time(analysis: Analysis, slow_motion: float) -> Analysis:
    """An analysis in seconds of life, converted to seconds of the clip."""
    return replace(
        analysis,
        events={
            name: event and event.sped_up(1.0 / slow_motion)
            for name, event in analysis.events.items()
        },
        phases=tuple(
            replace(phase, t_s=phase.t_s and phase.t_s * slow_motion)
            for phase in analysis.phases
        ),
    )


def as_played(analysis: Analysis, clip: Clip) -> Analysis:
    """The same analysis with frames and times of the file."""
    if clip.shown is None:
        return analysis
    return replace(
        analysis,
        events={
            name: event and _event(event, clip)
            for name, event in analysis.events.items()
        },
        phases=tuple(_phase(phase, clip) for phase in analysis.phases),
        measures=tuple(
            replace(measure, frame=_number(measure.frame, clip))
            for measure in analysis.measures
        ),
    )


def _number(frame: int | None, clip: Clip) -> int | None:
    return None if frame is None else int(clip.number[frame])


def _event(event: Event, clip: Clip) -> Event:
    t_s, later = (played(clip, event.t_s + off) for off in (0.0, event.plus_minus_s))
    spread = max(event.plus_minus_s, later - t_s)
    return Event(t_s, int(clip.number[event.frame]), spread)


def _phase(phase: Phase, clip: Clip) -> Phase:
    t_s = None if phase.t_s is None else played(clip, phase.t_s)
    return replace(phase, frame=_number(phase.frame, clip), t_s=t_s)
