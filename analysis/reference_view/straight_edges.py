"""Straight edges in the background: lanes, kerbs, fences, walls, roofs and poles."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from analysis.capture.clip import Picture
from analysis.detection.athlete import Detection
from analysis.types import Floats

# A few pictures show as many edges as many would.
PICTURES = 5
# Shorter edges are leaves, letters and people, in longer sides of the picture.
SHORTEST = 0.03
# An end of an edge is off by this many pixels of the small picture.
END_PX = 0.4
# Edges that lie or stand within so many degrees of straight can be level or upright.
MOST_TILTED_DEG = 30.0
# Length of one witness, in longer sides; and the most that one strip of the picture
# counts, since its edges are parts of the same few things.
WITNESS, MOST_WITNESSES, STRIPS = 0.1, 2.0, 16
# Around the athlete's box, in its longer sides, edges may be the athlete's.
MARGIN = 0.1


@dataclass(frozen=True, slots=True)
class Lines:
    """Edges in the reference view, in focal lengths from the picture's middle.

    Attributes
    ----------
    middle
        (n, 2) the middle of each, x to the right, y down.
    angle_deg
        (n,) its slope, downwards to the right, -90 to 90.
    plus_minus_deg
        (n,) how exactly its ends tell that.
    weight
        (n,) how much it counts; a witness counts 1.
    lying
        (n,) whether it lies rather than stands.
    """

    middle: Floats
    angle_deg: Floats
    plus_minus_deg: Floats
    weight: Floats
    lying: NDArray[np.bool_]

    def only(self, which: NDArray[np.bool_]) -> Lines:
        """Some of them."""
        parts = (getattr(self, field.name)[which] for field in fields(self))
        return Lines(*parts)

    def and_one(self, middle: Floats, angle_deg: float, plus_minus_deg: float) -> Lines:
        """These and another one that lies, told by something else than an edge."""
        return Lines(
            np.vstack([self.middle, middle]),
            np.append(self.angle_deg, angle_deg),
            np.append(self.plus_minus_deg, plus_minus_deg),
            np.append(self.weight, 1.0),
            np.append(self.lying, True),
        )


def find_lines(detection: Detection, during: slice) -> Lines:
    """The straight edges around the athlete that lie or stand.

    Parameters
    ----------
    during
        Frames of the start.
    """
    camera = detection.camera
    glimpses = _some(detection.glimpses, during)
    seen = [_in_reference(detection, *glimpse) for glimpse in glimpses]
    ends = np.concatenate([np.empty((0, 2, 2)), *seen]) - camera.middle_px
    side_px = 2 * float(camera.middle_px.max())
    small = max((max(picture.shape) for _, picture in glimpses), default=1)
    along = ends[:, 1] - ends[:, 0]
    length = np.linalg.norm(along, axis=1) / side_px
    angle = _folded(np.degrees(np.arctan2(along[:, 1], along[:, 0])))
    lying = np.abs(angle) < 45.0
    straight = np.abs(angle - np.where(lying, 0.0, np.copysign(90.0, angle)))
    told = (length > SHORTEST) & (straight < MOST_TILTED_DEG)
    middle = ends.mean(axis=1)
    weight = length / WITNESS / max(len(glimpses), 1)
    share = _share(middle / side_px, np.where(told, weight, 0.0), lying)
    return Lines(
        middle[told] / camera.focal_px,
        angle[told],
        np.degrees(END_PX / small / length[told]),
        (weight * share)[told],
        lying[told],
    )


def _some(
    glimpses: tuple[tuple[int, Picture], ...], during: slice
) -> list[tuple[int, Picture]]:
    """A few glimpses of the start, evenly spread; of the clip when there is none."""
    inside = [one for one in glimpses if during.start <= one[0] < during.stop]
    there = inside or list(glimpses)
    which = np.unique(np.linspace(0, len(there) - 1, PICTURES).round().astype(int))
    return [there[n] for n in which] if there else []


def _in_reference(detection: Detection, index: int, picture: Picture) -> Floats:
    """(n, 2, 2) both ends of each edge that is not the athlete's, pixels."""
    import cv2

    found = cv2.createLineSegmentDetector().detect(picture)[0]
    if found is None:
        return np.empty((0, 2, 2))
    scale = 2 * float(detection.camera.middle_px.max()) / max(picture.shape)
    ends = (np.asarray(found, dtype=np.float64).reshape(-1, 2, 2) + 0.5) * scale
    box, middle = detection.box_px[index], ends.mean(axis=1)
    margin = MARGIN * float((box[2:] - box[:2]).max())
    own = (middle > box[:2] - margin) & (middle < box[2:] + margin)
    ends = ends[~own.all(axis=1)]
    here = np.full(len(ends), index)
    return detection.camera.in_reference(ends, here)


def _share(middle: Floats, weight: Floats, lying: NDArray[np.bool_]) -> Floats:
    """(n,) what part of its weight each edge keeps among those of its strip."""
    across = np.where(lying, middle[:, 1], middle[:, 0])
    strip = np.clip(np.floor((across + 0.5) * STRIPS), 0, STRIPS - 1).astype(int)
    strip += np.where(lying, 0, STRIPS)
    held = np.bincount(strip, weight, 2 * STRIPS)
    share: Floats = np.minimum(1.0, MOST_WITNESSES / np.maximum(held, 1e-9))[strip]
    return share


def _folded(angle_deg: Floats) -> Floats:
    """The same direction of a line, -90 to 90."""
    folded: Floats = (angle_deg + 90.0) % 180.0 - 90.0
    return folded
