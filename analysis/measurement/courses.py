"""One short function per measure that is read over more than an instant.

Definitions: ``analysis/README.md``. Of which legs and moments each is read:
``definitions.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from analysis.filtering.running_frame import Leg, Runner
from analysis.geometry import elevation, included
from analysis.landmarks import landmark
from analysis.measurement import angles, distances
from analysis.measurement.angles import Reading
from analysis.measurement.body import Snapshot, landed_toes
from analysis.types import EventName, Floats

# Hips that go back first do so in this much of life after the first movement, from
# where they were this long before it.
BACK_S, BEFORE_S = 0.1, 0.1
# The foot's way back is read in the last part of its flight (evidence 5c).
LAST_S = 0.025
STEPS = 9


@dataclass(frozen=True, slots=True)
class Course:
    """The athlete's paths from event to event.

    Attributes
    ----------
    at_s
        When each event is that the measure needs, seconds of life.
    """

    runner: Runner
    at_s: Mapping[EventName, float]

    def body(self, event: EventName) -> Snapshot:
        """The points at an event's own instant."""
        return Snapshot(self.runner, self.runner.at(self.at_s[event]))

    def during(self, start_s: float, end_s: float) -> Snapshot:
        """The points at instants spread evenly from one to another, both included."""
        return self.between(start_s, end_s)[1]

    def between(self, start_s: float, end_s: float) -> tuple[Floats, Snapshot]:
        """The same, and when each instant is."""
        runner = self.runner
        between = (runner.time_s > start_s) & (runner.time_s < end_s)
        steps = max(STEPS, int(between.sum()) + 2)
        times = np.linspace(start_s, end_s, steps)
        return times, Snapshot(runner, np.stack([runner.at(time) for time in times]))

    def time_from(self, start: EventName, end: EventName) -> float:
        """Seconds of life between two events."""
        return self.at_s[end] - self.at_s[start]

    def later(self, event: EventName, by_s: float) -> Course:
        """The same paths with one event at another instant."""
        return replace(self, at_s={**self.at_s, event: self.at_s[event] + by_s})

    def with_rear_foot(self, ahead: float) -> Course:
        """The same paths with the rear foot further ahead, by leg lengths."""
        runner, xy = self.runner, self.runner.xy.copy()
        side = runner.side_of("rear")
        feet = [landmark(side, joint) for joint in ("ankle", "heel", "toe")]
        xy[:, feet, 0] += ahead
        return replace(self, runner=replace(runner, xy=xy))


CourseReading: TypeAlias = Callable[[Course, Leg], float]


def time_from(start: EventName, end: EventName) -> CourseReading:
    """Seconds of life between two events."""
    return lambda course, leg: course.time_from(start, end)


def rear_push_share(course: Course, leg: Leg) -> float:
    """Part of the push during which the rear foot is still on its block."""
    whole = course.time_from("first_movement", "front_foot_block_exit")
    return course.time_from("first_movement", "rear_foot_block_exit") / whole


def contact_change(course: Course, leg: Leg) -> float:
    """How much longer contact 2 lasts than contact 1; negative when it is shorter."""
    first = course.time_from("touchdown_1", "toe_off_1")
    return course.time_from("touchdown_2", "toe_off_2") - first


def hip_path(course: Course, leg: Leg) -> float:
    """Direction of the mid-hip's way through the push, above the horizontal."""
    start, end = _rest(course), course.body("front_foot_block_exit")
    return float(elevation(start.hips, end.hips))


def hips_back(course: Course, leg: Leg) -> float:
    """How far the mid-hip goes back right after the first movement, in leg lengths."""
    moved = course.at_s["first_movement"]
    after = course.during(moved, moved + BACK_S).hips[:, 0]
    rest = _rest(course)
    back = float(np.maximum(0.0, rest.hips[0] - np.min(after)))
    return back / distances.near_leg(rest)


