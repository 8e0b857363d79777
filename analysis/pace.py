"""Whether a clip's pace is known, or guessed from how long a push usually takes."""

from __future__ import annotations

# Frame rates phones film at.
CAMERA_FPS = (60, 120, 240, 480, 960)
# Once rounded to one of them, all that is left is the factor's one decimal.
SAME = 0.01


def is_sure(factor: float, playback_fps: float) -> bool:
    """Whether a factor is more than a guess: real time, or a rate that phones film at.

    Any other rests on how long a push usually takes, and no time or speed of this
    athlete follows from that.

    Parameters
    ----------
    factor
        How many times slower than life the clip is played.
    playback_fps
        Pictures per second of the clip.
    """
    filmed = factor * playback_fps
    return factor == 1.0 or any(abs(filmed / fps - 1) < SAME for fps in CAMERA_FPS)
