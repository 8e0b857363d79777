"""The pose model: one athlete's 33 landmarks in a picture, MediaPipe behind a protocol.

The model sees a crouched athlete only when the crop is tight, so each picture is cut
to a square of constant size that follows the athlete: the model's own tracking from
frame to frame then sees a nearly still body.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from analysis.athlete import Sighting
from analysis.clip import Picture, frames_at
from analysis.crop import alone, crop_squares, cut_out
from analysis.looks import Looks, Pace, StartOfRun, frames_to_look_at
from analysis.types import Clip, Floats, Poses

LANDMARKS = 33
# Timestamps 1 s apart switch off the model's own smoothing, which lags fast joints.
STEP_MS = 1000
SETTLING_LOOKS = 4
# A stretch of its own is worth the settling from so many looks on.
SHORTEST_STRETCH = 20


class PoseEstimator(Protocol):
    """What sees one body in one picture after another."""

    def look(self, picture: Picture) -> tuple[Floats, Floats] | None:
        """Landmarks (33, 2) in pixels and their visibility (33,), or None."""


class MediaPipe:
    """MediaPipe's PoseLandmarker in VIDEO mode, on the CPU.

    Parameters
    ----------
    model
        The ``.task`` file.
    """

    def __init__(self, model: Path) -> None:
        _quiet()
        from mediapipe.tasks.python import BaseOptions, vision

        options = vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(model)),
            running_mode=vision.RunningMode.VIDEO,
            num_poses=1,
        )
        self._landmarker: Any = vision.PoseLandmarker.create_from_options(options)
        self._time_ms = 0

    def __enter__(self) -> Self:
        """Nothing more to open."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Free the model's threads."""
        self._landmarker.close()

    def look(self, picture: Picture) -> tuple[Floats, Floats] | None:
        """See one picture; it must follow the one before in time."""
        import mediapipe

        image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=picture)
        self._time_ms += STEP_MS
        found = self._landmarker.detect_for_video(image, self._time_ms).pose_landmarks
        if not found:
            return None
        height, width = picture.shape[:2]
        xy = np.array([(mark.x * width, mark.y * height) for mark in found[0]])
        return xy, np.array([mark.visibility for mark in found[0]])


def estimate_poses(
    clip: Clip,
    sighting: Sighting,
    estimators: Sequence[PoseEstimator],
    progress: Callable[[float], None] = lambda done: None,
) -> Poses:
    """Look at the athlete in the frames worth it, until the third step is over.

    Parameters
    ----------
    clip, sighting
        Where to look.
    estimators
        Each looks at a stretch of its own, all at the same time.
    progress
        Called with the share of looks done, 0 to 1.

    Returns
    -------
    Poses
        In pixels of the whole upright picture, up to the last frame looked at; NaN
        in frames not looked at or in which no pose was found. In the hold the frames
        between two looks are interpolated: nobody moves in them.
    """
    looks = frames_to_look_at(clip, sighting)
    view = _View(clip, sighting, looks, progress)
    count = min(len(estimators), max(1, len(looks.frames) // SHORTEST_STRETCH))
    stretches = np.array_split(looks.frames, count)
    with ThreadPoolExecutor(count) as pool:
        runs = [
            pool.submit(view.look_through, frames, estimator)
            for frames, estimator in zip(stretches, estimators, strict=False)
        ]
        looked = [index for run in runs for index in run.result()]
    progress(1.0)
    looked = [index for index in looked if index <= view.start.over_at]
    xy_px, seen = view.xy_px, view.seen
    # Nobody moves in the hold, but the hand that films does.
    still_px = xy_px - sighting.camera_px[:, None]
    _fill_hold(still_px, seen, [index for index in looked if index <= looks.close_from])
    xy_px = still_px + sighting.camera_px[:, None]
    end = looked[-1] + 1
    return Poses(xy_px[:end], seen[:end], clip.time_s[:end])


class _View:
    """What all stretches share: where to look, and the arrays they fill."""

    def __init__(
        self,
        clip: Clip,
        sighting: Sighting,
        looks: Looks,
        progress: Callable[[float], None],
    ) -> None:
        self.clip, self.sighting, self.looks = clip, sighting, looks
        self.squares = crop_squares(clip, sighting)
        self.progress = progress
        self.start = StartOfRun()
        self.xy_px = np.full((clip.frames, LANDMARKS, 2), np.nan)
        self.seen = np.full((clip.frames, LANDMARKS), np.nan)
        self._done = 0
        self._lock = Lock()

    def look_through(
        self, frames: NDArray[np.intp], estimator: PoseEstimator
    ) -> list[int]:
        """Look at one stretch in order; the numbers of the frames looked at."""
        first = frames[0] == self.looks.frames[0]
        pace = Pace(self.looks.may_skip, self.start, first)
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
        left, top, side = self.squares[index]
        if self.sighting.chosen:
            picture = alone(picture, self.sighting, index)
        cut, scale = cut_out(picture, left, top, side)
        # Let the tracking lock on: the first looks at a body wander.
        for _ in range(SETTLING_LOOKS if settle else 0):
            estimator.look(cut)
        found = estimator.look(cut)
        if found is not None:
            self.xy_px[index] = found[0] / scale + (left, top)
            self.seen[index] = found[1]
            pace.saw(index, self.xy_px[index])
        with self._lock:
            self._done += pace.stride
            self.progress(min(1.0, self._done / len(self.looks.frames)))


def _fill_hold(xy_px: Floats, seen: Floats, looked: list[int]) -> None:
    for before, after in pairwise(looked):
        share = np.arange(1, after - before) / (after - before)
        for values in (xy_px, seen):
            part = share.reshape(-1, *[1] * (values.ndim - 1))
            between = (1 - part) * values[before] + part * values[after]
            values[before + 1 : after] = between


def _quiet() -> None:
    """Keep the model's C++ chatter below errors out of the user's sight."""
    os.environ.setdefault("GLOG_minloglevel", "2")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
