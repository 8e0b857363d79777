"""What is no start, and what may come before one: walks, runs, squats, stepping."""

import numpy as np

from analysis.types import Poses
from tests.analysis.moving_body import FOOT, REACH, SHANK, THIGH, TRUNK, bent, pulled

CORNER_PX, GROUND_PX, LEG_PX = 200.0, 560.0, 160.0
STANDING = 0.95  # how high the hips are


def moving(life_s, hip, left_toe, right_toe, forward=1):
    """Poses of an upright body; paths (frames, 2) in leg lengths, y up."""
    xy = np.zeros((len(life_s), 33, 2))
    shoulder = hip + np.array([0.03, TRUNK])
    xy[:] = (shoulder + np.array([0.03, 0.2]))[:, None]
    for parity, toe in enumerate((left_toe, right_toe)):
        ankle = toe + np.array([-FOOT * 0.9, 0.1])
        reach = pulled(hip, ankle, (THIGH + SHANK) / REACH * 0.999)
        ankle = ankle + reach
        xy[:, 11 + parity], xy[:, 23 + parity] = shoulder, hip
        xy[:, 13 + parity] = shoulder + np.array([0.0, -0.35])
        for hand in (15, 17, 19, 21):
            xy[:, hand + parity] = shoulder + np.array([0.0, -0.7])
        xy[:, 25 + parity] = bent(hip, ankle, THIGH, SHANK, forward=1)
        xy[:, 27 + parity], xy[:, 29 + parity] = ankle, ankle - (0.05, 0.06)
        xy[:, 31 + parity] = toe + reach
    xy_px = xy * np.array([forward, -1]) * LEG_PX
    xy_px += (CORNER_PX if forward == 1 else 1280 - CORNER_PX, GROUND_PX)
    return Poses(xy_px, np.full(xy.shape[:2], 0.95), life_s)


def going(lasts_s, *, fps=60.0, stride_s, contact_s, stride, lift=0.15, forward=1):
    """A gait without end: each foot stands, then swings a stride ahead."""
    life_s = np.arange(0.0, lasts_s, 1 / fps)
    toes = []
    for shift in (0.0, 0.5):
        cycles = life_s / stride_s + shift
        swung = (np.mod(cycles, 1.0) * stride_s - contact_s) / (stride_s - contact_s)
        done = np.clip(swung, 0.0, 1.0)
        along = np.floor(cycles) + done**2 * (3 - 2 * done) - shift
        up = lift * np.sin(np.pi * done) ** 2
        toes.append(np.stack([stride * along, up], axis=1))
    ahead = stride * (life_s / stride_s - contact_s / stride_s / 2)
    hip = np.stack([ahead, np.full(len(life_s), STANDING)], axis=1)
    return moving(life_s, hip, *toes, forward=forward)


def walk(lasts_s=4.0, **rest):
    return going(lasts_s, stride_s=1.05, contact_s=0.63, stride=1.5, **rest)


def jog(lasts_s=4.0, **rest):
    return going(lasts_s, stride_s=0.72, contact_s=0.24, stride=2.4, **rest)


def sprint(lasts_s=2.0, **rest):
    return going(lasts_s, stride_s=0.46, contact_s=0.11, stride=4.3, lift=0.5, **rest)


def stepping_on_the_spot(lasts_s=4.0, stride_s=0.7, contact_s=0.4, **rest):
    return going(
        lasts_s, stride_s=stride_s, contact_s=contact_s, stride=0.0, lift=0.35, **rest
    )


def standing(lasts_s=3.0, fps=60.0):
    life_s = np.arange(0.0, lasts_s, 1 / fps)
    still = np.zeros((len(life_s), 2))
    return moving(
        life_s, still + np.array([0.0, STANDING]), still, still + np.array([0.3, 0.0])
    )


def squat(lasts_s=4.0, fps=60.0):
    poses = standing(lasts_s, fps)
    life_s = poses.time_s
    hip = np.stack(
        [0 * life_s, STANDING - 0.25 * (1 - np.cos(2 * np.pi * life_s / 2))], axis=1
    )
    still = np.zeros((len(life_s), 2))
    return moving(life_s, hip, still, still + np.array([0.3, 0.0]))


def one_after_another(before, after, pause_s=1.0):
    """Two poses' clips as one, with a while in between to get from one to the other."""
    step_s = float(np.median(np.diff(after.time_s)))
    between = np.arange(1, round(pause_s / step_s))
    share = (between / (len(between) + 1))[:, None, None]
    way = (1 - share) * before.xy_px[-1] + share * after.xy_px[0]
    xy_px = np.concatenate([before.xy_px, way, after.xy_px])
    begins_s = before.time_s[-1] + pause_s
    time_s = np.concatenate(
        [before.time_s, before.time_s[-1] + step_s * between, begins_s + after.time_s]
    )
    return Poses(xy_px, np.full(xy_px.shape[:2], 0.95), time_s)
