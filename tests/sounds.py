"""Sounds of a start and of what goes on around it, made from a seed, and put to a film.

All are mono, at ``RATE`` samples a second; 1.0 is the loudest that a file can hold.
"""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from scipy.signal import butter, sosfilt

RATE = 48_000
# How a codec of PyAV takes its samples.
FORMATS: Mapping[str, str] = {
    "aac": "fltp",
    "libopus": "flt",
    "pcm_s16le": "s16",
    "libmp3lame": "fltp",
}


def noise(seconds, rng, low_hz=20.0, high_hz=20_000.0):
    """Noise of a band, its root mean square 1."""
    band = butter(2, [low_hz, high_hz], "bandpass", fs=RATE, output="sos")
    sound = sosfilt(band, rng.standard_normal(round(seconds * RATE)))
    return sound / np.sqrt(np.mean(sound**2))


def swelling(sound, rng, per_s, depth):
    """A sound whose loudness wavers so many times a second, by a factor of e^depth."""
    knots = max(4, round(len(sound) / RATE * per_s) + 2)
    levels = rng.normal(0.0, depth, knots)
    at = np.linspace(0, knots - 1, len(sound))
    return sound * np.exp(np.interp(at, np.arange(knots), levels))


def crowd(seconds, rng):
    """Many voices at once."""
    return swelling(noise(seconds, rng, 200, 4000), rng, per_s=8, depth=0.35)


def wind(seconds, rng):
    """Wind in a microphone: a rumble with gusts."""
    return swelling(noise(seconds, rng, 20, 400), rng, per_s=6, depth=0.7)


def voices(seconds, rng):
    """Somebody who talks: syllables that come and go, four or five a second."""
    time_s = np.arange(round(seconds * RATE)) / RATE
    spoken = noise(seconds, rng, 300, 3500)
    beat = 2 * np.pi * rng.uniform(4.0, 5.0) * time_s + rng.uniform(0, 6.3)
    syllables = np.clip(np.sin(beat), 0.03, 1.0)
    return swelling(spoken * syllables, rng, per_s=3, depth=0.5)


def gun(rng):
    """A shot and what comes back of it; its first sample is the shot."""
    seconds = 0.6
    time_s = np.arange(round(seconds * RATE)) / RATE
    shot = rng.standard_normal(len(time_s)) * np.exp(-time_s / 0.012)
    echo = 0.08 * noise(seconds, rng, 100, 6000) * np.exp(-time_s / 0.15)
    return np.clip(shot + echo, -1.0, 1.0)


def clap(rng):
    """Two hands: a band of noise, gone in hundredths of a second."""
    time_s = np.arange(round(0.15 * RATE)) / RATE
    return 0.4 * noise(0.15, rng, 700, 5000) * np.exp(-time_s / 0.008)


def spoken(rng, rise_s, lasts_s, low_hz=250.0, high_hz=3500.0):
    """One word without a pause: it swells, lasts and dies away."""
    seconds = lasts_s + 0.15
    time_s = np.arange(round(seconds * RATE)) / RATE
    swell = np.clip(time_s / rise_s, 0.0, 1.0)
    falls = np.exp(-np.clip(time_s - lasts_s, 0.0, None) / 0.04)
    hum = 1.0 + 0.5 * np.sign(np.sin(2 * np.pi * rng.uniform(100, 220) * time_s))
    return 0.3 * noise(seconds, rng, low_hz, high_hz) * swell * falls * hum


def go(rng):
    """A stop that bursts open, and a vowel."""
    burst = spoken(rng, 0.004, 0.02, 800, 4000)
    vowel = spoken(rng, 0.025, 0.22)
    vowel[: len(burst)] += 0.6 * burst
    return vowel


def ready(rng):
    """The call before: a hiss, a vowel, a stop that bursts open."""
    hiss = 0.4 * spoken(rng, 0.05, 0.11, 3000, 9000)
    vowel, stop = spoken(rng, 0.03, 0.15), 0.4 * spoken(rng, 0.002, 0.015, 1500, 7000)
    parts = ((0.0, hiss), (0.1, vowel), (0.31, stop))
    return laid(np.zeros(round(0.6 * RATE)), *parts)


def steps(rng, first_s=0.12):
    """The blocks and seven steps, the first so long after the movement begins."""
    sound = np.zeros(round(1.6 * RATE))
    for step, at_s in enumerate(first_s + 0.235 * np.arange(6)):
        time_s = np.arange(round(0.12 * RATE)) / RATE
        loud = rng.uniform(0.5, 1.0) * (1.5 if step == 0 else 1.0)
        knock = loud * noise(0.12, rng, 150, 5000) * np.exp(-time_s / 0.015)
        sound = laid(sound, (at_s, knock))
    return sound


def laid(ground, *sounds):
    """The ground with other sounds in it, each at a time of its own."""
    whole = ground.copy()
    for at_s, sound in sounds:
        first = round(at_s * RATE)
        cut = sound[max(-first, 0) : len(whole) - first]
        whole[max(first, 0) : max(first, 0) + len(cut)] += cut
    return whole


def put_to(
    film: Path,
    path: Path,
    sound,
    starts_s: float = 0.0,
    film_starts_s: float = 0.0,
    codec: str = "aac",
) -> Path:
    """Write the film's pictures as they are, with a sound that starts then or then."""
    with av.open(film) as source, av.open(path, "w") as container:
        pictures = source.streams.video[0]
        shown = container.add_stream_from_template(pictures)
        heard = container.add_stream(codec, rate=RATE, layout="mono")
        packets = []
        for packet in source.demux(pictures):
            if packet.dts is not None:
                packet.stream = shown
                later = round(film_starts_s / packet.time_base)
                packet.pts, packet.dts = packet.pts + later, packet.dts + later
                packets.append(packet)
        packets += encoded(heard, sound, starts_s)
        for packet in sorted(packets, key=lambda one: one.dts * one.time_base):
            container.mux(packet)
    return path


def encoded(stream, sound, starts_s):
    """Packets of a sound whose first sample is at that time."""
    kind = FORMATS[stream.codec_context.name]
    samples = np.clip(sound, -1.0, 1.0).astype(np.float32)
    if kind == "s16":
        samples = (samples * 32767).astype(np.int16)
    for first in range(0, len(samples), 1024):
        part = np.ascontiguousarray(samples[None, first : first + 1024])
        frame = av.AudioFrame.from_ndarray(part, kind, "mono")
        frame.sample_rate, frame.time_base = RATE, Fraction(1, RATE)
        frame.pts = first + round(starts_s * RATE)
        yield from stream.encode(frame)
    yield from stream.encode(None)
