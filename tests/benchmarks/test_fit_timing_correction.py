"""What is learned about lags is what the movement of feet tells."""

import json

import numpy as np
import pytest

from analysis.gait_events.foot_movement import FOOT, movement
from benchmarks.fit_timing_correction import (
    SHIFTS_S,
    _fit,
    _Known,
    _known,
    _Sample,
    _samples,
)
from tests.analysis.moving_body import start, travel_of


@pytest.fixture(scope="module")
def runner():
    return travel_of(start(120))


def learned(samples):
    row = _fit(samples)
    return np.array(row["weights"]), row["constant"]


def test_each_event_of_a_foot_is_sampled_early_and_late(runner):
    one = start(120)
    known = _Known(dict(one.events_s), 1.0, 1.0)
    found = list(_samples(runner, known))
    assert {name for name, _ in found} == set(FOOT)
    late = [sample.late_s for name, sample in found if name == "toe_off_1"]
    assert late == pytest.approx(SHIFTS_S)


def test_a_lag_is_read_from_the_movement_it_was_learned_on(runner):
    one = start(120)
    known = _Known(dict(one.events_s), 1.0, 1.0)
    for name, leg in FOOT.items():
        samples = [sample for one, sample in _samples(runner, known) if one == name]
        weights, constant = learned(samples)
        for late in (-0.02, 0.0, 0.02):
            seen = movement(runner, leg, known.events_s[name] + late)
            assert seen @ weights + constant == pytest.approx(late, abs=0.006), name


def test_a_clip_with_more_weight_counts_more():
    still = np.zeros(4)
    samples = [_Sample(still, 0.0, 1.0), _Sample(still, 0.04, 3.0)]
    _, constant = learned(samples)
    assert constant == pytest.approx(0.03)


def test_hand_labels_count_three_times_and_tell_the_pace(tmp_path):
    class Slow:
        time_s = np.arange(400) / 25
        median_fps = 25.0

    frames = {"front_foot_block_exit": 56, "touchdown_1": 66, "toe_off_1": 118}
    labels = {"events": {n: {"frame": f, "pm": 3} for n, f in frames.items()}}
    (tmp_path / "real.events.json").write_text(json.dumps(labels))
    known = _known(tmp_path / "real.mp4", Slow())
    assert known.weight == 3.0
    assert known.events_s["touchdown_1"] == pytest.approx(66 / 25)
    assert known.slow_motion == pytest.approx(52 / 25 / 0.21, rel=0.1)
