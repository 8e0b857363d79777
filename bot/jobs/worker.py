"""Where a clip lies while it is analysed: fetched, looked at, cleared away."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from analysis.quantities import AthleteLevel
from bot.jobs.analysis_process import Analyst
from bot.jobs.artefacts import Artefacts
from bot.jobs.payload import Job, work_of
from bot.jobs.room import outlast
from bot.steps import Stopwatch
from bot.store.attempts import FIRST
from content.words import FALLBACK

Fetch: TypeAlias = Callable[[str, Path], Awaitable[None]]
ClipProgress: TypeAlias = Callable[[str, str, float], None]
SameVideo: TypeAlias = Callable[[str, str], str | None]
HidesFace: TypeAlias = Callable[[str], bool | None]
LevelOf: TypeAlias = Callable[[str], AthleteLevel]

DRAWN = {".jpg", ".mp4"}
TOLD = {"stills.json", "motion.npz"}
# An empty file among the pictures of a clip in which no face is seen.
FACELESS = "faceless"


@dataclass(frozen=True, slots=True)
class Workbench:
    """Turns a job into the numbers of its clip and pictures among the artefacts.

    Attributes
    ----------
    folder
        Where clips lie for a moment; nobody else writes there.
    fetch
        Downloads a file by its id.
    told
        Called with clip id, stage and fraction (0 to 1) while the analysis runs.
    same_video
        Gives the id of an answered clip of the same video, by a clip's id and digest.
    hides_face
        Tells by a clip's id whether its athlete hides their face; None when the clip
        is gone.
    level_of
        Gives whose bands a clip is judged by now, by its id.
    """

    folder: Path
    fetch: Fetch
    analyst: Analyst
    artefacts: Artefacts
    told: ClipProgress
    same_video: SameVideo
    hides_face: HidesFace
    level_of: LevelOf

    def sweep(self) -> None:
        """Remove what a killed process left behind."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, mode=0o700)

    async def analyse(self, job: Job) -> dict[str, Any]:
        """Analyse the clip of one job and forget the video, whatever happens.

        A video that was answered before gives only ``same_as``, that clip's id. On a
        full disk it is tried again until there is room.

        Raises
        ------
        AnalystError
            When the child gave no answer.
        ChatFault
            When the video could not be fetched.
        """
        return await outlast(partial(self._analyse, job), work_of(job), self.folder)

    async def _analyse(self, job: Job) -> dict[str, Any]:
        clip_id, work = job["clip_id"], work_of(job)
        place = Path(tempfile.mkdtemp(prefix=f"{work}-", dir=self.folder))
        try:
            video, watch = place / "clip", Stopwatch(work)
            self.told(clip_id, "fetching", 0.0)
            await self.fetch(job["file_id"], video)
            watch.fetched(video.stat().st_size)
            if job.get("look", FIRST) == FIRST:
                digest = await asyncio.to_thread(_digest, video)
                if earlier := self.same_video(clip_id, digest):
                    return {"same_as": earlier}
            analysis = await self._analysed(job, video, place, watch)
            watch.analysed()
            video.unlink()
            await asyncio.to_thread(self.artefacts.put, work, _pictures(place))
        finally:
            shutil.rmtree(place, ignore_errors=True)
        if self.hides_face(clip_id) is None:  # deleted meanwhile
            await asyncio.to_thread(self.artefacts.delete, work)
        return analysis

    async def _analysed(
        self, job: Job, video: Path, place: Path, watch: Stopwatch
    ) -> dict[str, Any]:
        """Analyse; once more where it is somebody else's since it was begun.

        Theirs may be another level, and a face to be hidden.
        """
        clip_id, level = job["clip_id"], self.level_of(job["clip_id"])
        hidden = bool(self.hides_face(clip_id))
        analysis = await self.analyst.analyse(
            work_of(job),
            video,
            place,
            lambda stage, done: self._told(watch, clip_id, stage, done),
            job.get("language", FALLBACK),
            job.get("corrections"),
            level,
            hide_faces=hidden,
        )
        if self.level_of(clip_id) != level or (not hidden and self.hides_face(clip_id)):
            return await self._analysed(job, video, place, watch)
        if hidden:
            (place / FACELESS).touch()
        return analysis

    def _told(self, watch: Stopwatch, clip_id: str, stage: str, done: float) -> None:
        watch.reach(stage)
        self.told(clip_id, stage, done)


def _digest(video: Path) -> str:
    with video.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:32]


def _pictures(place: Path) -> dict[str, bytes]:
    """What the analyst drew; anything it could not draw is not there."""
    return {
        path.name: path.read_bytes()
        for path in sorted(place.iterdir())
        if path.suffix in DRAWN or path.name in (*TOLD, FACELESS)
    }
