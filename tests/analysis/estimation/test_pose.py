"""Whatever is cut out to look at, landmarks come back in the whole upright picture."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.ndimage import center_of_mass, label

from analysis.camera_motion.camera import Camera
from analysis.capture.clip import open_clip
from analysis.detection.athlete import Detection
from analysis.estimation.pose import estimate_poses
from analysis.geometry import included
from tests.analysis.painted_clips import write_painted

FRAMES = 20


class BrightSpots:
    """Sees three bright spots, told apart by their shade; a stand-in for the model."""

    SHADES = (120, 180, 240)

    def __init__(self, blind=()):
        self.blind, self.sizes = set(blind), []

    def look(self, picture):
        self.sizes.append(picture.shape)
        if len(self.sizes) - 1 in self.blind:
            return None
        light = picture[..., 0].astype(float)
        spots, count = label(light > 70)
        if count != len(self.SHADES):
            return None
        numbers = sorted(range(1, 4), key=lambda spot: light[spots == spot].max())
        xy = np.zeros((33, 2))
        for mark, spot in zip((24, 26, 28), numbers, strict=True):
            xy[mark] = np.array(center_of_mass(light, spots, spot))[::-1] + 0.5
        return xy, np.full(33, 0.9)


def corner(frame, size, frames=FRAMES):
    """Hip, knee and ankle of a leg bent to a right angle, moving to the right."""
    unit = min(size) / 8
    knee = np.array([(0.25 + 0.4 * frame / frames) * size[0], 0.5 * size[1]])
    return knee + unit * np.array([[0.0, -1.0], [0.0, 0.0], [1.0, 0.0]])


def clip_of(path, size, fps=30, frames=FRAMES):
    half = min(size) / 40
    pictures = []
    for frame in range(frames):
        picture = np.full(size[::-1], 20, np.uint8)
        for place, shade in zip(
            corner(frame, size, frames), BrightSpots.SHADES, strict=True
        ):
            (left, top), (right, bottom) = np.rint([place - half, place + half]).astype(
                int
            )
            picture[top:bottom, left:right] = shade
        pictures.append(picture)
    clip = open_clip(write_painted(path, pictures, fps=fps))
    # The stand-in tells shades as they are painted.
    return replace(clip, reading=replace(clip.reading, brighter=1.0))


def sighting_of(size, room=0.2, frames=FRAMES):
    joints = np.array([corner(frame, size, frames) for frame in range(frames)])
    reach = room * min(size)
    box = np.concatenate([joints.min(axis=1) - reach, joints.max(axis=1) + reach], 1)
    nothing_else = np.zeros((frames, 4, 4), np.uint8)
    camera = Camera.still(frames, size)
    return Detection(box, np.ones(frames), camera, 0, nothing_else, max(size) / 4)


@pytest.mark.parametrize("size", [(640, 360), (360, 640), (1920, 1080)])
def test_a_right_angle_is_a_right_angle_in_any_picture(tmp_path, size):
    clip = clip_of(tmp_path / "corner.mp4", size)
    poses = estimate_poses(clip, sighting_of(size), [BrightSpots()])
    # The runner goes to the right and is shown going to the left: sides change places.
    joints = poses.xy_px[:, [23, 25, 27]]
    truth = np.array([corner(frame, size) for frame in range(FRAMES)])
    assert np.abs(joints - truth).max() < 0.006 * max(size)
    knee = included(joints[:, 0], joints[:, 1], joints[:, 2])
    assert knee == pytest.approx(90, abs=3)


def test_what_is_not_seen_is_not_a_number(tmp_path):
    clip = clip_of(tmp_path / "corner.mp4", (640, 360))
    seen = estimate_poses(clip, sighting_of((640, 360)), [BrightSpots()])
    assert np.isfinite(seen.xy_px).all() and np.isfinite(seen.visibility).all()
    blind = estimate_poses(clip, sighting_of((640, 360)), [BrightSpots(range(99))])
    assert np.isnan(blind.xy_px).all() and np.isnan(blind.visibility).all()
    assert np.array_equal(blind.time_s, clip.time_s)


def test_each_frame_is_looked_at_in_order_and_told(tmp_path):
    clip = clip_of(tmp_path / "corner.mp4", (640, 360))
    told = []
    poses = estimate_poses(clip, sighting_of((640, 360)), [BrightSpots()], told.append)
    assert poses.xy_px.shape == (FRAMES, 33, 2)
    assert np.all(np.diff(poses.xy_px[:, 25, 0]) > 0)
    assert len(told) >= FRAMES
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)


def test_all_looks_are_of_one_size_and_not_too_large(tmp_path):
    clip = clip_of(tmp_path / "corner.mp4", (1920, 1080))
    eye = BrightSpots()
    estimate_poses(clip, sighting_of((1920, 1080), room=0.5), [eye])
    assert len(set(eye.sizes)) == 1
    height, width, colours = eye.sizes[0]
    assert colours == 3
    assert max(height, width) <= 1000


def test_where_frames_are_few_both_look_at_every_frame(tmp_path):
    clip = clip_of(tmp_path / "corner.mp4", (640, 360))
    eyes = BrightSpots(), BrightSpots(range(6, 99))
    poses = estimate_poses(clip, sighting_of((640, 360)), eyes)
    assert clip.median_fps < 45
    assert len(eyes[0].sizes) == len(eyes[1].sizes) >= FRAMES
    assert np.isfinite(poses.xy_px).all()


def test_where_frames_are_many_each_looks_at_a_stretch(tmp_path):
    clip = clip_of(tmp_path / "corner.mp4", (640, 360), fps=120, frames=80)
    eyes = BrightSpots(), BrightSpots()
    estimate_poses(clip, sighting_of((640, 360), frames=80), eyes)
    assert all(0 < len(eye.sizes) < 80 for eye in eyes)
