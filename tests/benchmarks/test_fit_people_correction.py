"""What is learned on people is what their labels say, and what tells them apart."""

import numpy as np
import pytest

from analysis.gait_events.detection import find_events
from analysis.gait_events.foot_movement import FOOT
from analysis.gait_events.population import read, resemblance
from analysis.landmarks import landmark
from benchmarks.fit_people_correction import learn, left_out
from benchmarks.training_clips import Example, joints_of
from tests.analysis.moving_body import start, travel_of


class Still:
    """A camera that does not move."""

    @staticmethod
    def in_reference(xy_px, _frame):
        return xy_px


def example(kin, person, fps, late_s=0.0, joints=None):
    """A stick figure; a person's feet creep, and are labelled so much later."""
    one = start(fps, noise_px=1.0 if person else 0.0)
    if person:
        xy_px = one.poses.xy_px.copy()
        xy_px[:, 29:33, 0] += 3 * np.sin(one.poses.time_s * 25)[:, None]
        one = one.with_xy(xy_px)
    runner = travel_of(one)
    labelled = {
        name: at + late_s for name, at in one.events_s.items() if at is not None
    }
    ruled = find_events(runner)
    return Example(kin, person, runner, labelled, ruled, joints or {})


@pytest.fixture(scope="module")
def examples():
    rates = (30, 50, 60)
    people = [example(f"p{fps}", True, fps, late_s=0.02) for fps in rates]
    return [*people, *(example(f"r{fps}", False, fps) for fps in rates)]


def test_people_and_rendered_athletes_are_told_apart(examples):
    table = read(learn(examples))
    told = {one.kin: resemblance(one.runner, one.ruled, table) for one in examples}
    assert min(told[f"p{fps}"] for fps in (30, 50, 60)) > 0.9
    assert max(told[f"r{fps}"] for fps in (30, 50, 60)) < 0.1


def test_every_event_and_joint_is_learned(examples):
    table = learn(examples)
    assert set(table["late_s"]) == set(table["resemblance"]) == set(FOOT)
    assert table["people"] == ["p30", "p50", "p60"]
    assert set(table["offsets"]["hip"]) == {"near", "far"}


def test_a_clip_left_out_is_read_as_its_labels_say(examples):
    one, *others = examples
    said = left_out(one, others)
    off_ms = [float(word) for word in said.replace(",", "").split()[2::2]]
    assert len(off_ms) >= 7
    assert np.mean(np.abs(off_ms)) < 20


def test_offsets_are_the_way_to_where_a_hand_set_the_joint():
    moved = example("p", True, 60)
    near = landmark(moved.runner.near_side, "hip")
    points = {
        frame: {near: moved.runner.xy[frame, near] + (0.0, -0.05)}
        for frame in (20, 60, 100)
    }
    labelled = example("p", True, 60, joints=points)
    offset = np.array(
        learn([labelled, example("r", False, 60)])["offsets"]["hip"]["near"]
    )
    assert 0.03 < np.linalg.norm(offset[0]) < 0.07


def test_labelled_joints_are_put_in_the_athletes_axes():
    runner = travel_of(start(60))
    at = [float(value) for value in runner.poses().xy_px[30, landmark("right", "hip")]]
    far = [at[0] + 10.0, at[1]]
    shoulder = [at[0], at[1] - 90.0]
    entry = {
        "near_leg": "rear",
        "frames": {
            "SET": {
                "frame": 30,
                "points": {
                    "hip_near": [*at, 2.0],
                    "hip_far_est": [*far, 4.0],
                    "shoulder_near": [*shoulder, 2.0],
                    "rear_knee": [*at, 2.0],
                    "nose": [*at, 2.0],
                },
            }
        },
    }
    points = joints_of(entry, runner, Still())[30]
    near_hip, far_hip = landmark("right", "hip"), landmark("left", "hip")
    assert points[near_hip] == pytest.approx(runner.xy[30, near_hip], abs=1e-6)
    assert points[landmark("right", "knee")] == pytest.approx(points[near_hip])
    apart = points[landmark("left", "shoulder")] - points[landmark("right", "shoulder")]
    assert apart == pytest.approx(points[far_hip] - points[near_hip])
