"""What corrections change: moments move, a mirrored clip is turned, notes say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from analysis.corrections import Corrections
from analysis.errors import CannotMove
from analysis.scoring.checklist import ChecklistPhase, load_checklist
from analysis.types import (
    EVENT_NAMES,
    Analysis,
    Direction,
    Event,
    Events,
    Floats,
    Missing,
    Note,
    Phase,
    Side,
)

# Key frames that are none of the nine events, and the events between which they lie.
SET, CROSSING = "set", "crossing_1"
SPANS = {
    SET: ("set_start", "first_movement"),
    CROSSING: ("touchdown_1", "toe_off_1"),
}
MOMENTS = (*EVENT_NAMES, *SPANS)
# Two events nearer than this, in seconds, count as meeting.
MEETS_S = 0.001
SAID = "corrected_by_you"
RIGHT_TO_LEFT = "runs_right_to_left"
# Notes that stand before the one about the direction.
BEFORE_DIRECTION = "slow_motion"

_OTHER_SIDE: dict[Side | None, Side | None] = {
    "left": "right",
    "right": "left",
    None: None,
}
_OTHER_WAY: dict[Direction | None, Direction | None] = {
    "left_to_right": "right_to_left",
    "right_to_left": "left_to_right",
    None: None,
}


def moment_of(row: ChecklistPhase) -> str:
    """Name of what moves with a phase's key frame: its event, or the frame itself."""
    return SET if row.key_pick == "median_set" else row.key_event


def check_names(corrections: Corrections) -> None:
    """Raise ValueError when a shift names no moment of a start."""
    if unknown := sorted(set(corrections.shifts) - set(MOMENTS)):
        raise ValueError(f"no such moment: {unknown[0]}")


def moved(events: Events, corrections: Corrections, time_s: Floats) -> Events:
    """The events where the athlete put them; ``time_s`` is (frames,) of the clip.

    Raises
    ------
    CannotMove
        An event is not in the clip, or would meet or pass the one next to it.
    """
    result = dict(events)
    for name in EVENT_NAMES:
        if frames := corrections.shifts.get(name, 0):
            result[name] = _moved(name, result[name], frames, time_s)
    for name in EVENT_NAMES:
        event = result[name]
        if not event or not corrections.shifts.get(name):
            continue
        if not _in_order(name, event.t_s, result):
            raise CannotMove(f"{name} at {event.t_s:.3f} s is out of order")
    return result


def _moved(name: str, event: Event | Missing, frames: int, time_s: Floats) -> Event:
    number = np.arange(len(time_s))
    if not event:
        raise CannotMove(f"{name} is not in the clip")
    place = float(np.interp(event.t_s, time_s, number)) + frames
    if not 0 <= place <= number[-1]:
        raise CannotMove(f"{name} would be out of the clip")
    t_s = float(np.interp(place, number, time_s))
    return Event(t_s, event.frame + frames, event.plus_minus_s)


def moved_crossing(
    found: Event | Missing,
    events: Events,
    corrections: Corrections,
    time_s: Floats,
) -> Event | None:
    """The crossing where the athlete put it; None when they left it.

    Raises
    ------
    CannotMove
        It is not in the clip, or would leave the first contact.
    """
    frames = corrections.shifts.get(CROSSING, 0)
    if not frames:
        return None
    crossing = _moved(CROSSING, found, frames, time_s)
    _check_part(CROSSING, crossing.frame, events)
    return crossing


def moved_set(
    phases: Sequence[Phase],
    events: Events,
    corrections: Corrections,
    time_s: Floats,
) -> tuple[Phase, ...]:
    """The phases; the picture of the hold, over all of which is measured, where put.

    Raises
    ------
    CannotMove
        It is not in the clip, or would leave the hold.
    """
    frames = corrections.shifts.get(SET, 0)
    if not frames:
        return tuple(phases)
    (number,) = phases_of(SET)
    return tuple(
        _moved_key(phase, frames, events, time_s) if phase.number == number else phase
        for phase in phases
    )


def _moved_key(phase: Phase, frames: int, events: Events, time_s: Floats) -> Phase:
    if phase.frame is None:
        raise CannotMove(f"{SET} is not in the clip")
    frame = phase.frame + frames
    if not 0 <= frame < len(time_s):
        raise CannotMove(f"{SET} would be out of the clip")
    _check_part(SET, frame, events)
    return replace(phase, frame=frame, t_s=float(time_s[frame]))


