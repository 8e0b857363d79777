"""Key frames of a tilted camera turned level, as their angles are measured.

An angle measured from the level must be drawn in a level picture: with the phone tilted
by 4°, the arc of 45° would be drawn as 49°.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analysis.camera_motion.camera import Camera, mapped
from analysis.camera_motion.rotation import about, turned_by
from analysis.types import Floats, Poses

# Two points this many pixels apart show which way the level lies in a frame.
APART_PX = 100.0


@dataclass(frozen=True)
class LevelView:
    """How every frame is turned before it is drawn.

    Attributes
    ----------
    turns
        (frames, 3, 3) from the picture as filmed; None where the camera was level, or
        its tilt is unknown.
    """

    turns: Floats | None

    def of(self, picture: NDArray[np.uint8], frame: int) -> NDArray[np.uint8]:
        """(height, width, 3) picture turned level; edge pixels fill its corners."""
        import cv2

        if self.turns is None:
            return picture
        height, width = picture.shape[:2]
        turned = cv2.warpAffine(
            picture,
            self.turns[frame, :2],
            (width, height),
            flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return np.asarray(turned, dtype=np.uint8)

    def poses(self, filmed: Poses) -> Poses:
        """Where the joints are in the turned pictures."""
        if self.turns is None:
            return filmed
        turns = self.turns[: len(filmed.xy_px)]
        return replace(filmed, xy_px=mapped(turns, filmed.xy_px))

    def camera(self, filmed: Camera) -> Camera:
        """The camera that would have filmed the turned pictures."""
        if self.turns is None:
            return filmed
        back = np.linalg.inv(self.turns)
        return replace(filmed, to_reference=filmed.to_reference @ back)


def level_view(camera: Camera) -> LevelView:
    """How the frames of a camera are turned level, about the middle of each."""
    if not camera.level.certain:
        return LevelView(None)
    level = camera.middle_px + np.array([[0.0, 0.0], [APART_PX, 0.0]])
    filmed = camera.as_filmed(np.tile(level, (len(camera.to_reference), 1, 1)))
    along = filmed[:, 1] - filmed[:, 0]
    turns = [
        about(camera.middle_px, turned_by([0.0, 0.0, -np.arctan2(y, x)]))
        for x, y in along.tolist()
    ]
    return LevelView(np.array(turns))
