"""Small pictures are kept where they are the same as those decoded again."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.capture import small_pictures
from analysis.capture.clip import open_clip, righted, small_frames
from analysis.capture.small_pictures import SMALL_PX
from analysis.timing.playback import part
from tests.odd_clips import SIZE, steady, write_clip

NAMES = ["rotated_0", "rotated_90", "rotated_180", "late_start_mkv", "variable"]


def pictures(clip):
    return list(small_frames(clip, SMALL_PX))


def alike(one, other):
    return len(one) == len(other) and all(
        index == number and np.array_equal(picture, same)
        for (index, picture), (number, same) in zip(one, other, strict=True)
    )


@pytest.mark.parametrize("name", NAMES)
def test_kept_pictures_are_those_decoded_again(odd_clips, name):
    clip = open_clip(odd_clips[name])
    assert len(clip.small) == clip.frames
    assert alike(pictures(clip), pictures(replace(clip, small=())))


def test_large_pictures_are_kept_small(tmp_path):
    path = write_clip(tmp_path / "large.mp4", steady(0.6), size=(4 * SIZE[0], SIZE[1]))
    clip = open_clip(path)
    assert max(clip.small[0].shape) == SMALL_PX
    assert alike(pictures(clip), pictures(replace(clip, small=())))


def test_a_turned_or_dark_clip_has_them_turned_and_brighter(odd_clips):
    clip = righted(open_clip(odd_clips["rotated_0"]), 90)
    clip = replace(clip, reading=replace(clip.reading, brighter=2.0, mirrored=True))
    assert alike(pictures(clip), pictures(replace(clip, small=())))


def test_a_part_has_its_own(odd_clips):
    clip = open_clip(odd_clips["rotated_0"])
    some = part(clip, range(5, 20, 2), clip.time_s[5:20:2])
    kept = [picture for _, picture in pictures(clip)][5:20:2]
    assert alike(pictures(some), list(enumerate(kept)))


def test_a_long_film_is_decoded_again(odd_clips, monkeypatch):
    monkeypatch.setattr(small_pictures, "MOST_BYTES", 10 * SIZE[0] * SIZE[1])
    clip = open_clip(odd_clips["rotated_0"])
    assert not clip.small
    assert len(pictures(clip)) == clip.frames