def _check_part(name: str, frame: int, events: Events) -> None:
    if not _in_its_part(name, frame, events):
        raise CannotMove(f"{name} at frame {frame} is out of its part")


def _in_order(name: str, t_s: float, events: Events) -> bool:
    """Whether an event at this time lies between those before and after it."""
    here = EVENT_NAMES.index(name)
    known = [
        (place, event.t_s)
        for place, other in enumerate(EVENT_NAMES)
        if (event := events[other]) and place != here
    ]
    return all(
        t_s > at + MEETS_S if place < here else t_s < at - MEETS_S
        for place, at in known
    )


def _in_its_part(name: str, frame: int, events: Events) -> bool:
    """Whether a key frame lies in the hold, or in the first contact."""
    begins, ends = (events[other] for other in SPANS[name])
    after = not begins or begins.frame <= frame
    return after and (not ends or frame <= ends.frame)


def may_move(analysis: Analysis, name: str, frames: int) -> bool:
    """Whether a moment can move this far in a clip analysed before.

    Frame times are not known here, only their usual step.
    """
    here, clip = frame_of(analysis, name), analysis.clip
    if here is None or clip is None or not 0 <= here + frames < clip.frames:
        return False
    if name in SPANS:
        return _in_its_part(name, here + frames, analysis.events)
    event = analysis.events[name]
    assert event  # it has a frame
    return _in_order(name, event.t_s + frames / clip.median_fps, analysis.events)


def frame_of(analysis: Analysis, name: str) -> int | None:
    """The frame of a moment in a clip analysed before; None when it was not seen."""
    if name not in SPANS:
        event = analysis.events.get(name)
        return event.frame if event else None
    frames = {phase.number: phase.frame for phase in analysis.phases}
    return next((frames.get(number) for number in phases_of(name)), None)


def phases_of(name: str) -> tuple[int, ...]:
    """Numbers of the phases whose key frame moves with a moment."""
    rows = load_checklist().phases
    return tuple(row.number for row in rows if moment_of(row) == name)


def amended(analysis: Analysis, corrections: Corrections) -> Analysis:
    """The analysis of a corrected clip: turned when mirrored, and with notes on it.

    A mirrored clip shows the right leg as the left one and the athlete running the
    other way: names are exchanged, and no number changes.
    """
    notes = analysis.notes
    if corrections.mirrored:
        analysis = _turned(analysis)
        notes = tuple(note for note in notes if note.code != RIGHT_TO_LEFT)
    if analysis.refusal is None:  # else nothing was read anywhere
        notes = (*said(corrections), *notes)
    return replace(analysis, corrections=corrections, notes=notes)


def turned(analysis: Analysis, mirrored: bool) -> Analysis:
    """A clip analysed before, taken as mirrored or as it looks; not analysed again."""
    was = analysis.corrections
    notes = [note for note in analysis.notes if not note.code.startswith(SAID)]
    if was.mirrored:
        analysis = _turned(analysis)
        if analysis.direction == "right_to_left":
            before = [note.code.startswith(BEFORE_DIRECTION) for note in notes]
            notes.insert(sum(before), Note(RIGHT_TO_LEFT))
    plain = replace(analysis, notes=tuple(notes))
    return amended(plain, replace(was, mirrored=mirrored))


def _turned(analysis: Analysis) -> Analysis:
    return replace(
        analysis,
        direction=_OTHER_WAY[analysis.direction],
        near_side=_OTHER_SIDE[analysis.near_side],
        front_leg=_OTHER_SIDE[analysis.front_leg],
    )


def said(corrections: Corrections) -> tuple[Note, ...]:
    """One note for each kind of correction."""
    notes: list[Note] = []
    if corrections.athlete:
        notes.append(Note(f"{SAID}_athlete"))
    numbers = sorted(n for name in corrections.shifts for n in phases_of(name))
    if numbers:
        values: dict[str, Any] = {"phases": ", ".join(map(str, numbers))}
        notes.append(Note(f"{SAID}_moment", values))
    if corrections.slow_motion == 1.0:
        notes.append(Note(f"{SAID}_real_time"))
    elif corrections.slow_motion is not None:
        times = round(corrections.slow_motion, 1)
        notes.append(Note(f"{SAID}_pace", {"factor": f"{times:g}"}))
    if corrections.mirrored:
        notes.append(Note(f"{SAID}_direction"))
    return tuple(notes)
