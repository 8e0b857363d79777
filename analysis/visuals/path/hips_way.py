"""The way the hips go, and where they are at every tenth of a second."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.camera_motion.camera import Camera
from analysis.landmarks import HIPS, middle
from analysis.types import Analysis, Floats, Poses
from analysis.visuals.slow_motion.camera_path import smooth

BEAT_S = 0.1
# Seconds of life over which the way is smoothed, and at least so many frames.
_SMOOTH_S, _SMOOTH_FRAMES = 0.015, 0.7
_STEP_S = 0.005


@dataclass(frozen=True, slots=True)
class Way:
    """The way of the hips' middle.

    Attributes
    ----------
    line_px
        (n, 2) in the reference view.
    beats_px
        (m, 2) where they are at its beginning and every BEAT_S of life after it; none
        where it is not known how slow the clip is.
    """

    line_px: Floats
    beats_px: Floats


def hips_way(analysis: Analysis, poses: Poses, camera: Camera) -> Way:
    """From the first to the last moment that was seen; empty where there are no two.

    Parameters
    ----------
    poses
        In pixels as filmed.
    """
    hips = middle(camera.in_reference(poses.xy_px), HIPS)
    times = [e.t_s for name, e in analysis.events.items() if e and name != "set_start"]
    seen = np.isfinite(hips).all(axis=-1)
    nothing = Way(np.empty((0, 2)), np.empty((0, 2)))
    if len(times) < 2 or not seen.any():
        return nothing
    known_s, known = poses.time_s[seen], hips[seen]
    first, last = max(min(times), known_s[0]), min(max(times), known_s[-1])
    factor = None if analysis.clip is None else analysis.clip.speed_factor
    sure = analysis.sure_factor is not None
    slow = factor or 1.0
    if not last > first:
        return nothing
    spread = max(
        _SMOOTH_S * slow, _SMOOTH_FRAMES * float(np.median(np.diff(poses.time_s)))
    )

    def at(asked_s: Floats) -> Floats:
        axes = [smooth(known_s, known[:, n], asked_s, spread) for n in (0, 1)]
        return np.stack(axes, axis=-1)

    line = at(np.append(np.arange(first, last, _STEP_S * slow), last))
    beats = np.arange(first, last, BEAT_S * slow) if sure else np.empty(0)
    return Way(line, at(beats))
