"""The ± (1 SD) of every angle, from clips whose truth is known.

The table is measured, not assumed: root mean square error at our own events on the
synthetic clips (see ``analysis/README.md`` for the run and what it does not cover).
"""

from typing import Final

# Degrees at 60 fps and more: in the hold, and at an event.
HOLD_DEG: Final = {"knee": 7.0, "trunk": 6.5, "head_pitch": 8.5}
EVENT_DEG: Final = {
    "knee": 5.0,
    "hip": 9.0,
    "shin": 4.5,
    "trunk": 4.0,
    "body_line": 2.1,
    "thigh_split": 6.0,
    "head_pitch": 9.0,
}
# At 30 fps an event is known to half a frame less, and a fast joint turns meanwhile.
SLOW_FPS: Final = 45.0
SLOW_TIMES: Final = {"knee": 1.5, "hip": 1.3, "shin": 1.4, "thigh_split": 1.3}
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
