"""One athlete's 33 landmarks in every picture worth a look.

The model sees a crouched athlete only when the crop is tight, so each picture is cut
to a square of constant size that follows the athlete: the model's own tracking from
frame to frame then sees a nearly still body.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from analysis.capture.clip import Picture, frames_at
from analysis.detection.athlete import Detection
from analysis.estimation.crop import Crop, alone, crops, in_two_ways
from analysis.estimation.frame_sampling import (
    Pace,
    Sampling,
    StartOfRun,
    sampled_frames,
)
from analysis.estimation.landmarker import PoseEstimator
from analysis.estimation.two_pass_fusion import steadier
from analysis.landmarks import COUNT
from analysis.types import Clip, Floats, Poses

# Paints over whoever is in front of the athlete in a frame's square.
Paint = Callable[[Picture, Crop, int], Picture]
SETTLING_LOOKS = 4
# A separate stretch is worth its settling looks if it has at least this many.
SHORTEST_STRETCH = 20
# If a smaller share of the steps between looks is one frame, frames were left out.
EVERY = 0.9


def estimate_poses(
    clip: Clip,
    detection: Detection,
    estimators: Sequence[PoseEstimator],
    progress: Callable[[float], None] = lambda done: None,
    *,
    every: bool = False,
    turned: bool = False,
    without: Paint = lambda square, crop, index: square,
) -> Poses:
    """Look at the athlete in the frames worth it, until the third step is over.

    Parameters
    ----------
    clip, detection
        Where to look.
    estimators
        All look at the same time: each at a stretch of its own, or, where frames are
        few and there are two, both at every frame.
    progress
        Called with the share of looks done, 0 to 1.
    every
        Whether to leave out no frame where joints move little.
    turned
        Whether to show the athlete going the other way than usual.
    without
        Paints over whoever is in front of the athlete in a frame's square.

    Returns
    -------
    Poses
        In pixels of the whole upright picture, up to the last frame looked at; NaN
        in frames not looked at or in which no pose was found. In the hold the frames
        between two looks are interpolated: nobody moves in them.
    """
    sampling = sampled_frames(clip, detection, every=every)
    squares = crops(clip, detection)
    if turned:
        squares = [replace(one, mirrored=not one.mirrored) for one in squares]
    look = _look_twice if sampling.few and len(estimators) > 1 else _look_in_stretches
    found = look(clip, detection, squares, sampling, estimators, progress, without)
    progress(1.0)
    # Nobody moves in the hold, but the filming hand does.
    still_px = detection.camera.in_reference(found.xy_px)
    hold = [index for index in found.looked if index <= sampling.close_from]
    fill_hold(still_px, found.visibility, hold)
    xy_px = detection.camera.as_filmed(still_px)
    end = found.looked[-1] + 1
    return Poses(xy_px[:end], found.visibility[:end], clip.time_s[:end])


@dataclass(frozen=True, slots=True)
class _Landmarks:
    """Landmarks of all frames of the clip, and which were looked at, in order."""

    xy_px: Floats
    visibility: Floats
    looked: list[int]


def _look_in_stretches(
    clip: Clip,
    detection: Detection,
    squares: list[Crop],
    sampling: Sampling,
    estimators: Sequence[PoseEstimator],
    progress: Callable[[float], None],
    without: Paint,
) -> _Landmarks:
    """Each estimator looks at its share of the frames."""
    view = _View(clip, detection, squares, sampling, progress, without)
    count = min(len(estimators), max(1, len(sampling.frames) // SHORTEST_STRETCH))
    stretches = np.array_split(sampling.frames, count)
    with ThreadPoolExecutor(count) as pool:
        runs = [
            pool.submit(view.look_through, frames, estimator)
            for frames, estimator in zip(stretches, estimators, strict=False)
        ]
        looked = [index for run in runs for index in run.result()]
    looked = [index for index in looked if index <= view.start.over_at]
    return _Landmarks(view.xy_px, view.visibility, looked)


def _look_twice(
    clip: Clip,
    detection: Detection,
    squares: list[Crop],
    sampling: Sampling,
    estimators: Sequence[PoseEstimator],
    progress: Callable[[float], None],
    without: Paint,
) -> _Landmarks:
    """Two estimators look at every frame, each in its own way."""
    first, second = in_two_ways(squares)
    one = _View(clip, detection, first, sampling, progress, without)
    other = _View(clip, detection, second, sampling, lambda done: None, without)
    with ThreadPoolExecutor(2) as pool:
        runs = [
            pool.submit(view.look_through, sampling.frames, estimator)
            for view, estimator in zip((one, other), estimators, strict=False)
        ]
        looked, _ = (run.result() for run in runs)
    looked = [index for index in looked if index <= one.start.over_at]
    xy_px, visibility = one.xy_px, one.visibility
    xy_px[looked] = steadier(xy_px[looked], other.xy_px[looked])
    visibility[looked] = np.fmax(visibility[looked], other.visibility[looked])
    return _Landmarks(xy_px, visibility, looked)


class _View:
    """What all stretches share: where to look, and the arrays they fill."""

    def __init__(
        self,
        clip: Clip,
        detection: Detection,
        squares: list[Crop],
        sampling: Sampling,
        progress: Callable[[float], None],
        without: Paint,
    ) -> None:
        self.clip, self.detection, self.squares = clip, detection, squares
        self.sampling, self.without = sampling, without
        self.progress = progress
        self.start = StartOfRun()
        self.xy_px = np.full((clip.frames, COUNT, 2), np.nan)
        self.visibility = np.full((clip.frames, COUNT), np.nan)
        self._done = 0
        self._lock = Lock()

    def look_through(
        self, frames: NDArray[np.intp], estimator: PoseEstimator
    ) -> list[int]:
        """Look at one stretch in order; the numbers of the frames looked at."""
        first = frames[0] == self.sampling.frames[0]
        pace = Pace(self.sampling.longest_stride, self.start, first)
        wanted, looked = set(frames.tolist()), list[int]()
        try:
            for index, picture in frames_at(self.clip, wanted):
                self._look(index, picture, estimator, pace, settle=not looked)
                looked.append(index)
                if pace.over or index > self.start.over_at:
                    break
                wanted -= set(range(index + 1, index + pace.stride))
        finally:
            pace.leave()
        return looked

    def _look(
        self,
        index: int,
        picture: Picture,
        estimator: PoseEstimator,
        pace: Pace,
        *,
        settle: bool,
    ) -> None:
        crop = self.squares[index]
        if len(self.detection.people_px):
            picture = alone(picture, self.detection, index)
        cut = self.without(crop.of(picture), crop, index)
        # Let the tracking lock on: the first looks at a body wander.
        for _ in range(SETTLING_LOOKS if settle else 0):
            estimator.look(cut)
        found = estimator.look(cut)
        if found is not None:
            self.xy_px[index] = crop.in_picture(found[0], cut.shape[1])
            self.visibility[index] = crop.same_body(found[1])
            seen_px = self.detection.camera.in_reference(self.xy_px[index], index)
            pace.saw(index, seen_px)
        with self._lock:
            self._done += pace.stride
            self.progress(min(1.0, self._done / len(self.sampling.frames)))


def fill_hold(xy_px: Floats, visibility: Floats, looked: list[int]) -> None:
    """Interpolate in place over the frames between two that were looked at."""
    for before, after in pairwise(looked):
        share = np.arange(1, after - before) / (after - before)
        for values in (xy_px, visibility):
            part = share.reshape(-1, *[1] * (values.ndim - 1))
            between = (1 - part) * values[before] + part * values[after]
            values[before + 1 : after] = between


def looked_at_every(poses: Poses) -> bool:
    """Whether no frame was left out on the way."""
    seen = np.flatnonzero(np.isfinite(poses.xy_px[:, 0, 0]))
    return not len(seen) or bool((np.diff(seen) == 1).mean() > EVERY)


def save_poses(poses: Poses, clip: Clip, frames: int, file: Path | None) -> None:
    """Save a row for each of the file's frames as ``.npz``; None for no file.

    NaN after the last look, as where nothing was found or a picture is repeated.
    """
    if file is None:
        return
    number = clip.number[: len(poses.time_s)]
    xy_px = np.full((frames, COUNT, 2), np.nan)
    visibility = np.full((frames, COUNT), np.nan)
    xy_px[number], visibility[number] = poses.xy_px, poses.visibility
    np.savez(file, xy_px=xy_px, seen=visibility, frame=np.arange(frames))
