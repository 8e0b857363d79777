"""A plain signal is timed to milliseconds; whatever else is heard is none."""

import numpy as np
import pytest

from analysis.capture.clip import open_clip
from analysis.capture.sound import Sound, sound_of
from analysis.gait_events.start_signal import APART_S, needed_s, reaction
from analysis.types import Event
from tests.sounds import (
    RATE,
    clap,
    crowd,
    go,
    gun,
    laid,
    noise,
    put_to,
    ready,
    spoken,
    steps,
    voices,
    wind,
)

MOVES_S, ENDS_S = 2.0, 2.8
MOVEMENT = Event(MOVES_S, 120, 0.012)
AROUND = {"hiss": noise, "crowd": crowd, "wind": wind, "voices": voices}
LOUD_STEPS = -25.0


def decibels(value):
    return 10.0 ** (value / 20.0)


def scene(*sounds, seed=0, around="hiss", loud=-50.0, steps_loud=LOUD_STEPS):
    """Steps in something going on around, with more sounds, each before it moves."""
    rng = np.random.default_rng(seed)
    ground = decibels(loud) * AROUND[around](ENDS_S, rng)
    ground += decibels(-75) * rng.standard_normal(len(ground))
    walk = (MOVES_S, decibels(steps_loud) * steps(rng))
    more = [(MOVES_S - early, level * make(rng)) for early, level, make in sounds]
    return np.clip(laid(ground, walk, *more), -1.0, 1.0)


def told(sound, movement=MOVEMENT):
    return reaction(Sound(sound, RATE, 0.0), movement)


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("early", [0.06, 0.16, 0.45])
def test_a_shot_is_timed_to_milliseconds(around, seed, early):
    heard = told(scene((early, 1.0, gun), seed=seed, around=around))
    assert heard.seconds == pytest.approx(early, abs=0.003)
    assert APART_S < heard.plus_minus_s < 0.035


@pytest.mark.parametrize("make", [clap, go], ids=["clap", "go"])
def test_a_clap_and_a_go_are_timed_as_far_as_they_are_sharp(make):
    heard = [told(scene((0.2, 0.5, make), seed=seed)) for seed in range(12)]
    found = [one for one in heard if one is not None]
    assert len(found) >= 10
    for one in found:
        assert one.seconds == pytest.approx(0.2, abs=0.006)


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("loud", [-60, -40, -20])
def test_without_a_signal_nothing_is_told(around, loud):
    for seed in range(10):
        assert told(scene(seed=seed, around=around, loud=loud)) is None


@pytest.mark.parametrize("early", [0.3, 0.5, 0.7, 0.9])
def test_the_call_before_is_no_signal(early):
    for seed in range(10):
        assert told(scene((early, 0.5, ready), seed=seed)) is None


def test_the_call_before_does_not_hide_the_shot():
    heard = told(scene((1.6, 0.5, ready), (0.16, 1.0, gun)))
    assert heard.seconds == pytest.approx(0.16, abs=0.003)


def creak(rng):
    return decibels(-24) * clap(rng)


QUIET_GUN = decibels(-30)


@pytest.mark.parametrize(
    "sounds",
    [
        [(0.3, 1.0, gun), (0.12, 0.9, gun)],
        [(0.05, 1.0, creak)],
        [(0.2, QUIET_GUN, gun)],
        [(0.7, 1.0, gun)],
        [(-0.05, 1.0, gun)],
        [(0.3, 1.0, lambda rng: spoken(rng, 0.12, 0.25))],
    ],
    ids=["two shots", "a creak", "softer than steps", "long ago", "later", "a swell"],
)
def test_what_is_not_plain_is_not_told(sounds):
    for seed in range(5):
        assert told(scene(*sounds, seed=seed)) is None


def test_a_shot_in_much_noise_is_not_told():
    assert told(scene((0.16, 0.3, gun), around="crowd", loud=-15)) is None


def test_too_little_sound_tells_nothing():
    shot = scene((0.16, 1.0, gun))
    late, cut = shot.copy(), shot.copy()
    late[: round(1.75 * RATE)] = np.nan
    cut[round(2.2 * RATE) :] = np.nan
    gap = shot.copy()
    gap[round(1.9 * RATE) : round(1.95 * RATE)] = np.nan
    nothing = np.full_like(shot, np.nan)
    for sound in (late, cut, gap, nothing, np.zeros_like(shot)):
        assert told(sound) is None


@pytest.mark.parametrize(
    ("ending", "codec", "starts_s", "film_starts_s"),
    [
        ("mp4", "aac", 0.0, 0.0),
        ("mp4", "aac", 0.35, 0.0),
        ("mp4", "aac", -0.2, 0.0),
        ("mov", "aac", 0.0, 0.4),
        ("mkv", "libopus", 0.1, 0.0),
    ],
)
@pytest.mark.parametrize("make", [gun, clap], ids=["gun", "clap"])
def test_a_signal_in_a_file_is_timed_by_its_pictures(
    clips, truth, tmp_path, ending, codec, starts_s, film_starts_s, make
):
    known = truth("A_borzov60")
    moves_s = known["events"]["first_movement"]["frame_exact"] / known["fps"]
    rng = np.random.default_rng(2)
    ground = decibels(-50) * crowd(moves_s + 1.5 - starts_s, rng)
    # In the file the film begins later than its clock.
    at_s = moves_s + film_starts_s - starts_s
    walk = (at_s, decibels(LOUD_STEPS) * steps(rng))
    sound = laid(ground, walk, (at_s - 0.16, 0.8 * make(rng)))
    path = tmp_path / f"start.{ending}"
    put_to(clips / "A_borzov60.mp4", path, sound, starts_s, film_starts_s, codec)
    heard = sound_of(open_clip(path), *needed_s(moves_s))
    found = reaction(heard, Event(moves_s, 0, 0.012))
    assert found.seconds == pytest.approx(0.16, abs=0.005)


@pytest.mark.parametrize("early", [0.01, 0.03])
def test_what_is_heard_as_somebody_moves_is_rather_they_themselves(early):
    assert told(scene((early, 1.0, gun), seed=1, around="hiss")) is None
