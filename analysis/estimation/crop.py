"""What the pose model is shown: a square that follows the athlete, turned one way.

The model sees feet and crossing legs better when the runner goes to the left (in all
nine rendered clips of a runner to the right: toes 0.039 instead of 0.057 leg lengths
off, a joint a quarter leg off in 0.6 instead of 2.8 % of frames), so every athlete is
shown going that way, and a mirrored clip gives much the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from scipy.ndimage import gaussian_filter1d

from analysis.camera_motion.camera import Camera, mapped
from analysis.camera_motion.rotation import about
from analysis.capture.clip import Picture
from analysis.detection.athlete import Detection
from analysis.landmarks import EXCHANGED
from analysis.types import Clip, Floats

# The crop's side in athlete sizes: room for arms, for the jump of the box's centre at
# the first movement, and for the detector, which likes people at half the picture.
CROP_SIZES = 1.5
SMALLEST_CROP_PX = 160
LARGEST_INPUT_PX = 720
# Frames over which the picture's edge is held still.
STEADY = 10.0
# Room for arms beyond the box of what moves, in its sides.
BOX_MARGIN = 0.15
# Unsharp mask: its sigma in pixels, and how much of the difference is added.
SHARPEN_PX, SHARPEN_BY = 5.0, 1.0
# Bilateral filter: pixels across, shades and pixels that count as near.
DENOISE = (7, 40.0, 5.0)


Tone = Literal["as_is", "denoised", "sharpened"]


@dataclass(frozen=True, slots=True)
class Crop:
    """One square of a picture, in its pixels.

    Attributes
    ----------
    left, top, side
        May reach beyond the picture's edge, where there is nothing to show.
    mirrored
        Whether it is shown mirrored.
    tone
        How its grey levels are filtered.
    to_reference
        (3, 3) where the camera is restless: the square is one of the reference view,
        so that a body at rest is shown at rest. A slow sway is left: the picture as
        filmed is sharper.
    """

    left: int
    top: int
    side: int
    mirrored: bool
    tone: Tone = "as_is"
    to_reference: Floats | None = field(default=None, compare=False)

    def of(self, picture: Picture) -> Picture:
        """The part of the picture to look at, no larger than the model needs."""
        import cv2

        cut = self._square(picture)
        cut = np.ascontiguousarray(cut[:, ::-1] if self.mirrored else cut)
        if self.scale < 1.0:
            small = cv2.resize(
                cut, None, fx=self.scale, fy=self.scale, interpolation=cv2.INTER_AREA
            )
            cut = np.asarray(small, dtype=np.uint8)
        return _toned(cut, self.tone)

    def in_picture(self, xy: Floats, width: int) -> Floats:
        """Landmarks (33, 2) seen in a crop this wide, in pixels of the picture."""
        if self.mirrored:
            xy = np.stack([width - xy[:, 0], xy[:, 1]], axis=1)[EXCHANGED]
        seen: Floats = xy / self.scale + (self.left, self.top)
        if self.to_reference is None:
            return seen
        return mapped(np.asarray(np.linalg.inv(self.to_reference)), seen)

    def in_square(self, xy_px: Floats, width: int) -> Floats:
        """Where points (33, 2) of the picture are in a square shown this wide."""
        seen = xy_px if self.to_reference is None else mapped(self.to_reference, xy_px)
        xy: Floats = (seen - (self.left, self.top)) * self.scale
        if self.mirrored:
            xy = np.stack([width - xy[:, 0], xy[:, 1]], axis=1)[EXCHANGED]
        return xy

    def same_body(self, seen: Floats) -> Floats:
        """Visibilities (33,) in the order of ``in_picture``."""
        return seen[EXCHANGED] if self.mirrored else seen

    def _square(self, picture: Picture) -> Picture:
        import cv2

        if self.to_reference is None:
            rows = slice(self.top, self.top + self.side)
            return picture[rows, self.left : self.left + self.side]
        # OpenCV counts from the middle of the first pixel.
        step = about(np.array([-0.5, -0.5]), self.to_reference)
        step[:2] -= np.outer([self.left, self.top], step[2])
        size = (self.side, self.side)
        shown = cv2.warpPerspective(
            picture, step, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        return np.asarray(shown, dtype=np.uint8)

    @property
    def scale(self) -> float:
        """Pixels shown for each of the picture."""
        return min(1.0, LARGEST_INPUT_PX / self.side)


def _toned(cut: Picture, tone: Tone) -> Picture:
    import cv2

    if tone == "denoised":
        return np.asarray(cv2.bilateralFilter(cut, *DENOISE), dtype=np.uint8)
    if tone == "sharpened":
        blurred = cv2.GaussianBlur(cut, (0, 0), SHARPEN_PX)
        more = cv2.addWeighted(cut, 1 + SHARPEN_BY, blurred, -SHARPEN_BY, 0)
        return np.asarray(more, dtype=np.uint8)
    return cut


def in_two_ways(squares: list[Crop]) -> tuple[list[Crop], list[Crop]]:
    """The squares for a first and a second look that fail in different frames."""
    return (
        [replace(square, tone="denoised") for square in squares],
        [
            replace(square, mirrored=not square.mirrored, tone="sharpened")
            for square in squares
        ],
    )


def crops(clip: Clip, detection: Detection) -> list[Crop]:
    """The square to look at in each frame, one side and one way for all.

    The centre comes from the frames where most of the body moves.
    """
    box, whole = detection.box_px, detection.whole
    side = int(max(CROP_SIZES * detection.size_px, SMALLEST_CROP_PX))
    if detection.camera.restless:
        # What a pan brings in at the edges may be joined to the athlete's blob.
        side = min(side, max(clip.width_px, clip.height_px))
    number = np.arange(len(box))
    middle = detection.middle_px
    centre = [np.interp(number, whole, middle[whole, axis]) for axis in (0, 1)]
    corner = gaussian_filter1d(np.stack(centre, axis=1), 3.0, axis=0) - side / 2
    to_the_right = bool(centre[0][-1] > centre[0][0])
    camera, steps = detection.camera, [None] * len(box)
    if camera.restless:
        steps = list(camera.to_reference)
    else:
        corner = camera.as_filmed(corner + side / 2) - side / 2
    low, high = _edges(clip, camera)
    corner = np.clip(np.rint(corner), low, np.maximum(high - side, low)).astype(int)
    # Brightening a picture makes it grainy.
    tone: Tone = "denoised" if clip.reading.brighter > 1.0 else "as_is"
    return [
        Crop(left, top, side, to_the_right, tone, to_reference=step)
        for (left, top), step in zip(corner.tolist(), steps, strict=True)
    ]


def _edges(clip: Clip, camera: Camera) -> tuple[Floats, Floats]:
    """(frames, 2) each: upper left and lower right corner of what is filmed.

    In the reference view where squares are cut from it, and then without the shake, so
    that a square at the edge stays where it is.
    """
    picture = np.tile([0.0, 0.0, clip.width_px, clip.height_px], (clip.frames, 1))
    if camera.restless:
        picture = gaussian_filter1d(camera.boxes_in_reference(picture), STEADY, axis=0)
    edges = np.rint(picture)
    return edges[:, :2], edges[:, 2:]


def alone(picture: Picture, detection: Detection, index: int) -> Picture:
    """The picture with others painted over in one tone, outside the athlete's box.

    The model sees one body, and with two in its square it may not be the athlete's.
    """
    shown, shade = picture.copy(), picture.mean(axis=(0, 1))
    own, *others = detection.people_px[:, index]
    for other in others:
        shown[_inside(other)] = shade
    shown[_inside(own)] = picture[_inside(own)]
    return shown


def _inside(box_px: Floats) -> tuple[slice, slice]:
    """Rows and columns of a box with some room around it."""
    room = BOX_MARGIN * np.tile(box_px[2:] - box_px[:2], 2) * [-1, -1, 1, 1]
    left, top, right, bottom = np.maximum(np.rint(box_px + room), 0).astype(int)
    return slice(top, bottom), slice(left, right)