def hip_opening(course: Course, leg: Leg) -> float:
    """How far the hip opens from the first movement to the rear foot's exit."""
    start, end = _rest(course), course.body("rear_foot_block_exit")
    return float(angles.hip(end, leg) - angles.hip(start, leg))


def knee_lift(course: Course, leg: Leg) -> float:
    """The smallest angle between thigh and trunk until the first landing.

    Both from mid-hip, since the far hip and shoulder are guesses (7° off instead of 3).
    """
    _, body = _leg_forward(course)
    return float(np.min(_thigh_to_trunk(body, leg)))


def knee_lift_s(course: Course, leg: Leg) -> float:
    """When it is smallest, seconds of life."""
    times, body = _leg_forward(course)
    return float(times[np.argmin(_thigh_to_trunk(body, leg))])


def foot_back_s(course: Course, leg: Leg) -> float:
    """The middle of the time that it is read in, seconds of life."""
    return course.at_s["touchdown_1"] - LAST_S / 2


def foot_back(course: Course, leg: Leg) -> float:
    """How fast the ball of the foot moves before it lands, against the hips.

    0 when it travels with them, −1 when it stands over the ground.
    """
    landed = course.at_s["touchdown_1"]
    body = course.during(landed - LAST_S, landed)
    foot, hips = (_way(points) for points in (body.ball(leg), body.hips))
    return (foot - hips) / hips


def hand_past_hip(course: Course, leg: Leg) -> float:
    """The least distance of the wrist from the hip in contact 1, in trunk lengths."""
    _, body = _contact_1(course)
    return float(np.min(distances.hand_to_hip(body, leg)))


def hand_past_hip_s(course: Course, leg: Leg) -> float:
    """When it is least, seconds of life."""
    times, body = _contact_1(course)
    return float(times[np.argmin(distances.hand_to_hip(body, leg))])


def hand_ends_ahead(course: Course, leg: Leg) -> float:
    """How far in front of the hip the wrist is as contact 1 ends, in trunk lengths."""
    return float(distances.hand_ahead_of_hip(course.body("toe_off_1"), leg))


def rise_per_step(read: Reading) -> CourseReading:
    """How much an angle to the horizontal grows from step to step, landing 1 to 3."""

    def rise(course: Course, leg: Leg) -> float:
        first, last = course.body("touchdown_1"), course.body("touchdown_3")
        return float(read(last, leg) - read(first, leg)) / 2

    return rise


def second_step_ratio(course: Course, leg: Leg) -> float:
    """Length of step 2 by that of step 1, from toe to toe, the first from its block."""
    first, second, _ = landed_toes(course.runner, course.at_s)
    return (second - first) / first


def third_step_ratio(course: Course, leg: Leg) -> float:
    """Length of step 3 by that of step 2."""
    first, second, third = landed_toes(course.runner, course.at_s)
    return (third - second) / (second - first)


def _rest(course: Course) -> Snapshot:
    """The points in the last of the hold: medians, since nobody moves."""
    moved = course.at_s["first_movement"]
    hold = course.during(moved - BEFORE_S, moved)
    return Snapshot(course.runner, np.median(hold.xy, axis=0))


def _leg_forward(course: Course) -> tuple[Floats, Snapshot]:
    at_s = course.at_s
    return course.between(at_s["rear_foot_block_exit"], at_s["touchdown_1"])


def _thigh_to_trunk(body: Snapshot, leg: Leg) -> Floats:
    return included(body.shoulders, body.hips, body.point(leg, "knee"))


def _contact_1(course: Course) -> tuple[Floats, Snapshot]:
    return course.between(course.at_s["touchdown_1"], course.at_s["toe_off_1"])


def _way(points: Floats) -> float:
    """How far points (instants, 2) move forward, by a line through all of them."""
    return float(np.polyfit(np.linspace(0.0, 1.0, len(points)), points[:, 0], 1)[0])
