"""The reference view that is square to the run: half way through the start.

A camera that follows a runner passes the perpendicular somewhere, and nothing in the
picture shows where: the athlete's size along the run would, but it changes as much with
how the body is bent. Half way from the blocks to the third step is at most a few
degrees off, and 5 degrees change no angle by more than one.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.camera_motion.rotation import Turn, turned_by, vector_of
from analysis.detection.athlete import Detection
from analysis.landmarks import HIPS, leg_length
from analysis.types import Floats, Poses

# Hips this far on, in leg lengths, are going, and are at the third step.
GOING, THIRD_STEP = 0.15, 5.3
# The athlete's first place is read from this many frames.
FIRST_FRAMES = 6


def squared(detection: Detection, poses: Poses) -> Detection:
    """The detection with the view half way through the start for a reference.

    Parameters
    ----------
    poses
        As filmed.
    """
    camera = detection.camera
    if not camera.moves or not np.isfinite(poses.xy_px).any():
        return detection
    first, last = _start(camera.steady(poses))
    turns = [camera.turn(frame) for frame in range(first, last + 1)]
    vectors = np.array([vector_of(turn.rotation) for turn in turns])
    # A hand's pitch and roll of one frame are as good as those of another.
    middle = np.median(vectors, axis=0)
    middle[1] = (vectors[0, 1] + vectors[-1, 1]) / 2
    zoom = float(np.median([turn.zoom for turn in turns]))
    view = Turn(turned_by(middle), zoom).back()
    return replace(detection, camera=camera.seen_by(view))


def _start(poses: Poses) -> tuple[int, int]:
    """The first frame of the push and that of the third step, or what there is."""
    hips: Floats = poses.xy_px[:, HIPS, 0].mean(axis=1)
    found = np.flatnonzero(np.isfinite(hips))
    begins = float(np.median(hips[found[:FIRST_FRAMES]]))
    way = np.abs(hips[found] - begins) / leg_length(poses.xy_px)
    rests = np.flatnonzero(way < GOING)
    there = np.flatnonzero(way > THIRD_STEP)
    first = int(found[rests[-1]]) if len(rests) else int(found[0])
    last = int(found[there[0]]) if len(there) else int(found[-1])
    return min(first, last), last
