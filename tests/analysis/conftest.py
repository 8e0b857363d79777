"""Clips whose pictures nobody looks at."""

import pytest

from tests.analysis.moving_body import SIZE_PX
from tests.odd_clips import write_clip


@pytest.fixture(scope="session")
def film(tmp_path_factory):
    """A clip with a frame at each of these times, written once and quickly."""
    folder, written = tmp_path_factory.mktemp("films"), {}

    def of(times_s):
        times_s = tuple(times_s)
        if times_s not in written:
            path, quickly = folder / f"{len(written)}.mp4", {"preset": "ultrafast"}
            written[times_s] = write_clip(path, times_s, SIZE_PX, options=quickly)
        return written[times_s]

    return of
