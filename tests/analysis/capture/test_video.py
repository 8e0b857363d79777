"""Of several tracks the film is taken."""

import numpy as np
import pytest

from analysis.capture.clip import frame_at, open_clip
from tests.odd_clips import SIZE, steady, upright_picture, write_with_still


@pytest.mark.parametrize("ending", ["mov", "mkv"])
@pytest.mark.parametrize("still_size", [SIZE, (640, 360), (160, 90)])
def test_a_still_before_the_film_is_passed_over(tmp_path, ending, still_size):
    path = tmp_path / f"still_first.{ending}"
    clip = open_clip(write_with_still(path, steady(1), still_size))
    assert clip.reading.track == 1
    assert clip.frames == 30
    last = frame_at(clip, 29).astype(int)
    assert np.abs(last - upright_picture(1.0)).mean() < 8


def test_where_there_is_one_track_none_is_looked_for(odd_clips):
    assert open_clip(odd_clips["rotated_0"]).reading.track is None
