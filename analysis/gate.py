"""Is this a start that can be judged? Each refusal names its figures."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analysis.athlete import Sighting
from analysis.errors import CameraMoves, Nobody, NoStart, NotSideOn, SeveralAthletes
from analysis.travel import LEAST_FOUND_FRAMES, Travel
from analysis.types import Event, Floats, Poses

# Quarter of the frames in which the shoulders look narrowest, in leg lengths: side-on
# 0.05-0.13 (real and synthetic, up to 13° off), from the front 0.4.
WIDEST_SHOULDERS = 0.20
# A body's shoulders from the front, in leg lengths; turns their apparent width into
# an angle for the note.
SHOULDERS_FRONT = 0.43
# Feet never further apart than this have not taken a sprint step: cycling, standing.
LEAST_STRIDE = 0.6
STRIDE_FRAMES = 150
# Somebody who has come this far and no further may be cut off in the push.
PUSH_WAY = (0.3, 1.2)
# Background travel in leg lengths over the clip.
MOST_CAMERA_TRAVEL = 0.4
# Steepest trunk at the bottom of a crouched start.
STEEPEST_CROUCH_DEG = 45.0
CROUCH_S = 0.45


def check_view(poses: Poses, sighting: Sighting) -> None:
    """Refuse what was filmed so that no angle can be trusted.

    Raises
    ------
    NotSideOn, NoStart, CameraMoves
    """
    check_body(poses)
    leg_px = _leg_px(poses)
    width = shoulder_width(poses)
    if width > WIDEST_SHOULDERS:
        raise NotSideOn(f"about {off_side_deg(poses):.0f} degrees off the side")
    apart = np.abs(poses.xy_px[:, 27, 0] - poses.xy_px[:, 28, 0]) / leg_px
    hips = poses.xy_px[:, 23:25, 0].mean(axis=1)
    hips = hips[np.isfinite(hips)]
    # Of the last frames only: athletes may wait in their blocks for long.
    stride = float(np.percentile(apart[np.isfinite(apart)][-STRIDE_FRAMES:], 95))
    in_push = PUSH_WAY[0] < np.abs(hips[-1] - hips[0]) / leg_px < PUSH_WAY[1]
    if stride < LEAST_STRIDE and not in_push:
        raise NoStart(f"feet never more than {stride:.1f} leg lengths apart")
    panned = float(np.max(np.ptp(sighting.camera_px, axis=0))) / leg_px
    if panned > MOST_CAMERA_TRAVEL:
        raise CameraMoves(f"the background moves {panned:.1f} leg lengths")


def check_body(poses: Poses) -> None:
    """Refuse a clip in which hardly any frame shows a body."""
    found = np.isfinite(poses.xy_px[:, 0, 0])
    if found.sum() < LEAST_FOUND_FRAMES:
        raise Nobody(f"a body in {found.sum()} of {len(found)} frames")


def check_start(
    travel: Travel,
    events: Mapping[str, Event | None],
    sighting: Sighting,
    slowness: float,
) -> None:
    """Refuse movement that is not one athlete's crouched start.

    Raises
    ------
    NoStart, SeveralAthletes
    """
    left = events["front_foot_block_exit"]
    if left is None:
        raise NoStart("nobody leaves a block")
    pushing = (travel.time_s <= left.t_s) & (
        travel.time_s >= left.t_s - CROUCH_S * slowness
    )
    lean = travel.shoulders[pushing] - travel.hips[pushing]
    lowest = float(np.nanmin(np.degrees(np.arctan2(lean[:, 1], lean[:, 0]))))
    if lowest > STEEPEST_CROUCH_DEG:
        raise NoStart(f"trunk never lower than {lowest:.0f} degrees")
    if sighting.rivals:
        raise SeveralAthletes(f"{sighting.rivals + 1} people moving alike")


def shoulder_width(poses: Poses) -> float:
    """Apparent distance between the shoulders, leg lengths, lower quarter of frames."""
    apart: Floats = np.linalg.norm(poses.xy_px[:, 11] - poses.xy_px[:, 12], axis=-1)
    return float(np.nanpercentile(apart, 25)) / _leg_px(poses)


def off_side_deg(poses: Poses) -> float:
    """Rough angle between the camera and the perpendicular to the lane."""
    return float(
        np.degrees(np.arcsin(min(1.0, shoulder_width(poses) / SHOULDERS_FRONT)))
    )


def _leg_px(poses: Poses) -> float:
    xy = poses.xy_px
    thigh = np.linalg.norm(xy[:, 23:25] - xy[:, 25:27], axis=-1)
    shank = np.linalg.norm(xy[:, 25:27] - xy[:, 27:29], axis=-1)
    return float(np.nanpercentile(thigh + shank, 60))
