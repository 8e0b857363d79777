"""What was known of a clip when it was refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.detection.athlete import Detection
from analysis.estimation.among_others.bystanders import BONES
from analysis.types import Clip, Floats, Poses
from analysis.visuals.theme import Box

# Room around a body, as a share of its larger side: hands, hair.
ROOM = 0.08


@dataclass(frozen=True)
class Scene:
    """The clip, the people found in it and their poses, as far as the analysis came.

    ``faceless`` when no face may be told in what is shown of it.
    """

    clip: Clip
    detection: Detection | None = None
    poses: Poses | None = None
    faceless: bool = False

    @cached_property
    def posed(self) -> list[int]:
        """Frames in which there is a pose."""
        if self.poses is None:
            return []
        found: list[int] = np.flatnonzero(
            np.isfinite(self.poses.xy_px[:, 0, 0])
        ).tolist()
        return found

    @cached_property
    def _has_pose(self) -> frozenset[int]:
        return frozenset(self.posed)

    def bones(self, frames: Sequence[int], shown: int) -> Floats:
        """Both ends of every bone, (n, 2, 2), in the frames that have a pose.

        They are in pixels of the frame ``shown``, also when the camera turns.
        """
        known = [frame for frame in frames if frame in self._has_pose]
        if self.poses is None or not known:
            return np.empty((0, 2, 2))
        points = self.poses.xy_px[known]
        if self.detection is not None:
            camera = self.detection.camera
            points = camera.carried(points, np.array(known), shown)
        ends: Floats = points[:, BONES].reshape(-1, 2, 2)
        return ends[np.isfinite(ends).all(axis=(1, 2))]

    def body(self, frame: int) -> Box:
        """The athlete's box: of the joints where they are known, else of what moves."""
        if self.poses is not None and frame in self._has_pose:
            xy = self.poses.xy_px[frame]
            return with_room(np.nanmin(xy, axis=0), np.nanmax(xy, axis=0), ROOM)
        if self.detection is not None:
            box = self.detection.box_px[frame]
            # No movement is seen of a foot on the ground, or dark on a dark background.
            return with_room(box[:2], box[2:], 2 * ROOM)
        return 0.0, 0.0, float(self.clip.width_px), float(self.clip.height_px)


def with_room(low: Floats, high: Floats, share: float) -> Box:
    """A box from corners (2,), larger on each side by a share of its larger side."""
    room = share * float(np.max(high - low))
    (left, top), (right, bottom) = (low - room).tolist(), (high + room).tolist()
    return left, top, right, bottom
