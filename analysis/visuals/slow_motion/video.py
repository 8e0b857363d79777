"""The start in slow motion: the athlete held in the middle, drawn, with each phase."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image

from analysis.camera_motion.camera import Camera
from analysis.capture.clip import Picture, frames_at
from analysis.types import Analysis, Clip, Poses
from analysis.visuals.skeleton import unseen_in_motion
from analysis.visuals.slow_motion.camera_path import cut, follow
from analysis.visuals.slow_motion.captions import BOTTOM_PX, TOP_PX, WIDE_PX, Bands
from analysis.visuals.slow_motion.encoder import Movie, new_movie
from analysis.visuals.slow_motion.schedule import RATE, Shot, Timetable, timetable
from analysis.visuals.slow_motion.skeleton_cv import draw_skeleton
from analysis.visuals.viewport import Viewport
from content.words import Words

SIZE_PX = (WIDE_PX, 900)
VIEW_PX = (WIDE_PX, SIZE_PX[1] - TOP_PX - BOTTOM_PX)
# Largest picture that a chat shows before the film is loaded.
THUMBNAIL_PX = (256, 320)


def draw_slow(
    clip: Clip,
    analysis: Analysis,
    poses: Poses,
    path: Path,
    words: Words,
    camera: Camera | None = None,
) -> bool:
    """Draw the slow motion, and beside it its thumbnail (``.jpg`` instead of ``.mp4``).

    Frames are shown as they are, each for as long as it is the nearest in time; none is
    interpolated.

    Parameters
    ----------
    clip
        The clip the frames are decoded from again, one at a time.
    poses
        Landmarks in pixels of the upright picture, from the clip's first frame on.
    path
        The MP4 file.
    words
        The language of the texts.
    camera
        How the frames lie in one view, which the film holds steady; None when it does
        not move.

    Returns
    -------
    bool
        Whether there was a start to draw.

    Raises
    ------
    av.FFmpegError, ValueError
        When there is no encoder for H.264 or the file can't be written.
    """
    table = timetable(clip, analysis, len(poses.time_s))
    if table is None:
        return False
    camera = camera or Camera.still(clip.frames)
    picture_px = (clip.width_px, clip.height_px)
    way = follow(poses, table.frames, picture_px, VIEW_PX, table.slow_motion, camera)
    if not way:
        return False
    artist = _Artist(analysis, poses, way, Bands(clip, table, words))
    with new_movie(path, SIZE_PX, RATE, table.duration_s) as movie:
        _play(clip, table, artist, movie, path.with_suffix(".jpg"))
    return True


class _Artist:
    """Draws one frame of the film after another, always on the same sheet."""

    def __init__(
        self,
        analysis: Analysis,
        poses: Poses,
        way: Mapping[int, Viewport],
        bands: Bands,
    ) -> None:
        self._near = analysis.near_side or "left"
        self._front_leg = analysis.front_leg
        self._poses, self._way, self._bands = poses, way, bands
        self.sheet = np.zeros((SIZE_PX[1], SIZE_PX[0], 3), dtype=np.uint8)

    def draw(self, frame: int, picture: Picture) -> None:
        """Put a frame with its skeleton on the sheet."""
        window = self._way[frame]
        view = cut(picture, window)
        view_xy = window.to_view(self._poses.xy_px[frame])
        view_xy[unseen_in_motion(self._poses, frame)] = np.nan
        draw_skeleton(view, view_xy, self._near, self._front_leg)
        self.sheet[TOP_PX:-BOTTOM_PX] = view
        self.sheet[-BOTTOM_PX:] = self._bands.bottom(frame)

    def label(self, shot: Shot) -> None:
        """Write the phase over what is on the sheet."""
        self.sheet[:TOP_PX] = self._bands.top(shot)


def _play(
    clip: Clip, table: Timetable, artist: _Artist, movie: Movie, thumbnail: Path
) -> None:
    shots: dict[int, list[Shot]] = {}
    for shot in table.shots:
        shots.setdefault(shot.frame, []).append(shot)
    cover = _cover(table)
    for frame, picture in frames_at(clip, shots.keys()):
        artist.draw(frame, picture)
        for shot in shots[frame]:
            artist.label(shot)
            movie.show(artist.sheet, shot.pictures)
            if shot == cover:
                _save(artist.sheet, thumbnail)


def _cover(table: Timetable) -> Shot:
    """The thumbnail's frame: full extension shows best what the film is about."""
    held = [shot for shot in table.shots if shot.paused]
    full = [shot for shot in held if shot.phase == 3]
    return (full or held or list(table.shots))[0]


def _save(sheet: Picture, path: Path) -> None:
    small = Image.fromarray(sheet).resize(THUMBNAIL_PX, Image.Resampling.LANCZOS)
    small.save(path, "JPEG", quality=85)
