"""The ± (1 SD) of every angle, from clips whose truth is known.

The table is measured, not assumed: 1.25 times the mean absolute error, which is one
standard deviation of a normal error, at our own events, on rendered athletes that the
bias was not learned on (how it does on others: ``analysis/README.md``). Real people are
harder, by how much is not yet known.
"""

from typing import Final

# Degrees at 60 fps and more, on the near leg: in the hold, and at an event.
HOLD_DEG: Final = {"knee": 2.8, "trunk": 2.0, "head_pitch": 3.7}
EVENT_DEG: Final = {
    "knee": 2.1,
    "hip": 3.8,
    "shin": 1.7,
    "trunk": 2.1,
    "body_line": 0.7,
    "thigh_split": 2.7,
    "head_pitch": 4.8,
}
# At 30 fps legs blur, an event is known less well, and a fast joint turns meanwhile.
SLOW_FPS: Final = 45.0
SLOW_TIMES: Final = {
    "knee": 1.7,
    "hip": 1.15,
    "shin": 1.4,
    "body_line": 1.5,
    "thigh_split": 1.4,
    "head_pitch": 1.8,
}
FAR_TIMES: Final = 1.3


def plus_minus(kind: str, in_hold: bool, true_fps: float, far_side: bool) -> float:
    """Degrees of one standard deviation.

    Parameters
    ----------
    kind
        Name of the reading: ``knee``, ``hip``, ``shin``, ``trunk``, ``body_line``,
        ``thigh_split`` or ``head_pitch``.
    in_hold
        Read as a median over the hold, where the frame rate does not matter.
    true_fps
        Pictures per second of life.
    far_side
        Read on the leg away from the camera.
    """
    spread = HOLD_DEG[kind] if in_hold else EVENT_DEG[kind]
    if not in_hold and true_fps < SLOW_FPS:
        spread *= SLOW_TIMES.get(kind, 1.0)
    return spread * (FAR_TIMES if far_side else 1.0)
