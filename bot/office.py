"""What the bot can do for an athlete, apart from how a chat asks for it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.checklist import Checklist
from analysis.serial import from_json
from analysis.types import Analysis
from bot.analyst import Analyst
from bot.artefacts import Artefacts
from bot.delivery import Delivery
from bot.jobs import Jobs
from bot.outbox import Outbox
from bot.settings import Settings
from bot.status import StatusBoard
from bot.store import ClipRow, Store
from bot.workbench import Job
from content.words import Words, load_words


@dataclass(frozen=True, slots=True)
class Office:
    """Everything the handlers work with, made once when the bot starts."""

    settings: Settings
    store: Store
    outbox: Outbox
    artefacts: Artefacts
    analyst: Analyst
    board: StatusBoard
    delivery: Delivery
    jobs: Jobs
    checklist: Checklist

    async def take(self, clip_id: str) -> None:
        """Put a clip in line that the store knows; harmless when repeated."""
        row = self.store.clip(clip_id)
        if row is not None and row.state in ("waiting", "analysing"):
            await self.jobs.enqueue(self.job_of(row))
            await self.board.open(row)

    def job_of(self, row: ClipRow) -> Job:
        """Make what the queue carries of a clip."""
        return Job(
            clip_id=row.id,
            athlete_id=row.athlete_id,
            chat_id=row.chat_id,
            file_id=row.file_id,
            language=words_for(self.store, row.athlete_id).language,
        )

    async def cancel(self, athlete_id: int) -> int:
        """Take an athlete's clips out of line, the running one too; how many."""
        rows = self.store.waiting(athlete_id)
        ids = [row.id for row in rows if self.store.finish(row.id, "cancelled")]
        await self._stop(ids)
        for row in rows:
            words = words_for(self.store, athlete_id)
            await self.board.close(row.id, words.text("bot.status.cancelled"))
        return len(ids)

    async def forget(self, athlete_id: int) -> None:
        """Delete everything about an athlete, for good."""
        await self.cancel(athlete_id)
        clip_ids = self.store.delete_athlete(athlete_id)
        await self.jobs.forget(clip_ids)
        await self._drop_pictures(clip_ids)

    def last_analysis(self, athlete_id: int) -> Analysis | None:
        """Give the athlete's latest analysed clip."""
        for row in self.store.history(athlete_id, limit=20):
            if row.state == "analysed" and row.analysis is not None:
                return from_json(row.analysis)
        return None

    async def _stop(self, clip_ids: list[str]) -> None:
        for clip_id in clip_ids:
            self.analyst.stop(clip_id)
        await self.jobs.cancel(clip_ids)
        await self._drop_pictures(clip_ids)

    async def _drop_pictures(self, clip_ids: Iterable[str]) -> None:
        for clip_id in clip_ids:
            await asyncio.to_thread(self.artefacts.delete, clip_id)


def words_for(store: Store, athlete_id: int) -> Words:
    """Give the words in the athlete's language."""
    return load_words(store.athlete(athlete_id).language or "en")
