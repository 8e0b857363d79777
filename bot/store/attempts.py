"""A clip may be looked at again: the first look answers it, later ones correct it.

Each look is a piece of work of its own for the queue, so that what is left of an
earlier one, such as a repeated reply, can't be taken for it.
"""

from __future__ import annotations

FIRST = 1


def work_id(clip_id: str, look: int = FIRST) -> str:
    """Name of one look at a clip, in the queue and for what it leaves there."""
    return clip_id if look == FIRST else f"{clip_id}-{look}"


def work_ids(clip_id: str, looks: int) -> list[str]:
    """Names of all analyses of a clip so far."""
    return [work_id(clip_id, look) for look in range(FIRST, looks + 1)]
