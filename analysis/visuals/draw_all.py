"""All pictures of one clip: cards, stills, the strip, the path and the slow motion."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.camera_motion.camera import Camera
from analysis.types import Analysis, Clip, Floats, Phase, Poses

if TYPE_CHECKING:
    from PIL import Image

    from analysis.visuals.path.picture import PathPicture
    from analysis.visuals.phase_card.scene import Scene
    from analysis.visuals.scale import Scale
    from analysis.visuals.stills import Still
    from analysis.visuals.viewport import Viewport
    from content.words import Words

log = logging.getLogger(__name__)

LARGEST_BYTES = 400_000
# It is kept with the clip, as the stills are.
LARGEST_PATH_BYTES = 160_000
# Share of the drawing time; the rest is the strip, the path and the end of the film.
CARDS_SHARE = 0.7
_QUALITIES = (88, 80, 72, 60)


def draw(
    clip: Clip,
    analysis: Analysis,
    poses: Poses,
    directory: Path,
    words: Words,
    progress: Callable[[float], None] = lambda _: None,
    camera: Camera | None = None,
) -> tuple[Phase, ...]:
    """Draw all pictures of a clip.

    Writes ``phase_1.jpg`` … ``phase_8.jpg`` for every phase that has a frame,
    ``still_1.jpg`` … with ``stills.json``, ``strip.jpg``, ``path.jpg``,
    ``motion.npz``, and ``slow.mp4`` with its thumbnail ``slow.jpg``.

    Parameters
    ----------
    clip
        The clip the frames are decoded from again.
    poses
        Landmarks in pixels of the upright picture as filmed, those that the numbers of
        the analysis were measured from.
    directory
        Where the pictures go; made when it is not there.
    words
        The language of the texts.
    progress
        Called with how much is drawn, 0–1.
    camera
        How the frames lie in one view; None when it does not move.

    Returns
    -------
    tuple of Phase
        The analysis' phases, each drawn one with its picture's file name.
    """
    from analysis.visuals.stills import write_stills
    from analysis.visuals.strip import draw_strip

    directory.mkdir(parents=True, exist_ok=True)
    camera = camera or Camera.still(clip.frames)
    scene = clip, analysis, poses, camera
    # Most of the time is that of encoders and filters, which leave each other alone.
    with ThreadPoolExecutor(2) as artists:
        film = artists.submit(_draw_slow, *scene, directory, words)
        path = _path_of(analysis, poses, camera)
        seen = _seen_frames(*scene, path)
        way = artists.submit(_draw_path, path, directory)
        drawn = _draw_cards(seen, analysis, directory, words, artists, progress)
        if drawn:
            write_stills(seen.stills.values(), directory)
            strip = draw_strip(seen.stills, analysis, words)
            _save(strip, directory / "strip.jpg")
        _write_motion(*scene[1:], directory)
        way.result()
        film.result()
    progress(1.0)
    return tuple(replace(p, picture=drawn.get(p.number)) for p in analysis.phases)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the key frames show, by frame; the stills by phase.

    Attributes
    ----------
    scenes, asides
        Those of the phases, and those of the second step.
    """

    scenes: dict[int, Scene] = field(default_factory=dict)
    asides: dict[int, Scene] = field(default_factory=dict)
    stills: dict[int, Still] = field(default_factory=dict)


def _draw_cards(
    seen: _Seen,
    analysis: Analysis,
    directory: Path,
    words: Words,
    artists: ThreadPoolExecutor,
    progress: Callable[[float], None],
) -> dict[int, str]:
    """The cards' file names, by phase."""
    from analysis.visuals.phase_card.card import draw_card
    from analysis.visuals.phase_card.second_step import second_frame

    def draw(phase: Phase, scene: Scene) -> str:
        second = seen.asides.get(second_frame(phase, analysis) or -1)
        card = draw_card(scene, phase, analysis, words, second)
        return _save(card, directory / f"phase_{phase.number}.jpg")

    cards = {
        phase.number: artists.submit(draw, phase, seen.scenes[phase.frame])
        for phase in analysis.phases
        if phase.frame in seen.scenes
    }
    drawn: dict[int, str] = {}
    for number, card in cards.items():
        drawn[number] = card.result()
        progress(CARDS_SHARE * len(drawn) / len(analysis.phases))
    return drawn


@contextmanager
def _sparing_others(what: str) -> Iterator[None]:
    """Whatever goes wrong with one of them costs no other picture."""
    try:
        yield
    except Exception:
        log.exception("no %s", what)


def _path_of(analysis: Analysis, poses: Poses, camera: Camera) -> PathPicture | None:
    from analysis.visuals.path.picture import PathPicture

    if np.isfinite(poses.xy_px).any():
        with _sparing_others("path"):
            return PathPicture(analysis, poses, camera)
    return None


