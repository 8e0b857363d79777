"""The pose model behind a protocol: one picture in, one body's 33 landmarks out."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import numpy as np

from analysis.capture.clip import Picture
from analysis.estimation import mediapipe_import
from analysis.types import Floats

# Timestamps 1 s apart switch off the model's own smoothing, which lags fast joints.
STEP_MS = 1000


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
        vision = mediapipe_import.vision()
        from mediapipe.tasks.python import BaseOptions

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
        self.close()

    def close(self) -> None:
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


class Estimators:
    """Pairs of models that have seen nothing yet; the first is made ahead of its use.

    Two make a model at a time, which takes half a second of a core each: while the
    clip is still being opened, nobody waits for it.

    Parameters
    ----------
    model
        The ``.task`` file.
    """

    def __init__(self, model: Path) -> None:
        self._model = model
        self._makers = ThreadPoolExecutor(2)
        self._ahead = self._made()

    def __enter__(self) -> Self:
        """The first pair is being made."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Free the pair that nobody took."""
        self._makers.shutdown()
        for one in self._ahead:
            if one.exception() is None:
                one.result().close()

    @contextmanager
    def pair(self) -> Iterator[list[PoseEstimator]]:
        """Two models that are freed afterwards."""
        made, self._ahead = self._ahead or self._made(), []
        with ExitStack() as stack:
            yield [stack.enter_context(one.result()) for one in made]

    def _made(self) -> list[Future[MediaPipe]]:
        return [self._makers.submit(MediaPipe, self._model) for _ in range(2)]
