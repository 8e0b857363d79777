"""A part of the list under a card's picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image


@dataclass(frozen=True, slots=True)
class Block:
    """How high it is, and how it is drawn on a card at a height."""

    height: float
    draw: Callable[[Image.Image, float], None]
