"""Somebody in the athlete's blob as large and as near, so that neither stands out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from analysis.detection.athlete import Detection
from analysis.estimation.among_others.lane_view import Lane
from analysis.estimation.among_others.trail import lowest
from analysis.estimation.frame_sampling import sampled_frames
from analysis.estimation.landmarker import PoseEstimator
from analysis.landmarks import HIPS, leg_length, leg_lengths
from analysis.types import Clip, Floats, Poses

# How many frames are posed again with the athlete painted out.
LOOKS = 9
# Another one is as large and as near within these shares of a leg length (the next
# lane is 0.2 further and 0.15 smaller), and this many leg lengths away along the lane.
AS_LARGE, AS_NEAR, AWAY = 0.12, 0.12, 1.0
# Needed in this many frames: in a few, it may be a remnant of the athlete.
LEAST_ALIKE = 3


def with_equals(
    clip: Clip, detection: Detection, poses: Poses, estimators: Sequence[PoseEstimator]
) -> Detection:
    """The detection, with boxes of both where another one is the athlete's equal."""
    if detection.chosen or len(detection.equals_px):
        return detection
    sampling = sampled_frames(clip, detection)
    close = sampling.frames[sampling.frames >= sampling.close_from]
    close = close[close < len(poses.time_s)]
    close = close[np.isfinite(poses.xy_px[close, 0, 0])]
    if len(close) < LOOKS:
        return detection
    frames = close[np.linspace(0, len(close) - 1, LOOKS).astype(int)]
    lane = Lane(clip, detection, sampling, estimators, [poses])
    other = lane.looked_through(frames, poses, settle=True)
    alike = frames[_alike(poses.xy_px[frames], other.xy_px[frames])]
    if len(alike) < LEAST_ALIKE:
        return detection
    boxes = [_boxes(body.xy_px, alike, clip.frames) for body in (poses, other)]
    return replace(detection, equals_px=np.stack(boxes))


def _alike(own: Floats, other: Floats) -> NDArray[np.bool_]:
    """(frames,) whether another body is as large and as near as the athlete's."""
    leg_px = leg_length(own)
    larger = np.abs(leg_lengths(other).max(axis=1) / leg_px - 1.0)
    low = [[lowest(pose) for pose in poses] for poses in (own, other)]
    nearer = np.abs(np.array(low[0]) - np.array(low[1])) / leg_px
    hips = own[:, HIPS, 0].mean(axis=1) - other[:, HIPS, 0].mean(axis=1)
    alike: NDArray[np.bool_] = (
        (nearer < AS_NEAR) & (np.abs(hips) > AWAY * leg_px) & (larger < AS_LARGE)
    )
    return alike


def _boxes(xy_px: Floats, known: NDArray[np.intp], frames: int) -> Floats:
    """(frames, 4) box of a body from the frames in which it is known."""
    sides = np.concatenate([xy_px[known].min(axis=1), xy_px[known].max(axis=1)], axis=1)
    every = np.arange(frames)
    return np.stack([np.interp(every, known, side) for side in sides.T], axis=1)
