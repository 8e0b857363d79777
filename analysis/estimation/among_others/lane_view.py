"""What the model is shown of one runner among several: squares of every frame.

Nearer runners are painted over; so is all that is far from where the runner should be,
where that is roughly known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analysis.capture.clip import Picture, frames_at
from analysis.detection.athlete import Detection
from analysis.estimation.among_others.cutout import body_alone, without_bodies
from analysis.estimation.crop import Crop, crops, in_two_ways
from analysis.estimation.frame_sampling import Sampling
from analysis.estimation.landmarker import PoseEstimator
from analysis.estimation.pose import SETTLING_LOOKS
from analysis.types import Clip, Floats, Poses

# What is left around the bones in a first and a second look, in leg lengths.
REACHES = (0.2, 0.35)
# How far a body in front of another reaches from its bones, in leg lengths.
COVERS = 0.14


@dataclass(frozen=True, slots=True)
class Cut:
    """One frame's squares, one for each estimator."""

    frame: int
    squares: tuple[Picture, ...]


class Lane:
    """Where one runner is looked for, and who is in front of them."""

    def __init__(
        self,
        clip: Clip,
        detection: Detection,
        sampling: Sampling,
        estimators: Sequence[PoseEstimator],
        nearer: Sequence[Poses] = (),
    ) -> None:
        self.clip, self.camera, self.sampling = clip, detection.camera, sampling
        self.estimators, self.nearer = estimators[: len(REACHES)], nearer
        squares = crops(clip, detection)
        self._ways = in_two_ways(squares) if sampling.few else (squares, squares)

    def looked_through(
        self, frames: NDArray[np.intp], like: Poses, *, settle: bool = False
    ) -> Poses:
        """A plain look at each frame, with those in front painted over.

        ``settle`` where the frames lie too far apart to go on from the one before.
        """
        xy_px, seen = (
            np.full_like(like.xy_px, np.nan),
            np.full_like(like.visibility, np.nan),
        )
        for cut in self.cuts(frames):
            for _ in range(SETTLING_LOOKS if settle or cut.frame == frames[0] else 0):
                self.estimators[0].look(cut.squares[0])
            found = self.estimators[0].look(cut.squares[0])
            if found is not None:
                crop = self._ways[0][cut.frame]
                width = cut.squares[0].shape[1]
                xy_px[cut.frame] = crop.in_picture(found[0], width)
                seen[cut.frame] = crop.same_body(found[1])
        return replace(like, xy_px=xy_px, visibility=seen)

    def cuts(self, frames: NDArray[np.intp]) -> Iterator[Cut]:
        """The squares of the frames (n,), in their order."""
        for index, picture in frames_at(self.clip, set(frames.tolist())):
            squares = (self._cut(way[index], picture, index) for way in self._ways)
            yield Cut(index, tuple(squares))

    def _cut(self, crop: Crop, picture: Picture, index: int) -> Picture:
        return without_bodies(crop.of(picture), crop, index, self.nearer, COVERS)

    def look(
        self, number: int, cut: Cut, ahead: Floats, leg_px: float, times: int
    ) -> tuple[Floats, Floats] | None:
        """A (33, 2) pose and its (33,) visibility, of a body near ``ahead`` (33, 2)."""
        crop, square = self._ways[number][cut.frame], cut.squares[number]
        points = crop.in_square(ahead, square.shape[1])
        shown = body_alone(square, points, REACHES[number] * leg_px * crop.scale)
        for _ in range(times - 1):
            self.estimators[number].look(shown)
        found = self.estimators[number].look(shown)
        if found is None:
            return None
        return crop.in_picture(found[0], square.shape[1]), crop.same_body(found[1])
