"""Where a clip lies while it is analysed: fetched, looked at, cleared away."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from bot.disk import is_full
from bot.jobs.analysis_process import Analyst
from bot.jobs.artefacts import Artefacts
from bot.jobs.payload import Job, work_of
from bot.store.attempts import FIRST
from content.words import FALLBACK

Fetch: TypeAlias = Callable[[str, Path], Awaitable[None]]
ClipProgress: TypeAlias = Callable[[str, str, float], None]
SameVideo: TypeAlias = Callable[[str, str], str | None]
HidesFace: TypeAlias = Callable[[str], bool | None]

log = logging.getLogger(__name__)

FULL_PAUSE_S = 10.0
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
    """

    folder: Path
    fetch: Fetch
    analyst: Analyst
    artefacts: Artefacts
    told: ClipProgress
    same_video: SameVideo
    hides_face: HidesFace

    def sweep(self) -> None:
        """Remove what a killed process left behind."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, mode=0o700)

    async def analyse(self, job: Job) -> dict[str, Any]:
        """Analyse the clip of one job and forget the video, whatever happens.

        While the disk is full, it says so and waits. A video that was answered before
        gives only ``same_as``, that clip's id.

        Raises
        ------
        AnalystError
            When the child gave no answer.
        ChatFault
            When the video could not be fetched.
        """
        while True:
            try:
                return await self._analyse(job)
            except Exception as error:
                if not is_full(error):
                    raise
            log.error("clip %s waits: the disk is full", work_of(job))
            self.told(job["clip_id"], "full", 0.0)
            await asyncio.sleep(FULL_PAUSE_S)

    async def _analyse(self, job: Job) -> dict[str, Any]:
        clip_id, work = job["clip_id"], work_of(job)
        place = Path(tempfile.mkdtemp(prefix=f"{work}-", dir=self.folder))
        try:
            video = place / "clip"
            self.told(clip_id, "fetching", 0.0)
            await self.fetch(job["file_id"], video)
            if job.get("look", FIRST) == FIRST:
                digest = await asyncio.to_thread(_digest, video)
                if earlier := self.same_video(clip_id, digest):
                    return {"same_as": earlier}
            analysis = await self._analysed(job, video, place)
            video.unlink()
            await asyncio.to_thread(self.artefacts.put, work, _pictures(place))
        finally:
            shutil.rmtree(place, ignore_errors=True)
        if self.hides_face(clip_id) is None:  # deleted meanwhile
            await asyncio.to_thread(self.artefacts.delete, work)
        return analysis

    async def _analysed(self, job: Job, video: Path, place: Path) -> dict[str, Any]:
        """Analyse; once more where the face is to be hidden since it was begun."""
        clip_id, hidden = job["clip_id"], bool(self.hides_face(job["clip_id"]))
        analysis = await self.analyst.analyse(
            work_of(job),
            video,
            place,
            lambda stage, done: self.told(clip_id, stage, done),
            job.get("language", FALLBACK),
            job.get("corrections"),
            job.get("level", "trained"),
            hide_faces=hidden,
        )
        if hidden:
            (place / FACELESS).touch()
        elif self.hides_face(clip_id):
            return await self._analysed(job, video, place)
        return analysis


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
