"""Pictures of an analysis: one card per phase."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.types import Analysis, Clip, Floats, Phase, Poses

if TYPE_CHECKING:
    from PIL import Image

    from content.words import Words

LARGEST_BYTES = 400_000
_QUALITIES = (88, 80, 72, 60)


def draw_phases(
    clip: Clip, analysis: Analysis, poses: Poses, directory: Path, words: Words
) -> tuple[Phase, ...]:
    """Draw ``phase_1.jpg`` … ``phase_8.jpg`` for every phase that has a frame.

    Parameters
    ----------
    clip
        The clip the frames are decoded from again.
    poses
        Landmarks in pixels of the upright picture, as the athlete stands in it.
    directory
        Where the pictures go; made when it is not there.
    words
        The language of the texts.

    Returns
    -------
    tuple of Phase
        The analysis' phases, each drawn one with its picture's file name.
    """
    from analysis.clip import frames_at
    from analysis.pictures.card import draw_card
    from analysis.pictures.window import windows

    directory.mkdir(parents=True, exist_ok=True)
    by_frame = {p.frame: p for p in analysis.phases if p.frame is not None}
    where = _where(poses, by_frame)
    looks = windows(where, clip.width_px, clip.height_px)
    drawn: dict[int, str] = {}
    for frame, picture in frames_at(clip, frozenset(looks)):
        landmarks = poses.xy_px[frame], poses.seen[frame]
        for phase in (p for p in analysis.phases if p.frame == frame):
            card = draw_card(picture, looks[frame], landmarks, phase, analysis, words)
            drawn[phase.number] = _save(card, directory / f"phase_{phase.number}.jpg")
    return tuple(replace(p, picture=drawn.get(p.number)) for p in analysis.phases)


def _where(poses: Poses, frames: Mapping[int, Phase]) -> dict[int, Floats]:
    """The athlete in each frame; in one without a pose, where the nearest pose is."""
    posed = np.flatnonzero(np.isfinite(poses.xy_px).all(axis=-1).any(axis=-1))
    if len(posed) == 0:
        return {}
    return {
        frame: poses.xy_px[posed[np.argmin(np.abs(posed - frame))]] for frame in frames
    }


def _save(card: Image.Image, path: Path) -> str:
    """Write a JPEG no larger than LARGEST_BYTES and return its name."""
    data = b""
    for quality in _QUALITIES:
        buffer = io.BytesIO()
        card.save(buffer, "JPEG", quality=quality, optimize=True)
        data = buffer.getvalue()
        if len(data) <= LARGEST_BYTES:
            break
    path.write_bytes(data)
    return path.name
