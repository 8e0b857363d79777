"""A clip is shown as players show it, whatever its display matrix says."""

import numpy as np
import pytest

from analysis.capture.clip import frame_at, frames_at, open_clip, small_frames
from tests.odd_clips import SIZE, steady, upright_picture, write_clip

TURNS = [0, 90, 180, 270]


@pytest.mark.parametrize("turn", TURNS)
def test_a_mirrored_clip_is_shown_mirrored_back_whatever_its_turn(tmp_path, turn):
    path = tmp_path / "mirrored.mp4"
    clip = open_clip(write_clip(path, steady(1), rotation_deg=turn, mirrored=True))
    assert (clip.width_px, clip.height_px) == SIZE
    assert clip.rotation_deg == turn
    assert clip.reading.mirrored
    ((_, picture),) = frames_at(clip, {29})
    assert np.abs(picture.astype(int) - upright_picture(1.0)).mean() < 8
    assert np.array_equal(frame_at(clip, 29), picture)
    *_, (_, small) = small_frames(clip, 160)
    assert small[60, 150] > 200  # the bar has come to the right
    assert small[60, 20] < 80


def test_a_clip_without_a_matrix_is_not_mirrored(odd_clips):
    assert not open_clip(odd_clips["rotated_90"]).reading.mirrored
