"""An HDR clip looks like the same clip in ordinary colours."""

from fractions import Fraction

import av
import cv2
import numpy as np
import pytest

from analysis.capture.clip import frame_at, open_clip, small_frames

SIZE = (160, 96)
TO_BT2020 = np.array(  # from BT.709, linear light (BT.2087-0)
    [[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]]
)
LUMA = np.array([0.2627, 0.6780, 0.0593])
TRANSFER = {"hlg": 18, "pq": 16}


def ordinary():
    """A sky, a red track with white lines, somebody in blue."""
    picture = np.full((SIZE[1], SIZE[0], 3), (150, 180, 215), np.uint8)
    picture[40:] = (165, 75, 60)
    picture[44:48] = picture[70:74] = 245
    picture[30:80, 70:90] = (40, 60, 140)
    return picture


def hlg(light):
    high = 0.17883277 * np.log(np.maximum(12 * light - 0.28466892, 1e-9)) + 0.55991073
    return np.where(light <= 1 / 12, np.sqrt(3 * light), high)


def pq(light):
    power = light ** (2610 / 16384)
    return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375


def write_hdr(path, curve, white):
    """The ordinary picture for a second, with its white at a share of the peak."""
    code = ordinary() / 255
    light = np.where(code < 0.081, code / 4.5, ((code + 0.099) / 1.099) ** (1 / 0.45))
    light = np.clip(light @ TO_BT2020.T * white, 0, 1)
    rgb = hlg(light) if curve == "hlg" else pq(light)
    luma = rgb @ LUMA
    blue, red = (rgb[..., 2] - luma) / 1.8814, (rgb[..., 0] - luma) / 1.4746
    half = [c.reshape(SIZE[1] // 2, 2, -1, 2).mean(axis=(1, 3)) for c in (blue, red)]
    planes = [64 + 876 * luma, *(512 + 896 * c for c in half)]
    names = {"hlg": "arib-std-b67", "pq": "smpte2084"}
    told = f"colorprim=bt2020:colormatrix=bt2020nc:transfer={names[curve]}"
    options = {"crf": "12", "x265-params": f"log-level=none:{told}"}
    with av.open(path, "w") as container:
        stream = container.add_stream("libx265", rate=30, options=options)
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p10le"
        for index in range(20):
            frame = av.VideoFrame(*SIZE, "yuv420p10le")
            for plane, values in zip(frame.planes, planes, strict=True):
                lines = np.zeros((plane.height, plane.line_size // 2), np.uint16)
                lines[:, : plane.width] = np.round(values)
                plane.update(lines.tobytes())
            frame.pts, frame.time_base = index, Fraction(1, 30)
            frame.color_trc, frame.color_primaries = TRANSFER[curve], 9
            frame.colorspace, frame.color_range = 9, 1
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def saturation(picture):
    return float(np.ptp(picture.astype(float), axis=2).mean())


@pytest.mark.parametrize(
    ("curve", "white"),
    [("hlg", 1.0), ("hlg", 0.265), ("pq", 0.01), ("pq", 0.0203), ("pq", 0.06)],
)
def test_hdr_looks_like_the_ordinary_picture(tmp_path, curve, white):
    clip = open_clip(write_hdr(tmp_path / "hdr.mov", curve, white))
    assert clip.reading.light.curve == curve
    shown, expected = frame_at(clip, 9), ordinary()
    off = shown.astype(float).mean(axis=(0, 1)) - expected.mean(axis=(0, 1))
    assert np.abs(off).max() < 20
    assert saturation(shown) == pytest.approx(saturation(expected), rel=0.25)


def test_the_small_pictures_are_toned_too(tmp_path):
    clip = open_clip(write_hdr(tmp_path / "hdr.mov", "pq", 0.01))
    _, small = next(small_frames(clip, 160))
    grey = cv2.cvtColor(frame_at(clip, 0), cv2.COLOR_RGB2GRAY)
    assert np.abs(small.astype(float) - grey).mean() < 2
    assert not clip.small


def test_an_ordinary_clip_keeps_its_tones(odd_clips):
    assert open_clip(odd_clips["rotated_0"]).reading.light is None
