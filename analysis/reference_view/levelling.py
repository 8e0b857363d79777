"""Finding how far the camera was tilted, from what is straight in the picture.

Edges that run along the track, or with it, meet in one point of the horizon; edges that
stand meet in another, far above or below. Where both points lie follows from three
angles of the camera: its roll, how far it is turned off the perpendicular (yaw) and how
far it looks up or down (pitch). All three are fitted at once to all edges, because a
yaw tilts what lies below the horizon as a roll does, but less the nearer the horizon.
Edges that fit neither point (roofs, stairs, shadows) are left out by weight.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import hypot

import numpy as np

from analysis.camera_motion.camera import HELD_DEG, Camera, Level
from analysis.camera_motion.rotation import Turn, turned_by
from analysis.detection.athlete import Detection
from analysis.landmarks import HIPS, TOES, leg_length
from analysis.reference_view.straight_edges import Lines, find_lines
from analysis.types import Floats, Poses

# Prior, before any edge is seen: roll, yaw off the perpendicular and pitch of a camera
# (1 SD, degrees).
USUAL_DEG = np.array([HELD_DEG, 6.0, 6.0])
# Height of the lens above the athlete's feet, in leg lengths, and its SD.
LENS_LEGS, LENS_LEGS_SD = 1.35, 0.5
# Lying edges are level, standing ones upright, and lying ones parallel to the track, to
# within these degrees.
LEVEL_DEG, UPRIGHT_DEG, ALONG_DEG = 0.4, 0.7, 3.0
# How far a standing toe may be off the track's line; places a step apart show a slope.
TOE_LEGS, STEP_LEGS = 0.05, 0.8
# Where edges alone leave more than this, toes are asked too.
UNSURE_DEG = 0.7
# This share of edges follows neither rule and may have any angle in this many degrees.
OTHERS, ANY_DEG = 0.3, 60.0
# The search begins at each of these rolls, and with a wide reach.
TRIED_DEG = np.arange(-12.0, 12.1, 1.0)
REACHES_DEG = (2.0, 1.0, 0.5, 0.0, 0.0, 0.0, 0.0)
STEP_DEG = 0.05
# A camera that looks up or down by less leans what stands by less than 3 degrees.
STEEP_DEG = 8.0
# Least ±, however many edges agree: lenses bend them, fences lean, the ground slopes.
OWN_DEG = 0.25
# What lies and what stands disagree when either is so much likelier by itself (natural
# logarithm): 0 to 3.5 in 60 clips level and tilted, 4 to 25 with what lies turned by 3
# degrees.
DISSENT = 4.0


def levelled(
    detection: Detection, poses: Poses, stands_px: Floats | None = None
) -> Detection:
    """The detection with a level reference view, where a tilt is certain.

    Parameters
    ----------
    poses
        As filmed.
    stands_px
        (n, 2) where the athlete's toes stand, in the reference view; once known.
    """
    found = np.flatnonzero(np.isfinite(poses.xy_px[:, 0, 0]))
    if not detection.glimpses or not len(found):
        return detection
    camera, seen = detection.camera, detection.camera.steady(poses)
    lines = find_lines(detection, slice(int(found[0]), int(found[-1]) + 1))
    if stands_px is not None:
        lines = _with_stands(lines, stands_px, leg_length(seen.xy_px), camera)
    level = find_level(lines, seen, camera)
    if level.certain:
        held = Turn(turned_by([0, 0, np.radians(level.roll_deg)]))
        camera = camera.seen_by(held.back())
    return replace(detection, camera=replace(camera, level=level))


def _with_stands(lines: Lines, xy_px: Floats, leg_px: float, camera: Camera) -> Lines:
    """The lines, and the one through the places where toes stand."""
    one, other = np.triu_indices(len(xy_px), 1)
    apart = xy_px[other] - xy_px[one]
    long = np.abs(apart[:, 0]) > STEP_LEGS * leg_px
    if not long.any():
        return lines
    # One foot that was misplaced bends a fitted line, not the middle of all pairs.
    slope = float(np.median(apart[long, 1] / apart[long, 0]))
    reach = np.sqrt(len(xy_px)) * float(np.std(xy_px[:, 0])) / leg_px
    spread = float(np.degrees(TOE_LEGS / reach))
    middle = (xy_px.mean(axis=0) - camera.middle_px) / camera.focal_px
    return lines.and_one(middle, float(np.degrees(np.arctan(slope))), spread)


def find_level(lines: Lines, poses: Poses, camera: Camera) -> Level:
    """The roll that edges agree on; less certain where those that lie and stand don't.

    Parameters
    ----------
    poses
        In the reference view.
    """
    horizon = _horizon(poses, camera)
    view, spreads = _fitted(lines, horizon)
    apart = 0.0
    for part in (lines.only(lines.lying), lines.only(~lines.lying)):
        alone, _ = _fitted(part, horizon)
        if _likely(part, alone) - _likely(part, view) > DISSENT:
            apart = max(apart, float(abs(alone[0] - view[0])) / 2)
    lean = _lean(view[2], spreads[2], poses, camera)
    return Level(float(view[0]), hypot(spreads[0], OWN_DEG, apart, lean))


def _horizon(poses: Poses, camera: Camera) -> tuple[float, float]:
    """The horizon by the athlete's feet, focal lengths below the middle, and its ±."""
    leg = leg_length(poses.xy_px) / camera.focal_px
    toes_px = float(np.nanpercentile(poses.xy_px[:, TOES, 1], 90))
    toes = (toes_px - float(camera.middle_px[1])) / camera.focal_px
    return toes - LENS_LEGS * leg, LENS_LEGS_SD * leg


