"""Is this a start that can be judged? Each refusal names its figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.camera_motion.background import PATIENCE
from analysis.camera_motion.camera import Camera
from analysis.detection.athlete import Detection
from analysis.errors import CameraMoves, Nobody, NoStart, NotSideOn, SeveralAthletes
from analysis.estimation.among_others.bystanders import strange
from analysis.estimation.side_view import across, off_side_deg, shoulder_width
from analysis.filtering.running_frame import LEAST_FOUND_FRAMES, Runner
from analysis.gait_events.hidden_events import HIDDEN
from analysis.landmarks import ANKLES, HIPS, leg_length
from analysis.types import Event, Events, Poses

# Lower quartile of the apparent shoulder width, in leg lengths: side-on 0.05-0.13
# (real and synthetic, up to 13° off), from the front 0.4.
WIDEST_SHOULDERS = 0.20
# How far the near shoulder looks ahead of or behind the far one, in leg lengths: 0-0.08
# up to 13° off, 0.10 at 15°, 0.15 at 20°, 0.17-0.25 at 30°, from in front or behind.
FURTHEST_ACROSS = 0.158
# Feet never further apart than this have not taken a sprint step: cycling, standing.
LEAST_STRIDE = 0.6
STRIDE_FRAMES = 150
# Somebody who travelled this far and no further may be cut off in the push.
PUSH_WAY = (0.15, 1.2)
# Movement beside the athlete's own, square leg lengths, in the athlete's busy frames:
# alone 0-0.08, a neighbour who starts too 0.38-1.3, half as tall 0.28. Before the start
# neighbours wait (0) and others walk on (0.16-0.6). Less than ``PASSER`` is a waving
# hand or a tree.
PASSER, WAITING_SHARE = 0.1, 0.25
# No push of a person is shorter (evidence: 0.33-0.39 s).
LEAST_PUSH_S = 0.22
# The view is judged from this long before the rear foot leaves to this long after the
# third landing.
HOLD_S, LANDED_S = 0.5, 0.1
# A camera that pans further than this from its middle view sees the start from in front
# or behind; the limit of a still one, plus a few degrees because it is not known which
# view is exactly side-on.
MOST_TURNED_DEG = 30.0
# The camera of a start of half a second or more can't be followed if a larger share of
# its frames is lost; a phone lowered after a long wait does not count.
MOST_LOST = 0.1
# Hips that jump further from one frame to the next are in another scene.
LARGEST_STEP = 1.0
# Below this pattern score such a jump means no start at all.
SURE_SCORE = 1.3
# Steepest trunk at the bottom of a crouched start.
STEEPEST_CROUCH_DEG = 45.0
CROUCH_S = 0.45
# Out of the blocks people run 3 to 7 leg lengths a second (evidence: 3.2 to 3.6 m/s at
# block exit, 5 to 6 after three steps); a walk is below 2. Read from at least this many
# seconds.
SPEEDS, LEAST_RUN_S = (2.4, 9.0), 0.15
# A clip that goes on this long after the exit shows a landing.
LANDS_WITHIN_S = 0.4
AFTER_EXIT = ("touchdown_1", "toe_off_1", "touchdown_2", "toe_off_2", "touchdown_3")
# Speed at front block exit is 2.7 to 4.6 leg lengths a second (rendered athletes and
# 15 real starts), at the first toe-off 4.5 to 5.7: a clip that begins after the push
# shows the same feet one step later. Read over this much of life on either side.
FASTEST_EXIT, AROUND_S = 4.75, 0.06


def check_view(poses: Poses, detection: Detection) -> None:
    """Refuse clips filmed in a way that no angle can be trusted.

    Raises
    ------
    NotSideOn, NoStart, CameraMoves
    """
    check_body(poses)
    poses = detection.camera.steady(poses)
    leg_px = leg_length(poses.xy_px)
    if shoulder_width(poses) > WIDEST_SHOULDERS:
        raise NotSideOn(f"about {off_side_deg(poses):.0f} degrees off the side")
    apart = np.abs(np.diff(poses.xy_px[:, ANKLES, 0])[:, 0]) / leg_px
    hips = poses.xy_px[:, HIPS, 0].mean(axis=1)
    hips = hips[np.isfinite(hips)]
    # Of the last frames only: athletes may wait in their blocks for long.
    stride = float(np.percentile(apart[np.isfinite(apart)][-STRIDE_FRAMES:], 95))
    in_push = PUSH_WAY[0] < np.abs(hips[-1] - hips[0]) / leg_px < PUSH_WAY[1]
    if stride < LEAST_STRIDE and not in_push:
        raise NoStart(f"feet never more than {stride:.1f} leg lengths apart")
    check_camera(poses, detection.camera)


def check_company(filmed: Poses, detection: Detection) -> int:
    """Refuse a start of several equal ones: nobody said whose start it is.

    Returns
    -------
    int
        How many others move about, for a note; 0 when somebody chose the athlete.

    Raises
    ------
    SeveralAthletes
        Others start too, as large and no further away.
    """
    if detection.chosen:
        return 0
    starts, passes = company(filmed, detection)
    # Where the background is lost everything seems to move.
    lost = (~detection.camera.followed[: len(filmed.time_s)]).sum() > PATIENCE
    people = len(detection.equals_px)
    moved = max(starts, passes)
    if moved > PASSER and people and not lost:
        told = f"{moved:.1f} square leg lengths of others start too"
        raise SeveralAthletes(told, people)
    return max(1, detection.rivals) if moved > PASSER else 0


def check_camera(poses: Poses, camera: Camera) -> None:
    """Refuse a start whose camera can't be followed, or is known to turn too far.

    Raises
    ------
    CameraMoves
    """
    shown = np.flatnonzero(np.isfinite(poses.xy_px[:, 0, 0]))
    start = slice(int(shown[0]), int(shown[-1]) + 1)
    lost = ~camera.followed[start]
    if lost.sum() > PATIENCE and lost.mean() > MOST_LOST:
        raise CameraMoves(f"the background is lost in {lost.sum()} frames")
    turned = float(np.abs(camera.yaw_deg[start]).max())
    if turned > MOST_TURNED_DEG:
        raise CameraMoves(f"the camera turns {turned:.0f} degrees away from the side")


def company(poses: Poses, detection: Detection) -> tuple[float, float]:
    """How much others move: as much as a starter, or like a passer or a waving hand.

    Returns
    -------
    starts, passes
        Square leg lengths; one of them is 0.
    """
    own, other = strange(poses, detection, leg_length(poses.xy_px))
    known = np.isfinite(own)
    own, other = own[known], other[known]
    if not len(own):
        return 0.0, 0.0
    busy = float(np.percentile(other[own >= np.percentile(own, 60)], 75))
    calm = other[own <= WAITING_SHARE * np.percentile(own, 80)]
    before = float(np.percentile(calm, 75)) if len(calm) else 0.0
    return (0.0, before) if before > WAITING_SHARE * busy else (busy, 0.0)


def turned_deg(poses: Poses, camera: Camera) -> float:
    """Degrees by which the camera panned while there were poses."""
    shown = np.flatnonzero(np.isfinite(poses.xy_px[:, 0, 0]))
    return float(np.ptp(camera.yaw_deg[shown])) if len(shown) else 0.0


def check_body(poses: Poses) -> None:
    """Refuse a clip in which hardly any frame shows a body."""
    found = np.isfinite(poses.xy_px[:, 0, 0])
    if found.sum() < LEAST_FOUND_FRAMES:
        raise Nobody(f"a body in {found.sum()} of {len(found)} frames")


def check_start(
    runner: Runner,
    events: Events,
    poses: Poses,
    detection: Detection,
) -> None:
    """Refuse movement that is not a crouched start, or not seen from the side.

    Raises
    ------
    NoStart, NotSideOn, CameraMoves
    """
    left = events["front_foot_block_exit"]
    if not left:
        raise NoStart("nobody leaves a block")
    pushing = (runner.time_s <= left.t_s) & (runner.time_s >= left.t_s - CROUCH_S)
    lean = runner.shoulders[pushing] - runner.hips[pushing]
    lowest = float(np.nanmin(np.degrees(np.arctan2(lean[:, 1], lean[:, 0]))))
    if lowest > STEEPEST_CROUCH_DEG:
        raise NoStart(f"trunk never lower than {lowest:.0f} degrees")
    began = events["first_movement"]
    push_s = (left.t_s - began.t_s) if began else LEAST_PUSH_S
    if push_s < LEAST_PUSH_S:
        raise NoStart(f"a push of {push_s:.2f} s")
    check_speed(runner, events)
    seen = detection.camera.steady(poses)
    step = np.diff(seen.xy_px[:, HIPS, 0].mean(axis=1)) / runner.leg_px
    if (leap := float(np.nanmax(np.abs(step)))) > LARGEST_STEP:
        if runner.pattern.score < SURE_SCORE:
            raise NoStart(runner.pattern.doubt)
        if not detection.camera.moves:
            raise NoStart(f"a cut: the athlete jumps by {leap:.1f} leg lengths")
        raise CameraMoves(f"the picture jumps by {leap:.1f} leg lengths")
    if abs(across(seen)) > FURTHEST_ACROSS:
        raise NotSideOn(f"about {off_side_deg(seen):.0f} degrees off the side")


def around_start(poses: Poses, runner: Runner) -> Poses:
    """The poses from the hold to the third landing; NaN in all other frames."""
    first, last = runner.pattern.at_s[[0, -1]]
    life_s = poses.time_s / runner.slow_motion
    during = (life_s >= first - HOLD_S) & (life_s <= last + LANDED_S)
    xy_px = np.where(during[:, None, None], poses.xy_px, np.nan)
    return replace(poses, xy_px=xy_px)


def check_speed(runner: Runner, events: Events) -> None:
    """Refuse a walk out of a crouch, or a speed that nobody runs at this rate of time.

    Raises
    ------
    NoStart
    """
    left = events["front_foot_block_exit"]
    if not left:
        return
    if not events["first_movement"]:
        seen_before = bool(events["rear_foot_block_exit"])
        _check_exit(runner, left, seen_before=seen_before)
    later = [event for name in AFTER_EXIT if (event := events[name])]
    if not later:
        seen_s = runner.time_s[np.isfinite(runner.hips[:, 0])]
        hidden = events[AFTER_EXIT[0]] == HIDDEN
        if seen_s[-1] > left.t_s + LANDS_WITHIN_S and not hidden:
            raise NoStart("no foot lands after the push")
        return
    took = later[-1].t_s - left.t_s
    if took < LEAST_RUN_S:
        return
    hips = [
        float(np.interp(event.t_s, runner.time_s, runner.hips[:, 0]))
        for event in (left, later[-1])
    ]
    speed = (hips[1] - hips[0]) / took
    if not SPEEDS[0] <= speed <= SPEEDS[1]:
        raise NoStart(f"runs {speed:.1f} leg lengths a second")


def _check_exit(runner: Runner, left: Event, *, seen_before: bool) -> None:
    """Refuse when contact 1 was taken for a block: too fast, and no hold seen before.

    In slow motion speed is less certain, so it is refused only if the rear foot was not
    seen on its block either.
    """
    if runner.slow_motion != 1.0 and seen_before:
        return
    ends = [left.t_s - AROUND_S, left.t_s + AROUND_S]
    hips = np.interp(ends, runner.time_s, runner.hips[:, 0])
    speed = float(hips[1] - hips[0]) / (2 * AROUND_S)
    if speed > FASTEST_EXIT:
        raise NoStart("the clip begins when the front foot has left its block")
