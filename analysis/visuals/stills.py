"""A key frame made comparable: one size, one ground line, always left to right.

Stills of different clips can be laid beside or over each other: one leg length
(thigh + shank) has as many pixels in each, the hips are in the same place across and
the ground at the same height.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from analysis.landmarks import HIPS
from analysis.types import Direction, Floats

STILL_PX = (540, 675)
# A start needs 1.05 leg lengths on each side of the hips and 2.2 above the ground.
LEG_PX = 250.0
GROUND_Y = 612.0
HIPS_X = STILL_PX[0] / 2
# Bytes of one still; eight are kept with every clip.
LARGEST_BYTES = 30_000
_QUALITIES = (78, 70, 62, 54, 46)
LIST = "stills.json"

_BLUR_PX = 22
_SEAM_PX = 10


@dataclass(frozen=True, slots=True)
class Still:
    """One clean key frame, STILL_PX large.

    Attributes
    ----------
    phase
        1 to 8.
    picture
        RGB, nothing drawn on it.
    points_px
        (33, 2) the landmarks in the still, NaN where unseen. Of a picture that was
        mirrored they keep their names: a left knee stays a left knee.
    leg_px, ground_y
        One leg length, and the ground line's height from the top, in pixels.
    """

    phase: int
    picture: Image.Image
    points_px: Floats
    leg_px: float = LEG_PX
    ground_y: float = GROUND_Y


def cut_still(
    picture_rgb: NDArray[np.uint8],
    points_px: Floats,
    phase: int,
    *,
    leg_px: float,
    ground_y_px: float,
    direction: Direction | None,
) -> Still:
    """Cut one still out of an upright picture.

    Parameters
    ----------
    picture_rgb
        (height, width, 3) the key frame.
    points_px
        (33, 2) the athlete in it, NaN where unseen; at least one hip or any point.
    leg_px
        One leg length in it, from the whole clip.
    ground_y_px
        Height of the ground under the athlete in it.
    direction
        Which way the athlete runs; right to left is mirrored.

    Raises
    ------
    ValueError
        No point is seen, the leg has no length, or the athlete is out of the picture.
    """
    if not np.isfinite(points_px).all(axis=-1).any() or not leg_px > 0:
        raise ValueError(f"phase {phase}: nobody to cut a still around")
    scale = LEG_PX / leg_px
    corner = np.array([_hips_x(points_px), ground_y_px])
    corner -= np.array([HIPS_X, GROUND_Y]) / scale
    points = (points_px - corner) * scale
    picture = _cut(picture_rgb, corner, scale)
    if direction == "right_to_left":
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        points = np.array([STILL_PX[0], 0.0]) + points * np.array([-1.0, 1.0])
    return Still(phase, picture, points)


def write_stills(stills: Iterable[Still], directory: Path) -> tuple[str, ...]:
    """Write ``still_1.jpg`` … and their list; return the files' names."""
    directory.mkdir(parents=True, exist_ok=True)
    files = still_files(stills)
    for name, content in files.items():
        (directory / name).write_bytes(content)
    return tuple(files)


def still_files(stills: Iterable[Still]) -> dict[str, bytes]:
    """Contents of ``still_1.jpg`` … and of their list, by name, the list first."""
    told, pictures = {}, {}
    for still in stills:
        name = f"still_{still.phase}.jpg"
        pictures[name] = _jpeg(still.picture)
        told[name] = {
            "phase": still.phase,
            "points_px": [_told(point) for point in still.points_px.tolist()],
            "leg_px": still.leg_px,
            "ground_y": still.ground_y,
        }
    return {LIST: json.dumps(told, separators=(",", ":")).encode(), **pictures}


def read_stills(files: Mapping[str, bytes]) -> dict[int, Still]:
    """Stills by phase out of the files ``write_stills`` wrote; empty without a list."""
    if LIST not in files:
        return {}
    told: dict[str, dict[str, Any]] = json.loads(files[LIST])
    stills = (_read(files[name], row) for name, row in told.items() if name in files)
    return {still.phase: still for still in stills}


def _read(picture: bytes, row: Mapping[str, Any]) -> Still:
    points = [point or [np.nan, np.nan] for point in row["points_px"]]
    return Still(
        phase=row["phase"],
        picture=Image.open(io.BytesIO(picture)).convert("RGB"),
        points_px=np.array(points, dtype=np.float64),
        leg_px=row["leg_px"],
        ground_y=row["ground_y"],
    )


def _jpeg(picture: Image.Image) -> bytes:
    """A JPEG in the best quality that fits into LARGEST_BYTES."""
    data = b""
    for quality in _QUALITIES:
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
        data = buffer.getvalue()
        if len(data) <= LARGEST_BYTES:
            break
    return data


def _told(point: list[float]) -> list[float] | None:
    return [round(one, 1) for one in point] if np.isfinite(point).all() else None


def _hips_x(points_px: Floats) -> float:
    hips = points_px[HIPS, 0]
    hips = hips[np.isfinite(hips)]
    return float(hips.mean() if len(hips) else np.nanmean(points_px[:, 0]))


def _cut(picture_rgb: NDArray[np.uint8], corner: Floats, scale: float) -> Image.Image:
    """The part of the picture, beyond its edges their own colours, blurred."""
    height, width = picture_rgb.shape[:2]
    size = np.array(STILL_PX) / scale
    low = np.clip(corner, 0, [width, height])
    high = np.clip(corner + size, 0, [width, height])
    start = np.round((low - corner) * scale).astype(int)
    end = np.round((high - corner) * scale).astype(int)
    if (end - start).min() < 1:
        raise ValueError("the athlete is outside the picture")
    box = (*low.tolist(), *high.tolist())
    part = Image.fromarray(picture_rgb).resize(
        tuple((end - start).tolist()), Image.Resampling.LANCZOS, box=box
    )
    if part.size == STILL_PX:
        return part
    return _filled(part, start, np.array(STILL_PX) - end)


def _filled(
    part: Image.Image, before: NDArray[np.intp], after: NDArray[np.intp]
) -> Image.Image:
    """The part on a ground of its own edges, without a visible seam."""
    around = ((before[1], after[1]), (before[0], after[0]))
    ground = np.pad(np.asarray(part), (*around, (0, 0)), mode="edge")
    calm = Image.fromarray(ground).filter(ImageFilter.GaussianBlur(_BLUR_PX))
    rows = _rise(ground.shape[0], *around[0])
    columns = _rise(ground.shape[1], *around[1])
    inside = (255 * np.minimum(rows[:, None], columns[None])).astype(np.uint8)
    return Image.composite(Image.fromarray(ground), calm, Image.fromarray(inside))


def _rise(size: int, before: int, after: int) -> Floats:
    """0 outside the part, 1 within, rising at an edge that lies in the still."""
    place = np.arange(size, dtype=np.float64)
    low = (place - before + 1) / _SEAM_PX if before else np.ones(size)
    high = (size - after - place) / _SEAM_PX if after else np.ones(size)
    return np.clip(np.minimum(low, high), 0.0, 1.0)
