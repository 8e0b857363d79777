"""The pose network without its segmentation sees the same, with fewer steps."""

import zipfile
from pathlib import Path

import av
import pytest

from analysis.estimation.landmarker import MediaPipe
from analysis.estimation.model_file import model_file
from analysis.estimation.shortened_network import NETWORK

CLIP = Path(__file__).parents[2] / "clips" / "A_borzov60.mp4"
LOOKS = 4


@pytest.fixture(scope="module")
def short_model(pose_model):
    return model_file("heavy")


@pytest.fixture(scope="module")
def pictures():
    with av.open(CLIP) as file:
        frames = [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]
    return frames[:: len(frames) // LOOKS][:LOOKS]


def test_it_sees_the_same_to_the_last_bit(pose_model, short_model, pictures):
    with MediaPipe(pose_model) as whole, MediaPipe(short_model) as short:
        for picture in pictures:
            xy, visibility = whole.look(picture)
            short_xy, short_visibility = short.look(picture)
            assert (short_xy == xy).all()
            assert (short_visibility == visibility).all()


def test_only_the_network_of_landmarks_is_another(pose_model, short_model):
    with (
        zipfile.ZipFile(pose_model) as whole,
        zipfile.ZipFile(short_model) as short,
    ):
        assert short.testzip() is None
        assert short.namelist() == whole.namelist()
        changed = {
            name for name in whole.namelist() if whole.read(name) != short.read(name)
        }
    assert changed == {NETWORK}
