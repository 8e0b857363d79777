"""What was inferred and is said, so that it can be corrected."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.camera_motion.camera import Level
from analysis.filtering.running_frame import Runner
from analysis.gait_events.start_signal import Reaction
from analysis.timing.frame_gaps import is_large
from analysis.types import Clip, Events, Missing, Note

LOW_FPS = 45.0
# A view less than this off the side, in degrees, needs no note.
STRAIGHT_DEG = 12.0
# Below the first leg length, in pixels, steps get a wide ±; we advise the second.
SMALL_PX, LARGE_PX = 130.0, 200.0
# A camera that turns by more than a hand's sway was turned on purpose.
FOLLOWED_DEG = 4.0
# Who moves earlier than this after the signal did not wait for it (World Athletics).
EARLIEST_S = 0.1
# Why there is no set position, and why no third step.
WITHOUT_SET = {"event_before_clip": "starts_late", "set_unseen": "set_unseen"}
WITHOUT_THIRD = {
    "event_after_clip": "ends_early",
    "out_of_picture": "leaves_picture",
    "event_not_found": "steps_not_found",
}
Said = tuple[tuple[bool, Note], ...]


@dataclass(frozen=True, slots=True)
class Filming:
    """What was inferred of the camera, the file and who else is in the picture.

    Attributes
    ----------
    off_side_deg
        Degrees off a straight side view.
    turned_deg
        Degrees by which the camera turned with the athlete.
    others
        How many others move about.
    uneven
        Whether the file plays at more than one speed.
    starts
        How many starts there may be in the clip, of which this is the last.
    """

    off_side_deg: float = 0.0
    turned_deg: float = 0.0
    others: int = 0
    uneven: bool = False
    starts: int = 1


def take(
    clip: Clip,
    runner: Runner,
    events: Events,
    factor: float | None,
    filming: Filming,
    falls: bool,
    heard: Reaction | None = None,
) -> tuple[Note, ...]:
    """Everything worth saying beside the numbers, the most important first."""
    said = (
        (factor is None, Note("slow_motion_unknown")),
        ((factor or 1.0) > 1.0, Note("slow_motion", {"factor": round(factor or 1.0)})),
        (runner.direction == "right_to_left", Note("runs_right_to_left")),
        *_of_frames(clip, runner, events, factor, filming),
        *_without_set(events),
        *_without_third(events),
        (runner.leg_px < SMALL_PX, Note("small_athlete", {"times": _nearer(runner)})),
        (falls, Note("stumbles")),
        *_of_reaction(heard),
        (filming.starts > 1, Note("last_start", {"starts": filming.starts})),
        (_hidden(events), Note("hidden_by_other")),
        *_of_camera(filming, runner.level),
        (True, Note("far_leg_wider")),
        (True, Note("error_basis")),
    )
    return tuple(note for applies, note in said if applies)


def _of_reaction(heard: Reaction | None) -> Said:
    """How long after the signal the athlete moved; a start too early only for sure."""
    if heard is None:
        return ()
    values = {"seconds": heard.seconds, "plus_minus": heard.plus_minus_s}
    early = heard.seconds + heard.plus_minus_s < EARLIEST_S
    return ((True, Note("reaction_early" if early else "reaction", values)),)


def _of_frames(
    clip: Clip,
    runner: Runner,
    events: Events,
    factor: float | None,
    filming: Filming,
) -> Said:
    """What is said of the file's pictures and their times."""
    uneven, fps = filming.uneven, clip.median_fps * (factor or 1.0)
    gap = not uneven and _beside_gap(runner, events)
    few = factor is not None and fps < LOW_FPS
    turn = {"degrees": clip.reading.righted_deg}
    return (
        (turn["degrees"] > 0, Note("turned_upright", turn)),
        (clip.reading.inner is not None, Note("inner_picture")),
        (few, Note("low_frame_rate", {"fps": round(fps)})),
        (uneven, Note("speed_changes")),
        (_repeats(clip), Note("repeated_pictures")),
        (clip.variable_frame_rate and not uneven, Note("variable_frame_rate")),
        (gap, Note("frames_missing")),
        (runner.squeezed, Note("too_squeezed")),
        (clip.reading.brighter > 1.0, Note("dark")),
    )


def _of_camera(filming: Filming, level: Level) -> Said:
    """What is said of the camera and of who else is in the picture."""
    off, others = round(filming.off_side_deg), filming.others
    roll = {"degrees": round(abs(level.roll_deg))}
    return (
        (filming.turned_deg > FOLLOWED_DEG, Note("camera_followed")),
        (level.certain, Note("levelled", roll)),
        (level.doubtful, Note("tilted", roll)),
        (off > STRAIGHT_DEG, Note("off_side_view", {"degrees": off})),
        (others > 0, Note("picked_starter", {"others": others})),
    )


def _repeats(clip: Clip) -> bool:
    """Whether pictures are left out between those looked at."""
    return bool((np.diff(clip.number) > 1).any())


def _beside_gap(runner: Runner, events: Events) -> bool:
    """Whether frames are missing around an event, found or not."""
    return any(
        event.why == "frames_missing"
        if isinstance(event, Missing)
        else is_large(runner.time_s, event.t_s)
        for event in events.values()
    )


def _hidden(events: Events) -> bool:
    """Whether a moment is missing because somebody is in front of the athlete."""
    whys = {event.why for event in events.values() if isinstance(event, Missing)}
    return "hidden_by_other" in whys


def _without_set(events: Events) -> Said:
    """What is said without a set position: it is before the clip, or not seen."""
    moved = events["first_movement"]
    if isinstance(moved, Missing) and moved.why in WITHOUT_SET:
        return ((True, Note(WITHOUT_SET[moved.why])),)
    return ()


def _without_third(events: Events) -> Said:
    """What is said when the third step is missing."""
    landed = events["touchdown_3"]
    if isinstance(landed, Missing) and landed.why != "hidden_by_other":
        return ((True, Note(WITHOUT_THIRD.get(landed.why, "steps_not_found"))),)
    return ()


def _nearer(runner: Runner) -> float:
    """How many times nearer the camera should stand, in steps of a half."""
    return max(1.5, round(2 * LARGE_PX / runner.leg_px) / 2)
