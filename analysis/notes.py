"""What was inferred and is said, so that it can be corrected."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.gaps import is_large
from analysis.missing import why_missing
from analysis.travel import Travel
from analysis.types import Clip, Event, Note

LOW_FPS = 45.0
# A side view within this is simply a side view.
STRAIGHT_DEG = 12.0
# A leg of fewer pixels gives steps a wide ±; of so many it would not.
SMALL_PX, LARGE_PX = 130.0, 200.0
# A camera that turns by more than a hand's sway was turned on purpose.
FOLLOWED_DEG = 4.0
# Why the third step is not told.
WITHOUT_THIRD = {
    "event_after_clip": "ends_early",
    "out_of_picture": "leaves_picture",
    "event_not_found": "steps_not_found",
}


def take(
    clip: Clip,
    travel: Travel,
    events: Mapping[str, Event | None],
    factor: float | None,
    off_side_deg: float,
    others: int,
    turned_deg: float,
    falls: bool,
) -> tuple[Note, ...]:
    """Everything worth saying beside the numbers, the most important first."""
    fps = clip.median_fps * (factor or 1.0)
    off = round(off_side_deg)
    said = (
        (factor is None, Note("slow_motion_unknown")),
        ((factor or 1.0) > 1.0, Note("slow_motion", {"factor": round(factor or 0.0)})),
        (travel.direction == "right_to_left", Note("runs_right_to_left")),
        (
            factor is not None and fps < LOW_FPS,
            Note("low_frame_rate", {"fps": round(fps)}),
        ),
        (clip.variable_frame_rate, Note("variable_frame_rate")),
        (clip.reading.righted_deg > 0, _righted(clip)),
        (clip.reading.inner is not None, Note("inner_picture")),
        (_beside_gap(travel, events, factor or 1.0), Note("frames_missing")),
        (_missing_set(travel, events, factor or 1.0), Note("starts_late")),
        *_without_third(travel, events, factor or 1.0),
        (travel.leg_px < SMALL_PX, Note("small_athlete", {"times": _nearer(travel)})),
        (falls, Note("stumbles")),
        (turned_deg > FOLLOWED_DEG, Note("camera_followed")),
        (off > STRAIGHT_DEG, Note("off_side_view", {"degrees": off})),
        (others > 0, Note("picked_starter", {"others": others})),
        (True, Note("far_leg_wider")),
        (True, Note("error_basis")),
    )
    return tuple(note for applies, note in said if applies)


def _righted(clip: Clip) -> Note:
    return Note("turned_upright", {"degrees": clip.reading.righted_deg})


def _beside_gap(
    travel: Travel, events: Mapping[str, Event | None], slowness: float
) -> bool:
    """Whether frames are missing where a moment is told or should be."""
    return any(
        why_missing(travel, events, slowness, name) == "frames_missing"
        if event is None
        else is_large(travel.time_s, event.t_s, slowness)
        for name, event in events.items()
    )


def _missing_set(
    travel: Travel, events: Mapping[str, Event | None], slowness: float
) -> bool:
    """Whether the clip begins after the set position."""
    if events["first_movement"] is not None:
        return False
    why = why_missing(travel, events, slowness, "first_movement")
    return why == "event_before_clip"


def _without_third(
    travel: Travel, events: Mapping[str, Event | None], slowness: float
) -> tuple[tuple[bool, Note], ...]:
    """What is said when the third step is missing: the true reason."""
    if events["touchdown_3"] is not None:
        return ()
    why = why_missing(travel, events, slowness, "touchdown_3")
    return ((True, Note(WITHOUT_THIRD.get(why, "steps_not_found"))),)


def _nearer(travel: Travel) -> float:
    """How many times nearer the camera should stand, to half a time."""
    return max(1.5, round(2 * LARGE_PX / travel.leg_px) / 2)
