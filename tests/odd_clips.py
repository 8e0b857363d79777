"""Makes the clips that phones and mishaps make: small, quick, with a known picture.

The upright picture is dark grey, with a red square in its top left corner and a white
bar that moves from left to right.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

TICKS_PER_S = 90_000
SIZE = (320, 180)


def upright_picture(done, size=SIZE):
    """RGB picture with its bar at the fraction `done` of the width."""
    width, height = size
    picture = np.full((height, width, 3), 40, np.uint8)
    picture[: height // 4, : height // 4] = (220, 20, 20)
    bar = int(done * (width - width // 10))
    picture[height // 2 :, bar : bar + width // 10] = 255
    return picture


def write_clip(
    path: Path,
    times_s: Sequence[float],
    size: tuple[int, int] = SIZE,
    rotation_deg: int = 0,
    codec: str = "libx264",
    mirrored: bool = False,
    in_order: bool = True,
    options: Mapping[str, str] | None = None,
) -> Path:
    """Write one frame at each of the times; `size` is the upright picture's.

    `rotation_deg` is the clockwise turn a player must make, `mirrored` whether it must
    then mirror the picture; the frames are stored the other way. Not `in_order`, the
    times to show frames are those to decode them.
    """
    with av.open(path, "w") as container:
        stream = container.add_stream(codec, rate=30, options=dict(options or {}))
        turned = rotation_deg % 180 == 90
        stream.width, stream.height = reversed(size) if turned else size
        stream.pix_fmt = "yuv420p"
        ticks = Fraction(1, 30 if path.suffix == ".avi" else TICKS_PER_S)
        stream.codec_context.time_base = ticks
        for index, time_s in enumerate([*times_s, None]):
            frame = None
            if time_s is not None:
                shown = upright_picture(index / max(len(times_s) - 1, 1), size)
                upright = np.fliplr(shown) if mirrored else shown
                stored = np.ascontiguousarray(np.rot90(upright, rotation_deg // 90))
                frame = av.VideoFrame.from_ndarray(stored, "rgb24")
                frame.pts, frame.time_base = round(time_s / ticks), ticks
            for packet in stream.encode(frame):
                packet.pts = packet.pts if in_order else packet.dts
                container.mux(packet)
    if rotation_deg or mirrored:
        _set_display_matrix(path, rotation_deg, mirrored)
    return path


def _set_display_matrix(path, rotation_deg, mirrored):
    # PyAV writes no display matrix, so it goes straight into the track header:
    # 4 bytes type, 4 version, 20 ids and duration, 16 layer and volume, 36 matrix
    turn = np.deg2rad(rotation_deg)
    cos, sin = round(np.cos(turn)) << 16, round(np.sin(turn)) << 16
    side = -1 if mirrored else 1
    numbers = [side * cos, sin, 0, side * -sin, cos, 0, 0, 0, 1 << 30]
    matrix = np.array(numbers, ">i4").tobytes()
    content = bytearray(path.read_bytes())
    start = content.index(b"tkhd") + 4 + 4 + 20 + 16
    content[start : start + len(matrix)] = matrix
    path.write_bytes(content)


def write_with_still(path: Path, times_s: Sequence[float], still_size=SIZE) -> Path:
    """Write a still as the first track, the film as the second."""
    with av.open(path, "w") as container:
        still = container.add_stream("mjpeg", rate=30)
        still.width, still.height = still_size
        still.pix_fmt = "yuvj420p"
        film = container.add_stream("libx264", rate=30)
        film.width, film.height = SIZE
        film.pix_fmt = "yuv420p"
        ticks = film.codec_context.time_base = Fraction(1, TICKS_PER_S)
        grey = np.full((*still_size[::-1], 3), 128, np.uint8)
        container.mux(still.encode(av.VideoFrame.from_ndarray(grey, "rgb24")))
        container.mux(still.encode(None))
        for index, time_s in enumerate(times_s):
            picture = upright_picture(index / (len(times_s) - 1))
            frame = av.VideoFrame.from_ndarray(picture, "rgb24")
            frame.pts, frame.time_base = round(time_s / ticks), ticks
            container.mux(film.encode(frame))
        container.mux(film.encode(None))
    return path


def write_sound(path: Path, duration_s: float = 1.0) -> Path:
    """Write a media file that has silence and no picture."""
    with av.open(path, "w") as container:
        stream = container.add_stream("aac", rate=44_100, layout="mono")
        silence = np.zeros((1, 1024), np.float32)
        for start in range(0, int(duration_s * 44_100), 1024):
            frame = av.AudioFrame.from_ndarray(silence, "fltp", "mono")
            frame.sample_rate, frame.pts = 44_100, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def steady(duration_s: float, fps: float = 30.0, start_s: float = 0.0) -> list[float]:
    """Times of a constant frame rate."""
    return [start_s + index / fps for index in range(round(duration_s * fps))]


def uneven(duration_s: float = 2.0, seed: int = 7) -> list[float]:
    """Times of a phone that skips: steps of one, two or three sixtieths."""
    steps = np.random.default_rng(seed).choice([1, 1, 2, 3], round(duration_s * 60))
    times = np.concatenate([[0], np.cumsum(steps)]) / 60
    return [float(time) for time in times[times < duration_s]]


def write_odd_clips(folder: Path) -> dict[str, Path]:
    """Every odd clip by name."""
    made = {
        f"rotated_{turn}": write_clip(
            folder / f"rotated_{turn}.mp4", steady(1), rotation_deg=turn
        )
        for turn in (0, 90, 180, 270)
    }
    made["variable"] = write_clip(folder / "variable.mp4", uneven())
    made["late_start"] = write_clip(folder / "late.mp4", steady(1, start_s=1.5))
    made["late_start_mkv"] = write_clip(folder / "late.mkv", steady(1, start_s=1.5))
    made["too_short"] = write_clip(folder / "short.mp4", steady(0.4))
    made["too_long"] = write_clip(folder / "long.mp4", steady(62, fps=2))
    made["too_many_frames"] = write_clip(
        folder / "many.mp4", steady(31, fps=120), size=(64, 48)
    )
    made["sound_only"] = write_sound(folder / "sound.mp4")
    whole = made["rotated_0"].read_bytes()
    made["cut_in_transfer"] = folder / "cut.mp4"
    made["cut_in_transfer"].write_bytes(whole[: len(whole) // 2])
    made["noise"] = folder / "noise.mp4"
    made["noise"].write_bytes(np.random.default_rng(3).bytes(20_000))
    made["empty"] = folder / "empty.mp4"
    made["empty"].touch()
    made["words"] = folder / "words.mp4"
    made["words"].write_text("this is not a video")
    return made
