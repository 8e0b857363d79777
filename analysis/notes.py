"""What was inferred and is said, so that it can be corrected."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.travel import Travel
from analysis.types import Clip, Event, Note

LOW_FPS = 45.0
# A side view within this is simply a side view.
STRAIGHT_DEG = 12.0


def take(
    clip: Clip,
    travel: Travel,
    events: Mapping[str, Event | None],
    factor: float | None,
    off_side_deg: float,
    others: int,
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
        (events["first_movement"] is None, Note("starts_late")),
        (events["touchdown_3"] is None, Note("ends_early")),
        (off > STRAIGHT_DEG, Note("off_side_view", {"degrees": off})),
        (others > 0, Note("picked_starter", {"others": others})),
        (True, Note("far_leg_wider")),
        (True, Note("error_basis")),
    )
    return tuple(note for applies, note in said if applies)
