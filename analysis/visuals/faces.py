"""Whose face must not be seen: where the head is, and kept pictures with it covered.

The head's place comes from the pose: between ear and nose, a circle sized from the
trunk and so large that a few degrees of error leave nothing of the face outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from analysis.capture.cover import coarse, covered
from analysis.landmarks import EARS, HIPS, NOSE, SHOULDERS, TRUNK
from analysis.types import Clip, Floats, Poses
from analysis.visuals.stills import Still, read_stills, still_files

# Radius of what is covered, in trunk lengths: a head is about 0.4 of one long.
RADIUS = 0.4
# The middle lies between ear and nose, nearer to the ear.
_TO_NOSE = 0.4
# How far in front of the shoulders the head is where only the trunk is seen.
_AHEAD = 0.45
# The trunk's length over a clip: out of the picture's plane it only looks shorter.
_PERCENTILE = 75
# The head's place is the median over so long, seconds of the clip.
_SMOOTH_S = 0.12
# Blocks of a coarse picture: so many in the tallest person seen, who may crouch, and
# in the picture's height, for who is near the camera and not looked for.
_BLOCKS_PERSON, _BLOCKS_PICTURE = 10, 36


def with_head_covered(clip: Clip, poses: Poses) -> Clip:
    """The same clip, every picture of which has the athlete's head covered.

    Parameters
    ----------
    poses
        In pixels of the upright picture as filmed.
    """
    circles = heads(poses.xy_px, poses.time_s)
    missing = max(0, clip.frames - len(circles))
    circles = np.pad(circles, ((0, missing), (0, 0)), mode="edge")
    return replace(clip, covered=circles)


def heads(xy_px: Floats, time_s: Floats) -> Floats:
    """(frames, 3) middle and radius of the head; where it is unseen, as just before.

    Parameters
    ----------
    xy_px
        (frames, 33, 2) landmarks, NaN where there is no pose.
    time_s
        (frames,) when.
    """
    from scipy import ndimage  # a quarter second that no chat has to wait for

    spine = xy_px[:, SHOULDERS].mean(axis=1) - xy_px[:, HIPS].mean(axis=1)
    trunk_px = np.linalg.norm(spine, axis=-1)
    if not np.isfinite(trunk_px).any():
        return np.full((len(xy_px), 3), np.nan)
    trunk = float(np.nanpercentile(trunk_px, _PERCENTILE))
    middle = _middles(xy_px)
    beyond = xy_px[:, SHOULDERS].mean(axis=1) + _AHEAD * spine
    middle = np.where(np.isfinite(middle), middle, beyond)
    # What is smoothed is how the head is held, not how athlete and camera move.
    base = _filled(xy_px[:, TRUNK].mean(axis=1), time_s)
    held = _filled(middle - base, time_s)
    step = float(np.median(np.diff(time_s))) if len(time_s) > 1 else _SMOOTH_S
    span = 2 * round(_SMOOTH_S / step / 2) + 1
    calm = ndimage.median_filter(held, size=(span, 1), mode="nearest")
    # Both where the head was read and where it should be are covered.
    apart = np.linalg.norm(held - calm, axis=-1)
    radius = RADIUS * trunk + np.minimum(apart, RADIUS * trunk) / 2
    return np.column_stack([base + (calm + held) / 2, radius])


def head_of(still: Still) -> Floats:
    """(3,) middle and radius of the head in one still."""
    circle = heads(still.points_px[np.newaxis], np.zeros(1))[0]
    if np.isfinite(circle).all():
        # One picture alone shows the trunk shorter than it may be.
        circle[2] = max(circle[2], RADIUS * 0.6 * still.leg_px)
    return np.asarray(circle)


def faceless(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What may be kept of a clip's small pictures once faces are to be hidden.

    Key frames are covered; the picture of the way and the one with everybody, in which
    nobody knows any more where the heads are, are left out.
    """
    stills = [
        replace(still, picture=_without_head(still))
        for still in read_stills(files).values()
        if np.isfinite(head_of(still)).all()
    ]
    kept = {name: held for name, held in files.items() if not name.endswith(".jpg")}
    return kept | still_files(stills)


def _without_head(still: Still) -> Image.Image:
    return Image.fromarray(covered(np.asarray(still.picture), head_of(still)))


def unrecognisable(picture: NDArray[np.uint8], tallest_px: float) -> NDArray[np.uint8]:
    """A picture in which no face can be told, also of people nobody has looked for."""
    largest = max(tallest_px / _BLOCKS_PERSON, picture.shape[0] / _BLOCKS_PICTURE)
    return coarse(picture, largest)


def _middles(xy_px: Floats) -> Floats:
    """(frames, 2) between ears and nose; the seen one, where one is not."""
    ears, nose = xy_px[:, EARS].mean(axis=1), xy_px[:, NOSE]
    found = ears + _TO_NOSE * (nose - ears)
    found = np.where(np.isfinite(found), found, ears)
    return np.asarray(np.where(np.isfinite(found), found, nose))


def _filled(xy_px: Floats, time_s: Floats) -> Floats:
    """The same points, and between and beyond those seen what lies between them."""
    seen = np.isfinite(xy_px).all(axis=-1)
    if not seen.any():
        return np.zeros_like(xy_px)
    columns = [np.interp(time_s, time_s[seen], xy_px[seen, axis]) for axis in (0, 1)]
    return np.column_stack(columns)
