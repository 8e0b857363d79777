"""The pose model without its silhouette sees the same, with fewer steps."""

import io
import zipfile
from pathlib import Path

import av
import numpy as np
import pytest

from analysis.estimation.landmarker import STEP_MS, MediaPipe
from analysis.estimation.silhouette import NETWORK, without_silhouette

CLIP = Path(__file__).parents[2] / "clips" / "A_borzov60.mp4"
LOOKS = 4


@pytest.fixture(scope="module")
def pictures():
    with av.open(CLIP) as file:
        frames = [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]
    return frames[:: len(frames) // LOOKS][:LOOKS]


def seen_by_the_whole_model(path, pictures):
    from mediapipe import Image, ImageFormat
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(path)),
        running_mode=vision.RunningMode.VIDEO,
    )
    with vision.PoseLandmarker.create_from_options(options) as model:
        for number, picture in enumerate(pictures, 1):
            image = Image(image_format=ImageFormat.SRGB, data=picture)
            found = model.detect_for_video(image, STEP_MS * number).pose_landmarks
            height, width = picture.shape[:2]
            yield np.array([(one.x * width, one.y * height) for one in found[0]])


def test_it_sees_the_same_landmarks_to_the_last_bit(pose_model, pictures):
    whole = list(seen_by_the_whole_model(pose_model, pictures))
    with MediaPipe(pose_model) as model:
        for picture, landmarks in zip(pictures, whole, strict=True):
            xy, _ = model.look(picture)
            assert (xy == landmarks).all()


def test_only_the_network_of_landmarks_is_another(pose_model):
    with (
        zipfile.ZipFile(pose_model) as whole,
        zipfile.ZipFile(io.BytesIO(without_silhouette(pose_model))) as short,
    ):
        assert short.testzip() is None
        assert short.namelist() == whole.namelist()
        changed = {
            name for name in whole.namelist() if whole.read(name) != short.read(name)
        }
    assert changed == {NETWORK}
