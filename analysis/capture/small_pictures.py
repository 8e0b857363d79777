"""Every picture of a file, small and grey, kept while the file is read through.

All of a clip is looked at in this size to find the athlete, sometimes more than once,
and to decode it again would cost more than the looking.
"""

from __future__ import annotations

import numpy as np
from av.video.frame import VideoFrame

from analysis.capture.display import Picture, stored_grey
from analysis.capture.hdr import curve_of

# Longer side.
SMALL_PX = 384
# A longer film (26 s at 30 frames a second) is decoded again.
MOST_BYTES = 64_000_000


class SmallPictures:
    """Takes the frames of a file in their order."""

    def __init__(self) -> None:
        self._kept: list[Picture] = []
        self._bytes = 0
        self._can_be_kept = True

    def see(self, frame: VideoFrame) -> None:
        """Keep the frame's picture; none at all of a long film or an HDR one."""
        # How light an HDR picture is to be shown is known when all are seen.
        self._can_be_kept &= self._bytes < MOST_BYTES and curve_of(frame) is None
        if not self._can_be_kept:
            self._kept.clear()
            return
        self._kept.append(np.ascontiguousarray(stored_grey(frame, SMALL_PX)))
        self._bytes += self._kept[-1].nbytes

    @property
    def kept(self) -> tuple[Picture, ...]:
        """All of the file's pictures as they are stored, or none."""
        return tuple(self._kept)
