"""The yardstick of ``make bench``: the plain pose model on each whole frame."""

import sys

import av
import mediapipe
from mediapipe.tasks.python import BaseOptions, vision

from analysis.estimation.model_file import SOURCES, cache, fetch


def main(clip: str) -> None:
    """Run the heavy model in its video mode over a clip, as stored, and count poses."""
    whole = fetch(SOURCES["heavy"], cache(), print)
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(whole)),
        running_mode=vision.RunningMode.VIDEO,
    )
    frames = poses = 0
    with (
        vision.PoseLandmarker.create_from_options(options) as model,
        av.open(clip) as file,
    ):
        for frame in file.decode(video=0):
            picture = mediapipe.Image(
                mediapipe.ImageFormat.SRGB, frame.to_ndarray(format="rgb24")
            )
            found = model.detect_for_video(picture, round(1000 * frame.time))
            frames, poses = frames + 1, poses + bool(found.pose_landmarks)
    print(f"{poses} poses in {frames} frames")


if __name__ == "__main__":
    main(sys.argv[1])