def _draw_path(path: PathPicture | None, directory: Path) -> None:
    picture = None
    with _sparing_others("path"):
        picture = path.draw() if path else None
    if picture is not None:
        _save(picture, directory / "path.jpg", LARGEST_PATH_BYTES)


def _write_motion(
    analysis: Analysis, poses: Poses, camera: Camera, directory: Path
) -> None:
    """Write how the athlete moves, for a film beside another start; or do without."""
    from analysis.visuals.motion import FILE, motion_of, write_motion
    from analysis.visuals.scale import scale_of

    if not np.isfinite(poses.xy_px).any():
        return
    motion = None
    with _sparing_others("motion"):
        scale = scale_of(poses, analysis, camera)
        motion = motion_of(analysis, poses, camera, scale)
    if motion is not None:
        (directory / FILE).write_bytes(write_motion(motion))


def _seen_frames(
    clip: Clip,
    analysis: Analysis,
    poses: Poses,
    camera: Camera,
    path: PathPicture | None,
) -> _Seen:
    """Decode what all pictures but the film are made of; show it to the path, too."""
    from analysis.capture.clip import frames_at
    from analysis.visuals.level_view import level_view
    from analysis.visuals.phase_card.scene import scene_of
    from analysis.visuals.scale import scale_of

    view, seen = level_view(camera), _Seen()
    poses, camera = view.poses(poses), view.camera(camera)
    looks, sides = _windows(clip, analysis, poses)
    if not looks:
        return seen
    scale = scale_of(poses, analysis, camera)
    for frame, filmed in frames_at(clip, frozenset({*looks, *sides})):
        if path is not None and frame in path.frames:
            with _sparing_others("path"):
                path.show(frame, filmed)
        picture = view.of(filmed, frame)
        for cuts, scenes in ((looks, seen.scenes), (sides, seen.asides)):
            if frame in cuts:
                scenes[frame] = scene_of(picture, cuts[frame], frame, poses, camera)
        for phase in (one for one in analysis.phases if one.frame == frame):
            still = _still(picture, phase, frame, poses.xy_px[frame], scale, analysis)
            if still is not None:
                seen.stills[phase.number] = still
    return seen


def _windows(
    clip: Clip, analysis: Analysis, poses: Poses
) -> tuple[dict[int, Viewport], dict[int, Viewport]]:
    """Where to look in each key frame, and in those of the second step."""
    from analysis.visuals.phase_card.second_step import SIZE_PX, second_frame
    from analysis.visuals.phase_card.window import windows

    size_px = clip.width_px, clip.height_px
    key = [phase.frame for phase in analysis.phases]
    second = [second_frame(phase, analysis) for phase in analysis.phases]
    return (
        windows(_where(poses, key), *size_px),
        windows(_where(poses, second), *size_px, SIZE_PX),
    )


def _draw_slow(
    clip: Clip,
    analysis: Analysis,
    poses: Poses,
    camera: Camera,
    directory: Path,
    words: Words,
) -> None:
    """Draw the slow motion; if it fails, all other pictures are kept."""
    from analysis.visuals.slow_motion.video import draw_slow

    with _sparing_others("film"):
        draw_slow(clip, analysis, poses, directory / "slow.mp4", words, camera)


def _still(
    picture: NDArray[np.uint8],
    phase: Phase,
    frame: int,
    points_px: Floats,
    scale: Scale,
    analysis: Analysis,
) -> Still | None:
    """The phase's still, None when nobody is seen in its frame, or out of it."""
    from analysis.visuals.stills import cut_still

    if not np.isfinite(points_px).all(axis=-1).any():
        return None
    footing = scale.under(points_px, frame)
    try:
        return cut_still(
            picture,
            points_px,
            phase.number,
            leg_px=footing.leg_px,
            ground_y_px=footing.ground_y_px,
            direction=analysis.direction,
        )
    except ValueError:
        return None


def _where(poses: Poses, frames: Collection[int | None]) -> dict[int, Floats]:
    """The athlete in each frame; in one without a pose, where the nearest pose is."""
    posed = np.flatnonzero(np.isfinite(poses.xy_px).all(axis=-1).any(axis=-1))
    if len(posed) == 0:
        return {}
    return {
        frame: poses.xy_px[posed[np.argmin(np.abs(posed - frame))]]
        for frame in frames
        if frame is not None
    }


def _save(picture: Image.Image, path: Path, largest: int = LARGEST_BYTES) -> str:
    """Write a JPEG of at most so many bytes and return its name."""
    data = b""
    for quality in _QUALITIES:
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=quality, optimize=True)
        data = buffer.getvalue()
        if len(data) <= largest:
            break
    path.write_bytes(data)
    return path.name
