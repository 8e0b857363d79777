"""A stick figure that makes a block start: poses whose every truth is known.

Lengths are in leg lengths from the front toe on its block, x forward and y up, until
the last step turns them into pixels. Feet are given, knees follow from them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from analysis.camera_motion.camera import Camera
from analysis.detection.athlete import Detection
from analysis.filtering.repair import clean
from analysis.filtering.running_frame import to_runner
from analysis.types import EVENT_NAMES, Poses

# When things happen, in seconds of life from the first movement
EVENTS_S = dict(
    zip(EVENT_NAMES, (-0.9, 0, 0.18, 0.35, 0.41, 0.6, 0.66, 0.83, 0.9), strict=True)
)
BEGINS_S, ENDS_S = -1.6, 1.2
SIZE_PX, FRONT_TOE_PX = (1280, 720), (300.0, 560.0)
THIGH, SHANK, FOOT, TRUNK, ARM = 0.5, 0.5, 0.26, 0.6, 0.4
REACH = 0.99  # of a straight limb at the most: a knee of 164 degrees
LANDING = 0.8  # speed of the later landings, in swings per swing time
LIFT = 0.3  # how high a swinging toe goes
# Each foot: from, to (seconds of life), where its toe stands
STANDS = {
    "front": ((-9, 0.35, 0.0), (0.66, 0.83, 2.32), (1.12, 1.24, 4.95)),
    "rear": ((-9, 0.18, -0.42), (0.41, 0.6, 1.03), (0.9, 1.05, 3.68), (1.34, 9, 6.5)),
}
RISE = ((-1.25, 0.0), (-0.9, 1.0))  # from the marks into set
TRUNK_DEG = ((0, -16), (0.35, 43), (0.6, 48), (0.83, 55), (1.2, 60))


@dataclass(frozen=True)
class Start:
    """Poses and what is true of them; `events_s` is None where the clip has none."""

    poses: Poses
    events_s: dict[str, float | None]
    leg_px: float

    def with_xy(self, xy_px):
        return replace(
            self, poses=Poses(xy_px, self.poses.visibility, self.poses.time_s)
        )


def start(
    fps=60.0,
    *,
    times_s=None,
    direction="left_to_right",
    front_leg="left",
    slow=1.0,
    noise_px=0.0,
    begins_s=BEGINS_S,
    ends_s=ENDS_S,
    leg_px=160.0,
    shoulders_apart=0.06,
):
    """One start as the pose model would see it, side-on, were it perfect.

    `begins_s` and `ends_s` cut the clip, in seconds of life from the first movement;
    `times_s` are the frames' clip times where they are not `fps` apart; `slow` is how
    many times longer than life the clip lasts.
    """
    if times_s is None:
        times_s = np.arange(0.0, (ends_s - begins_s) * slow, 1.0 / fps)
    times_s = np.asarray(times_s, float)
    body = body_at(begins_s + times_s / slow, front_leg, shoulders_apart)
    forward = 1 if direction == "left_to_right" else -1
    toe_x = FRONT_TOE_PX[0] if forward == 1 else SIZE_PX[0] - FRONT_TOE_PX[0]
    xy_px = body * np.array([forward, -1]) * leg_px + (toe_x, FRONT_TOE_PX[1])
    xy_px += np.random.default_rng(5).normal(0, noise_px, xy_px.shape)
    seen = np.full(xy_px.shape[:2], 0.95)
    inside = {name: (when - begins_s) * slow for name, when in EVENTS_S.items()}
    events_s = {
        name: when if 0 < when < times_s[-1] else None for name, when in inside.items()
    }
    return Start(Poses(xy_px, seen, times_s), events_s, leg_px)


def body_at(life_s, front_leg="left", shoulders_apart=0.06):
    """(instants, 33, 2) landmarks in leg lengths."""
    life_s = np.atleast_1d(np.asarray(life_s, float))
    hip, trunk = hip_path(life_s), np.radians(trunk_deg(life_s))
    shoulder = hip + TRUNK * along(trunk)
    xy = np.zeros((len(life_s), 33, 2))
    head = shoulder + 0.2 * along(trunk - np.radians(5))
    xy[:] = head[:, None]  # eyes and mouth matter to nobody
    xy[:, 0] = head + 0.1 * along(trunk - np.radians(95))
    for side, leg in ((0, front_leg), (1, other(front_leg))):
        parity = 0 if leg == "left" else 1
        sideways = np.array([shoulders_apart * (0.5 - parity), 0.0])
        put_leg(xy, parity, life_s, hip + 0.5 * sideways, ("front", "rear")[side])
        put_arm(xy, parity, life_s, shoulder + sideways, swing=(-1, 1)[side])
    return xy


def other(leg):
    return "right" if leg == "left" else "left"


def put_leg(xy, parity, life_s, hip, foot):
    toe, pitch = toe_path(life_s, foot), np.radians(foot_pitch_deg(life_s, foot))
    ankle = toe + FOOT * np.stack([-np.cos(pitch), np.sin(pitch)], axis=1)
    pull = pulled(hip, ankle, THIGH + SHANK)  # a foot that has left can't stay behind
    ankle, toe = ankle + pull, toe + pull
    xy[:, 23 + parity], xy[:, 27 + parity], xy[:, 31 + parity] = hip, ankle, toe
    xy[:, 25 + parity] = bent(hip, ankle, THIGH, SHANK, forward=1)
    xy[:, 29 + parity] = ankle + 0.08 * (ankle - toe) + (-0.02, -0.08)


def put_arm(xy, parity, life_s, shoulder, swing):
    """Hands on the line in the hold, then one forward and one back."""
    away = smooth_step(life_s, 0.05, 0.35)[:, None]
    turn = np.radians(-90 + 70 * swing * np.cos(2 * np.pi * (life_s - 0.38) / 0.5))
    swung = shoulder + 0.55 * along(turn)
    down = np.stack([np.full(len(life_s), 0.66), np.full(len(life_s), -0.1)], axis=1)
    wrist = (1 - away) * down + away * swung
    wrist += pulled(shoulder, wrist, 2 * ARM)
    xy[:, 11 + parity], xy[:, 15 + parity] = shoulder, wrist
    xy[:, 13 + parity] = bent(shoulder, wrist, ARM, ARM, forward=-1)
    for hand in (17, 19, 21):
        xy[:, hand + parity] = wrist


def hip_path(life_s):
    """Low on the marks, up into set, then away, towards 7.7 legs a second."""
    moving = np.clip(life_s, 0, None)
    forward = 7.7 * (moving - 0.6 * (1 - np.exp(-moving / 0.6)))
    raised = smooth_step(life_s, RISE[0][0], RISE[1][0])
    up = 0.62 + 0.23 * raised + 0.04 * smooth_step(life_s, 0, 0.8)
    return np.stack([-0.05 + 0.13 * raised + forward, up], axis=1)


def trunk_deg(life_s):
    angle = np.full(len(life_s), float(TRUNK_DEG[0][1]))
    angle += 10 * (1 - smooth_step(life_s, RISE[0][0], RISE[1][0]))
    for (begin, low), (end, high) in pairwise(TRUNK_DEG):
        angle += (high - low) * smooth_step(life_s, begin, end)
    return angle


def toe_path(life_s, foot):
    """At rest on each stand, between them an arch; the first landing is soft."""
    path = np.zeros((len(life_s), 2))
    stands = STANDS[foot]
    for begin, end, place in stands:
        path[(life_s >= begin) & (life_s <= end), 0] = place
    for (_, left, here), (landed, _, there) in pairwise(stands):
        speed = 0 if landed == EVENTS_S["touchdown_1"] else LANDING
        flying = (life_s > left) & (life_s < landed)
        done = (life_s[flying] - left) / (landed - left)
        gone = done**2 * (3 - 2 * done) + speed * done**2 * (done - 1)
        path[flying, 0] = here + (there - here) * gone
        path[flying, 1] = LIFT * np.sin(np.pi * done) ** 2
    return path


def foot_pitch_deg(life_s, foot):
    """Heel above toe: rolls up through a contact, falls back while swinging."""
    keys = [(stand[0], 30) for stand in STANDS[foot][1:]]
    keys += [(stand[1], 85) for stand in STANDS[foot]]
    times, angles = zip(*sorted([(0.0, 60), *keys]), strict=True)
    return np.interp(life_s, times, angles)


def pulled(top, end, length):
    """What to add to `end` so that a limb of this length reaches it."""
    away = end - top
    far = np.linalg.norm(away, axis=1, keepdims=True)
    return away * (np.minimum(far, REACH * length) / far - 1)


def bent(top, end, upper, lower, forward):
    """The joint between two segments, on the forward or backward side."""
    reach = end - top
    distance = np.linalg.norm(reach, axis=1)
    along_reach = (upper**2 - lower**2 + distance**2) / (2 * distance)
    aside = np.sqrt(upper**2 - along_reach**2)
    unit = reach / distance[:, None]
    across = np.stack([-unit[:, 1], unit[:, 0]], axis=1)
    return top + along_reach[:, None] * unit + forward * aside[:, None] * across


def along(angle):
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


def smooth_step(when, begin, end):
    done = np.clip((when - begin) / (end - begin), 0, 1)
    return done**2 * (3 - 2 * done)


def mirrored(one):
    """The start as a mirror shows it: the other way, left and right exchanged."""
    xy = one.poses.xy_px * np.array([-1, 1]) + (SIZE_PX[0], 0)
    pairs = [
        0,
        4,
        5,
        6,
        1,
        2,
        3,
        *(i - 1 if i % 2 == 0 else i + 1 for i in range(7, 33)),
    ]
    return one.with_xy(xy[:, pairs])


def shifting(moved_px):
    """A camera whose background moves by (frames, 2) pixels."""
    still = Camera.still(len(moved_px), SIZE_PX)
    to_reference = still.to_reference.copy()
    to_reference[:, :2, 2] = -np.asarray(moved_px)
    return replace(still, to_reference=to_reference)


def seen_around(
    poses,
    rivals=0,
    panned_px=0.0,
    changed=0,
    chosen=False,
    lost=0,
    equals=0,
):
    """What the search for the athlete would say of these poses."""
    frames = len(poses.time_s)
    body = np.nan_to_num(poses.xy_px)
    low, high = body.min(axis=1), body.max(axis=1)
    moved_px = np.zeros((frames, 2))
    moved_px[:, 0] = np.linspace(0, panned_px, frames)
    camera = shifting(moved_px)
    camera.followed[frames // 2 : frames // 2 + lost] = False
    return Detection(
        np.concatenate([low, high], axis=1),
        np.ones(frames),
        camera,
        rivals,
        np.full((frames, 18, 32), changed, np.uint8),
        cell_px=40.0,
        people_px=np.concatenate([low, high], axis=1)[None][: int(chosen)],
        equals_px=np.tile(np.concatenate([low, high], axis=1), (equals, 1, 1)),
    )


def travel_of(one, slow=1.0):
    """The start in the athlete's own axes, by the way every clip takes."""
    return to_runner(clean(one.poses.sped_up(slow)))
