"""The signal of a start in the clip's sound, and how long after it somebody moves.

A gun, a clap or a "go" near the phone is there within hundredths of a second and louder
than all that the athlete does next. Whatever is less plain than that is no signal: of
steps, blocks, talk, wind and a crowd nothing is told.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.capture.sound import Sound
from analysis.types import Event, Floats

# Wind and handling rumble below this.
LOW_CUT_HZ = 500.0
# A sound with fewer samples a second has nothing above it worth hearing.
LEAST_HZ = 4 * LOW_CUT_HZ
# Loudness is read in steps of this length.
STEP_S = 0.002
# A signal comes at most this long before the first movement.
LONGEST_S = 0.5
# It rises by so much in so many seconds, over the loudest of the time before.
RISE_DB, RISES_IN_S = 15.0, 0.01
BEFORE_S, LEAST_BEFORE_S = 0.3, 0.15
# From there it takes at most so long until it is nearly at its loudest; a word wavers,
# and may be loudest anywhere in its vowel.
SHARP_S, NEARLY_DB, OPENS_S = 0.04, 6.0, 0.2
# It has died away when it is so much less loud; a called word lasts so long.
DIES_DB, DIES_IN_S, LASTS_S = 10.0, 0.016, 0.35
# All that is heard afterwards is so much less loud, and so long it is listened to;
# somebody who creaks in the blocks is louder when they leave them.
LOUDER_DB, AFTER_S, LEAST_AFTER_S = 6.0, 0.8, 0.4
# Softer than this (1 is 0 dB) is nothing that was meant to be heard.
LEAST_DB = -40.0
# Sound and picture of a phone are so far apart, 1 SD; how far is not known of any.
APART_S = 0.025
# The gun may be 3 m nearer to the phone than to the athlete or further off, 3 ms each.
DISTANCE_S = 0.009


@dataclass(frozen=True, slots=True)
class Reaction:
    """Time from the signal to the first movement that is seen, with its ± (1 SD)."""

    seconds: float
    plus_minus_s: float


def needed_s(movement_s: float) -> tuple[float, float]:
    """From when to when a clip is listened to for the signal of a movement."""
    return movement_s - LONGEST_S - BEFORE_S - 0.05, movement_s + AFTER_S


def reaction(sound: Sound, movement: Event) -> Reaction | None:
    """How long after the signal the movement is seen; None without a plain signal.

    Parameters
    ----------
    sound
        As much of it as there is between the two instants of ``needed_s``.
    movement
        The first movement, in the time of the sound.
    """
    if sound.rate_hz < LEAST_HZ:
        return None
    time_s, level_db = _levels(sound, movement.t_s)
    if not len(time_s) or time_s[-1] < movement.t_s + LEAST_AFTER_S:
        return None
    signal = _signal(time_s, level_db, movement.t_s)
    if signal is None:
        return None
    at_s, unsure_s = signal
    # So soon it is rather the athlete who is heard.
    if movement.t_s - at_s < 2 * APART_S:
        return None
    spread = np.linalg.norm([movement.plus_minus_s, unsure_s, APART_S, DISTANCE_S])
    return Reaction(movement.t_s - at_s, float(spread))


def _levels(sound: Sound, around_s: float) -> tuple[Floats, Floats]:
    """When each step begins and how loud it is, without gaps around an instant."""
    from scipy.signal import butter, sosfilt  # a second that no silent clip waits for

    here = round((around_s - sound.begins_s) * sound.rate_hz)
    gaps = np.flatnonzero(~np.isfinite(sound.samples))
    first = int(gaps[gaps < here].max(initial=-1)) + 1
    heard = sound.samples[first : gaps[gaps >= here].min(initial=len(sound.samples))]
    step = round(STEP_S * sound.rate_hz)
    steps = len(heard) // step
    if not steps:
        return np.empty(0), np.empty(0)
    high = butter(4, LOW_CUT_HZ, "highpass", fs=sound.rate_hz, output="sos")
    power = sosfilt(high, heard)[: steps * step].reshape(steps, step) ** 2
    begins = sound.begins_s + (first + step * np.arange(steps)) / sound.rate_hz
    return begins, 10.0 * np.log10(power.mean(axis=1) + 1e-12)


def _signal(
    time_s: Floats, level_db: Floats, movement_s: float
) -> tuple[float, float] | None:
    """When the signal comes, and how unsure that is."""
    first, last = np.searchsorted(time_s, [movement_s - LONGEST_S, movement_s])
    if first == last:
        return None
    loudest = int(first + np.argmax(level_db[first:last]))
    peak = float(level_db[loudest])
    opens = max(int(first), loudest - _steps(OPENS_S))
    for onset in range(opens, loudest + 1):
        before = _before(level_db, onset)
        if level_db[onset] > before + RISE_DB:
            break
    else:
        return None
    nearly = onset + int(np.argmax(level_db[onset:] > peak - NEARLY_DB))
    if nearly - onset > _steps(SHARP_S) or peak < LEAST_DB:
        return None
    if not _stands_out(level_db[loudest:], peak):
        return None
    # An encoder lets noise run a few milliseconds ahead of a shot, far less loud.
    half = (before + level_db[onset : onset + _steps(RISES_IN_S)].max()) / 2
    earliest = onset - _steps(RISES_IN_S)
    risen = earliest + int(np.argmax(level_db[earliest:] > half))
    unsure_s = max(1, nearly - risen) * STEP_S / 2
    return float(time_s[risen]) + STEP_S / 2, unsure_s


def _before(level_db: Floats, onset: int) -> float:
    """The loudest of the time before; endless where too little of it is heard."""
    until = onset - _steps(RISES_IN_S) + 1
    since = max(0, until - _steps(BEFORE_S))
    if until - since < _steps(LEAST_BEFORE_S):
        return np.inf
    return float(level_db[since:until].max())


def _stands_out(level_db: Floats, peak: float) -> bool:
    """Whether all that follows the loudest step, once it has died away, is softer."""
    over, usual = _steps(DIES_IN_S), _steps(LASTS_S)
    held = np.array(
        [level_db[at : at + over].max() for at in range(min(usual, len(level_db)))]
    )
    dead = np.flatnonzero(held < peak - DIES_DB)
    ends = int(dead[0]) if len(dead) else len(held)
    # A word may grow on while it lasts; what grows more is something else.
    grown = level_db[:ends].max(initial=peak) - peak
    rest = level_db[ends:].max(initial=-np.inf)
    return bool(grown < NEARLY_DB / 2 and rest < peak - LOUDER_DB)


def _steps(seconds: float) -> int:
    return round(seconds / STEP_S)
