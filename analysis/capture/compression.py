"""How much of the picture an encoder gave away, and what that does to the reading.

H.264 rounds the detail of every block to steps; the quantiser (0 to 51, doubling the
step every 6) says how coarse they are. Cameras use 20 to 28, chats 28 to 36. Bits per
pixel don't tell: a still camera before a still wall needs next to none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from av.sidedata.sidedata import Type
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from analysis.capture.container import DECODER_OPTIONS

# FFmpeg's number of the quantisers that are H.264's.
H264: Final = 1
# The clips that the ± was measured on have 22 to 35; steps twice as coarse turn what is
# seen of a joint by twice as many pixels.
AS_MEASURED, DOUBLES = 36.0, 6.0
# Detail, in pixels of a leg: its length over the coarseness, one at this quantiser.
FINE = 30.0
# With less detail than the first a start loses moments and its angles are less sure;
# with less than the second it may not be found at all (of nine starts with 22 to 45
# that we squeezed three were not found, of those with more all were), and with less
# than the third what is found is wrong (toe-off 92 ms early, thigh split 75 degrees).
TOLD_PX, LOST_PX, HOPELESS_PX = 58.0, 40.0, 20.0


def tell_quantisers(stream: VideoStream) -> None:
    """Ask a stream's decoder, before its first frame, for each frame's quantisers."""
    context = stream.codec_context
    context.options = {**DECODER_OPTIONS, "export_side_data": "venc_params"}
    if context.name == "h264":
        # Decoding frames side by side, it tells quantisers of some not yet done.
        stream.thread_type = "SLICE"


def quantiser(frame: VideoFrame) -> float:
    """The mean quantiser of a frame's blocks; NaN where the codec does not tell."""
    # PyAV's stubs type this as names.
    told: Any = frame.side_data
    for one in told:
        if one.type == Type.VIDEO_ENC_PARAMS and one.codec_type == H264:
            return float(one.qp + _more(one))
    return float("nan")


def _more(told: Any) -> float:
    """By how much the blocks' quantisers are above the frame's, on average.

    A block is five integers, the last one its difference (FFmpeg's
    ``AVVideoBlockParams``).
    """
    if not told.nb_blocks:
        return 0.0
    stored = np.frombuffer(bytes(told), np.int32, offset=told.blocks_offset)
    blocks = stored.reshape(told.nb_blocks, -1)
    return float(blocks[:, 4].mean())


def typical(quantisers: Sequence[float]) -> float | None:
    """The usual quantiser of a clip; None where its codec does not tell."""
    known = np.array(quantisers)[np.isfinite(quantisers)]
    return float(np.median(known)) if len(known) else None


def coarser(quantiser: float | None) -> float:
    """Factor by which joints are less accurate than in the clips behind the ±."""
    if quantiser is None:
        return 1.0
    return float(max(1.0, 2.0 ** ((quantiser - AS_MEASURED) / DOUBLES)))


def is_squeezed(quantiser: float | None, leg_px: float) -> bool:
    """Whether so little detail is left of a leg that the athlete has to be told."""
    return _detail_px(quantiser, leg_px) < TOLD_PX


def is_hopeless(quantiser: float | None, leg_px: float) -> bool:
    """Whether what is found in the clip can't be trusted at all."""
    return _detail_px(quantiser, leg_px) < HOPELESS_PX


def is_lost(quantiser: float | None, leg_px: float) -> bool:
    """Whether so little is left of a leg that a start in the clip would not be seen."""
    return _detail_px(quantiser, leg_px) < LOST_PX


def _detail_px(quantiser: float | None, leg_px: float) -> float:
    if quantiser is None or quantiser <= FINE:
        return float("inf")
    return float(leg_px / 2.0 ** ((quantiser - FINE) / DOUBLES))
