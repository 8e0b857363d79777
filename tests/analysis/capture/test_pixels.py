"""Pixels are those that FFmpeg makes of a frame by itself, whoever asks."""

from concurrent.futures import ThreadPoolExecutor

import av
import numpy as np
import pytest

from analysis.capture.pixels import pixels

WANTED = [(160, 90, "gray"), (320, 180, "rgb24"), (161, 95, "rgb48le")]


@pytest.fixture
def frames(odd_clips):
    with av.open(odd_clips["rotated_0"]) as container:
        return list(container.decode(video=0))


@pytest.mark.parametrize("threads", [1, 3])
def test_pixels_are_those_of_a_converter_of_its_own(frames, threads):
    every = [(frame, *wanted) for frame in frames for wanted in WANTED]
    with ThreadPoolExecutor(threads) as pool:
        made = list(pool.map(lambda one: pixels(*one), every))
    for one, (frame, width, height, colours) in zip(made, every, strict=True):
        own = frame.reformat(width, height, format=colours).to_ndarray()
        assert np.array_equal(one, own)
