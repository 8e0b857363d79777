"""HDR converted to SDR, which is all that the pose model and our pictures know.

Light is made linear by the clip's own curve (HLG or PQ, ITU-R BT.2100-2), scaled so
that its white is white, turned from the primaries of BT.2020 to those of BT.709 (ITU-R
BT.2087-0), and written with BT.709's curve. What is brighter than white is cut off.

White is looked for in the clip, since apps differ: BT.2408-7 wants it at 203 cd/m²,
which is 75 % of HLG's signal, others put it at 100 cd/m² or at the very top.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, TypeAlias

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorTrc
from numpy.typing import NDArray

from analysis.capture.conversion import converted
from analysis.reading import Light
from analysis.types import Floats

Curve: TypeAlias = Literal["hlg", "pq"]

CURVES: dict[int, Curve] = {ColorTrc.ARIB_STD_B67: "hlg", ColorTrc.SMPTE2084: "pq"}
# Where white may lie, as a share of HLG's peak and of PQ's 10,000 cd/m². A dark clip
# does not tell which white its app had in mind: PQ's least is in between.
WHITES = {"hlg": (0.265, 1.0), "pq": (0.012, 0.1)}
# Percentile of brightness that hardly anything exceeds; white is a little
# brighter still (lines on a track reflect no more than 0.8 of what white paper does).
WHITE_PERCENT, HEADROOM = 99.0, 1.15
# BT.2020 to BT.709, linear light (BT.2087-0).
PRIMARIES = np.array(
    [
        [1.6605, -0.5876, -0.0728],
        [-0.1246, 1.1329, -0.0083],
        [-0.0182, -0.1006, 1.1187],
    ],
    dtype=np.float32,
)
LEVELS = 65536


def curve_of(frame: VideoFrame) -> Curve | None:
    """The HDR curve of a picture, None for an ordinary one."""
    return CURVES.get(int(frame.color_trc))


def brightest(frame: VideoFrame, curve: Curve, width: int, height: int) -> float:
    """Linear light of what looks white in one picture, looked at in that size."""
    codes = _codes(frame, width, height).max(axis=-1)
    return float(_linear(curve)[int(np.percentile(codes, WHITE_PERCENT))])


def light_of(curve: Curve, brightest_of_some: list[float]) -> Light:
    """The clip's light, from the white of some of its pictures."""
    least, most = WHITES[curve]
    white = HEADROOM * float(np.median(brightest_of_some))
    return Light(curve, float(np.clip(white, least, most)))


def as_sdr(
    frame: VideoFrame, light: Light, width: int, height: int, *, grey: bool
) -> NDArray[np.uint8]:
    """The picture as ordinary RGB, or grey, of that width and height."""
    import cv2

    scaled = (_linear(light.curve) / light.white).astype(np.float32)
    wide = cv2.LUT(_codes(frame, width, height), scaled)
    linear = np.clip(cv2.transform(wide, PRIMARIES), 0.0, 1.0)
    # BT.709's curve is near a root: from there a table of 256 will do.
    root = cv2.convertScaleAbs(cv2.sqrt(linear), alpha=255.0)
    picture = cv2.LUT(root, _written_roots())
    if grey:
        picture = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    return np.asarray(picture, dtype=np.uint8)


def _codes(frame: VideoFrame, width: int, height: int) -> NDArray[np.uint16]:
    codes = converted(frame, width, height, "rgb48le")
    return np.asarray(codes, dtype=np.uint16)


@lru_cache(maxsize=2)
def _linear(curve: Curve) -> Floats:
    """(LEVELS,) linear light of each code, 1 at the curve's peak."""
    signal = np.arange(LEVELS) / (LEVELS - 1)
    if curve == "hlg":  # BT.2100-2 table 5, inverse OETF
        a, b, c = 0.17883277, 0.28466892, 0.55991073
        high: Floats = (np.exp((signal - c) / a) + b) / 12
        return np.where(signal <= 0.5, signal**2 / 3, high)
    # BT.2100-2 table 4, EOTF
    m1, m2 = 2610 / 16384, 2523 / 32
    c1, c2, c3 = 3424 / 4096, 2413 / 128, 2392 / 128
    root = signal ** (1 / m2)
    light: Floats = (np.maximum(root - c1, 0) / (c2 - c3 * root)) ** (1 / m1)
    return light


@lru_cache(maxsize=1)
def _written_roots() -> NDArray[np.uint8]:
    """(256,) BT.709's code of linear light, by the light's square root."""
    light = (np.arange(256) / 255) ** 2
    code = np.where(light < 0.018, 4.5 * light, 1.099 * light**0.45 - 0.099)
    return np.round(255 * code).astype(np.uint8)
