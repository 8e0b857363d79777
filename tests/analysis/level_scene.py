"""Straight edges of a sports ground, as a camera that is tilted sees them."""

from dataclasses import replace

import cv2
import numpy as np

from analysis.camera_motion.camera import Camera
from analysis.camera_motion.rotation import turned_by
from analysis.reference_view.straight_edges import Lines
from tests.analysis.moving_body import SIZE_PX, seen_around

FOCAL_PX = 1280.0
# Metres: the lens over the ground, edges along the run by height and distance, poles by
# place along the run and distance.
LENS = 1.3
ALONG = ((0, 7), (0, 8.2), (0, 9.4), (0, 10.6), (0, 13), (1, 13), (1.1, 13), (4, 30))
POLES = ((-4, 13), (-1.5, 13), (2, 13), (5, 13), (-9, 30), (8, 30))


def edges(roll_deg=0.0, yaw_deg=0.0, pitch_deg=0.0, ground_deg=0.0):
    """(n, 2, 2) both ends of every edge, pixels of the upright picture.

    `ground_deg` is a slope of all that lies.
    """
    rise = np.tan(np.radians(ground_deg))
    lying = [
        [[x, LENS - up - rise * x, away] for x in np.linspace(start, start + 2.5, 2)]
        for up, away in ALONG
        for start in (-0.3 * away, 0.1 * away)
    ]
    standing = [[[x, LENS - up, away] for up in (0.2, 3)] for x, away in POLES]
    yaw, roll, pitch = np.radians([yaw_deg, roll_deg, pitch_deg])
    seen = turned_by([0, 0, roll]) @ turned_by([pitch, 0, 0]) @ turned_by([0, -yaw, 0])
    points = np.array(lying + standing) @ seen.T
    return points[..., :2] / points[..., 2:] * FOCAL_PX + np.array(SIZE_PX) / 2


def lines_of(ends):
    """What is told of edges by their ends."""
    along = ends[:, 1] - ends[:, 0]
    angle = (np.degrees(np.arctan2(along[:, 1], along[:, 0])) + 90) % 180 - 90
    middle = (ends.mean(axis=1) - np.array(SIZE_PX) / 2) / FOCAL_PX
    many = np.ones(len(ends))
    return Lines(middle, angle, 0.3 * many, many, np.abs(angle) < 45)


def picture_of(ends, size_px=(384, 216)):
    """A small grey picture of the edges."""
    scale = 8 * size_px[0] / SIZE_PX[0]
    large = np.full((8 * size_px[1], 8 * size_px[0]), 90, np.uint8)
    for one, other in np.rint(ends * scale).astype(int).tolist():
        cv2.line(large, one, other, 220, 16)
    return cv2.resize(large, size_px, interpolation=cv2.INTER_AREA)


def sighting_of(poses, picture, frames=(10, 30, 50)):
    """What the search for the athlete would say, with a still camera's glimpses."""
    camera = replace(Camera.still(len(poses.time_s), SIZE_PX), focal_px=FOCAL_PX)
    glimpses = tuple((frame, picture) for frame in frames)
    return replace(seen_around(poses), camera=camera, glimpses=glimpses)


def rolled(poses, roll_deg):
    """The poses as a camera that is tilted films them."""
    return replace(poses, xy_px=points_rolled(poses.xy_px, roll_deg))


def points_rolled(xy_px, roll_deg):
    """Points (..., 2) of a level picture in one that is tilted."""
    turn = turned_by([0, 0, np.radians(roll_deg)])[:2, :2]
    middle = np.array(SIZE_PX) / 2
    return (xy_px - middle) @ turn.T + middle
