"""What the pose model gets wrong for a moment is put right; the rest is left alone."""

import numpy as np
import pytest
from scipy.signal import savgol_filter

from analysis.filtering.repair import _savitzky_golay, clean, stretches
from analysis.geometry import included
from analysis.landmarks import LEG_SIDES
from analysis.types import Poses
from tests.analysis.moving_body import mirrored, start


def with_xy(poses, xy_px):
    return Poses(xy_px, poses.visibility, poses.time_s)


def worst_px(poses, other, marks=slice(None)):
    away = np.linalg.norm(poses.xy_px[:, marks] - other.xy_px[:, marks], axis=-1)
    return float(np.nanmax(away))


@pytest.fixture(scope="module")
def textbook():
    return start(fps=60).poses


@pytest.fixture(scope="module")
def cleaned(textbook):
    return clean(textbook)


def gliding(fps=60.0):
    """A body that glides without changing its form."""
    poses = start(fps=fps).poses
    steps = np.outer(poses.time_s, [300.0, -20.0])[:, None]
    return with_xy(poses, poses.xy_px[:1] + steps)


def test_a_steady_glide_is_left_alone():
    assert worst_px(clean(gliding()), gliding()) < 1e-6


def test_a_perfect_start_is_hardly_changed(textbook, cleaned):
    away = np.linalg.norm(cleaned.xy_px - textbook.xy_px, axis=-1)
    assert np.percentile(away, 95) < 3
    assert away[:90].max() < 1  # in the hold


@pytest.mark.parametrize("frame", [20, 100, 110, 130])
@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_swapped_stretch_of_legs_is_put_right(textbook, cleaned, frame, length):
    swapped = textbook.xy_px.copy()
    left, right = (list(leg) for leg in LEG_SIDES)
    moment = slice(frame, frame + length)
    swapped[moment, left] = textbook.xy_px[moment, right]
    swapped[moment, right] = textbook.xy_px[moment, left]
    repaired = clean(with_xy(textbook, swapped))
    assert worst_px(repaired, cleaned, left + right) < 8


def test_legs_that_stay_exchanged_are_the_truth(textbook):
    other = start(fps=60, front_leg="right").poses
    repaired = clean(other)
    assert worst_px(repaired, other, [31, 32]) < 30
    assert worst_px(repaired, textbook, [31, 32]) > 60


@pytest.mark.parametrize("frame", [30, 105])
def test_a_landmark_that_leaps_for_a_frame_comes_back(textbook, cleaned, frame):
    leapt = textbook.xy_px.copy()
    leapt[frame, 26] += (60, -60)
    assert worst_px(clean(with_xy(textbook, leapt)), cleaned, [26]) < 8


def test_a_lost_frame_is_filled(textbook, cleaned):
    lost = textbook.xy_px.copy()
    lost[104] = np.nan
    filled = clean(with_xy(textbook, lost))
    assert np.isfinite(filled.xy_px).all()
    assert worst_px(filled, cleaned, [23, 24, 11, 12]) < 5


def test_a_long_gap_stays_open(textbook):
    lost = textbook.xy_px.copy()
    lost[100:112] = np.nan
    repaired = clean(with_xy(textbook, lost))
    assert np.isnan(repaired.xy_px[100:112]).all()
    assert np.isfinite(repaired.xy_px[:100]).all()
    assert np.isfinite(repaired.xy_px[112:]).all()


def test_a_gap_is_as_long_as_it_is_in_life():
    lost = start(fps=60, slow=4, begins_s=-0.4, ends_s=0.6).poses
    lost.xy_px[180:184] = np.nan
    assert np.isfinite(clean(lost.sped_up(4.0)).xy_px).all()
    assert np.isnan(clean(lost).xy_px[180:184]).all()


def test_a_clip_may_begin_and_end_without_a_pose(textbook):
    late = textbook.xy_px.copy()
    late[:20], late[-15:] = np.nan, np.nan
    repaired = clean(with_xy(textbook, late))
    assert np.isnan(repaired.xy_px[:20]).all()
    assert np.isfinite(repaired.xy_px[20:-15]).all()


def test_jitter_becomes_less(textbook):
    rough = start(fps=60, noise_px=2).poses
    before = rough.xy_px - textbook.xy_px
    after = clean(rough).xy_px - textbook.xy_px
    hold = slice(50, 85)
    assert np.std(after[hold]) < 0.85 * np.std(before[hold])


@pytest.mark.parametrize(("fps", "most_deg"), [(60, 6.0), (120, 4.0)])
def test_a_fast_knee_is_not_blunted(fps, most_deg):
    poses = gliding(fps)
    knee, hip = poses.xy_px[:, 26], poses.xy_px[:, 24]
    # 75 degrees in an S that is steepest at 700 degrees a second
    turn = 100 + 75 / (1 + np.exp(-4 * 700 / 75 * (poses.time_s - 1.3)))
    leg = np.arctan2(*(hip - knee)[0, ::-1]) - np.radians(turn)
    shank = 80 * np.stack([np.cos(leg), np.sin(leg)], axis=1)
    poses.xy_px[:, 28] = knee + shank
    bent = clean(poses).xy_px
    angle = included(bent[:, 24], bent[:, 26], bent[:, 28])
    assert np.abs(angle - turn).max() < most_deg


@pytest.mark.parametrize("length", [5, 7, 17])
def test_smoothing_is_what_scipy_calls_savitzky_golay(length):
    path = np.random.default_rng(3).uniform(0.0, 1000.0, (length + 9, 33, 2))
    smooth = _savitzky_golay(path, length)
    assert smooth == pytest.approx(savgol_filter(path, length, 3, axis=0), abs=1e-8)


def test_a_mirrored_athlete_is_cleaned_alike(cleaned):
    there = start(fps=60)
    back = mirrored(there.with_xy(clean(mirrored(there).poses).xy_px))
    assert back.poses.xy_px == pytest.approx(cleaned.xy_px)


def test_nothing_is_written_into_what_came_in(textbook):
    before = textbook.xy_px.copy()
    clean(textbook)
    assert np.array_equal(textbook.xy_px, before)


def test_times_and_visibility_pass_through(textbook, cleaned):
    assert np.array_equal(cleaned.time_s, textbook.time_s)
    assert np.array_equal(cleaned.visibility, textbook.visibility)


def test_cleaning_twice_the_same_gives_the_same_bits(textbook, cleaned):
    assert np.array_equal(clean(textbook).xy_px, cleaned.xy_px)


def test_stretches_are_half_open_ranges():
    good = np.array([True, True, False, True, False, False, True])
    assert stretches(good) == [(0, 2), (3, 4), (6, 7)]
    assert stretches(np.zeros(3, bool)) == []
    assert stretches(np.zeros(0, bool)) == []