def _lean(pitch: float, spread: float, poses: Poses, camera: Camera) -> float:
    """Degrees by which a body in the run leans where the camera looks down for sure.

    What stands leans outwards beside the middle of the picture; a body half way between
    lying and standing by half of that.
    """
    if abs(pitch) < max(STEEP_DEG, 2 * spread):
        return 0.0
    hips = poses.xy_px[:, HIPS, 0].mean(axis=1) - float(camera.middle_px[0])
    return abs(pitch) * float(np.nanpercentile(np.abs(hips), 75)) / camera.focal_px / 2


def _fitted(lines: Lines, horizon: tuple[float, float]) -> tuple[Floats, Floats]:
    """Roll, yaw and pitch, and the ± of each; degrees."""
    views = [np.array([tried, 0.0, 0.0]) for tried in TRIED_DEG]
    reach = REACHES_DEG[0]
    worth = [_likely(lines, at, reach) - 0.5 * (at[0] / HELD_DEG) ** 2 for at in views]
    view, known = views[int(np.argmax(worth))], np.eye(3)
    for reach in REACHES_DEG:
        view, known = _nearer(lines, horizon, view, reach)
    return view, np.sqrt(np.diag(np.linalg.inv(known)))


def _nearer(
    lines: Lines, horizon: tuple[float, float], view: Floats, reach: float
) -> tuple[Floats, Floats]:
    """One step towards the best view, and how well all three angles are known."""
    off, slopes = _sloped(lambda at: _off(lines, at), view)
    spread = np.hypot(_spread(lines, view), reach)
    weight = lines.weight * _belongs(off, spread) / spread**2
    held, bends = _sloped(lambda at: _unusual(at, horizon), view)
    known = (slopes * weight[:, None]).T @ slopes + bends.T @ bends
    pull = (slopes * weight[:, None]).T @ off + bends.T @ held
    return view - np.linalg.solve(known, pull), known


def _sloped(of: Callable[[Floats], Floats], view: Floats) -> tuple[Floats, Floats]:
    """What depends on the view, and by how much each angle changes it."""
    here = of(view)
    there = [of(view + step) for step in STEP_DEG * np.eye(3)]
    return here, np.stack([(one - here) / STEP_DEG for one in there], axis=1)


def _likely(lines: Lines, view: Floats, reach: float = 0.0) -> float:
    """Logarithm of how likely the edges are in a view."""
    spread = np.hypot(_spread(lines, view), reach)
    likely = _density(_off(lines, view), spread) + OTHERS / ANY_DEG
    return float(np.sum(lines.weight * np.log(likely)))


def _density(off: Floats, spread: Floats) -> Floats:
    bell: Floats = np.exp(-0.5 * (off / spread) ** 2) / (spread * np.sqrt(2 * np.pi))
    return (1.0 - OTHERS) * bell


def _belongs(off: Floats, spread: Floats) -> Floats:
    """(n,) how likely each edge is one of those that lie or stand."""
    likely = _density(off, spread)
    return likely / (likely + OTHERS / ANY_DEG)


def _axes(view: Floats) -> tuple[Floats, Floats]:
    """(3,) each: where the run goes and where down is, as the camera sees it."""
    roll, yaw, pitch = np.radians(view)
    turn = turned_by([0, 0, roll]) @ turned_by([pitch, 0, 0])
    return turn @ np.array([np.cos(yaw), 0, np.sin(yaw)]), turn @ np.array([0, 1.0, 0])


def _off(lines: Lines, view: Floats) -> Floats:
    """(n,) degrees between each edge and the way to the point it should meet."""
    axes = np.where(lines.lying[:, None], *_axes(view))
    way = axes[:, :2] - axes[:, 2:] * lines.middle
    angle = lines.angle_deg - np.degrees(np.arctan2(way[:, 1], way[:, 0]))
    off: Floats = (angle + 90.0) % 180.0 - 90.0
    return off


def _spread(lines: Lines, view: Floats) -> Floats:
    """(n,) degrees by which each edge may be off; less near the horizon."""
    down = _axes(view)[1]
    below = lines.middle @ down[:2] + down[2]
    lying = np.hypot(LEVEL_DEG, ALONG_DEG * np.abs(below))
    return np.hypot(np.where(lines.lying, lying, UPRIGHT_DEG), lines.plus_minus_deg)


def _unusual(view: Floats, horizon: tuple[float, float]) -> Floats:
    """(4,) how unusual it would be to hold a camera so, in standard deviations."""
    row = -np.tan(np.radians(view[2]))
    return np.append(view / USUAL_DEG, (row - horizon[0]) / horizon[1])
