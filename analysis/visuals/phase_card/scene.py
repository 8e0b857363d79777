"""A frame as a card shows it: the picture in its window, and the athlete in that."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from analysis.camera_motion.camera import Camera
from analysis.types import Floats, Poses
from analysis.visuals.phase_card.window import cut
from analysis.visuals.skeleton import seen_in
from analysis.visuals.viewport import Viewport


@dataclass(frozen=True, slots=True)
class Scene:
    """One frame in its window.

    Attributes
    ----------
    view
        The picture, as large as the window.
    xy
        (33, 2) the athlete's landmarks in view pixels, NaN where there is none.
    seen
        (33,) how well each is seen, 0–1.
    paths
        (frames, 33, 2) where the view shows the places of the landmarks in every frame.
    """

    view: Image.Image
    xy: Floats
    seen: Floats
    paths: Floats


def scene_of(
    picture: NDArray[np.uint8],
    window: Viewport,
    frame: int,
    poses: Poses,
    camera: Camera,
) -> Scene:
    """Cut a scene out of an upright picture (height, width, 3), RGB.

    Parameters
    ----------
    poses, camera
        The athlete and the camera in pictures such as this one.
    """
    paths = camera.carried(poses.xy_px, np.arange(len(poses.xy_px)), frame)
    return Scene(
        cut(picture, window),
        window.to_view(poses.xy_px[frame]),
        seen_in(poses, frame),
        window.to_view(paths),
    )
