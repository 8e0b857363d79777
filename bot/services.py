"""What the bot can do for an athlete, apart from how a chat asks for it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape

from analysis.errors import OutdatedAnalysis
from analysis.scoring.checklist import Checklist, load_checklist
from analysis.serialization import from_json
from analysis.types import Analysis
from analysis.visuals.faces import faceless
from bot import steps
from bot.backup import deletions_of
from bot.chat.callback_data import callback_data
from bot.chat.messages import Button, Text
from bot.chat.outbox import Outbox
from bot.chat.telegram_objects import Content
from bot.clock import Clock
from bot.jobs import Jobs
from bot.jobs.analysis_process import Analyst
from bot.jobs.artefacts import Artefacts
from bot.jobs.delivery import Delivery
from bot.jobs.errands import Errands
from bot.jobs.payload import Job
from bot.jobs.sample import Sample
from bot.jobs.status_message import StatusBoard
from bot.replies.guardian import ask_guardian
from bot.replies.sample import SAMPLE
from bot.settings import Settings
from bot.store import ClipRow, Store
from bot.store.attempts import FIRST
from bot.store.deletions import Kind
from content.words import FALLBACK, Words, load_words

TELEGRAMS_MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Office:
    """Everything the handlers work with, made once when the bot starts.

    Attributes
    ----------
    most_bytes
        How large a file may be to be fetched from this chat.
    squeezes
        Whether the chat's apps make a clip smaller that is sent as a video.
    """

    settings: Settings
    store: Store
    outbox: Outbox
    artefacts: Artefacts
    analyst: Analyst
    board: StatusBoard
    delivery: Delivery
    errands: Errands
    jobs: Jobs
    sample: Sample
    checklist: Checklist = field(default_factory=load_checklist)
    clock: Clock = field(default_factory=Clock)
    most_bytes: float = TELEGRAMS_MOST_BYTES
    squeezes: bool = True

    async def take(self, clip_id: str) -> None:
        """Put a clip in line that the store knows; harmless when repeated."""
        row = self.store.clip(clip_id)
        if row is not None and row.state == "held":
            await self._hold(row)
        elif row is not None and row.under_way:
            # Side by side: neither the queue nor Telegram keeps the other waiting.
            await asyncio.gather(self._enqueue(row), self.board.open(row))

    async def _enqueue(self, row: ClipRow) -> None:
        start_s = time.monotonic()
        await self.jobs.enqueue(self.job_of(row))
        steps.note("queued", row.work_id, s=time.monotonic() - start_s)

    async def _hold(self, row: ClipRow) -> None:
        """Say that a clip waits for a guardian's yes, and ask for it once."""
        words = words_for(self.store, row.chat_id)
        held = words.text("bot.guardian.held")
        first, *_ = self.store.held(row.athlete_id)
        kept = row.athlete_id if row.athlete_id != row.chat_id else 0
        ask = ask_guardian(words, held, kept=kept)
        text = ask if first == row else Text(escape(held))
        await self.outbox.send(row.chat_id, text, answers=row.message_id or None)

    async def let_go(self, athlete_id: int) -> None:
        """Put held clips in line, unless they still wait for a guardian's yes."""
        for clip_id in self.store.release(athlete_id):
            await self.take(clip_id)

    def job_of(self, row: ClipRow) -> Job:
        """Make what the queue carries of a clip."""
        job = Job(
            clip_id=row.id,
            athlete_id=row.athlete_id,
            chat_id=row.chat_id,
            file_id=row.file_id,
            language=words_for(self.store, row.chat_id).language,
        )
        if row.turn is not None:
            job["turn"] = row.turn
        if row.look > FIRST:
            job["look"], job["corrections"] = row.look, row.wanted
        return job

    async def cancel(self, chat_id: int) -> int:
        """Take a chat's clips out of line, the running one too; how many."""
        return await self._cancel(self.store.open_in(chat_id))

    async def stop(self, athlete_id: int) -> int:
        """Take the clips of an athlete out of line; how many."""
        return await self._cancel(self.store.open_of(athlete_id))

    async def take_back(self, row: ClipRow) -> bool:
        """Take one clip out of line; False when it isn't there any more."""
        waits = row.state == "held" or row.under_way
        return waits and bool(await self._cancel([row]))

    async def _cancel(self, rows: Iterable[ClipRow]) -> int:
        stopped = await self._take_out(rows)
        for row in rows:
            words = words_for(self.store, row.chat_id)
            again = Button(
                words.text("bot.button.resume"), data=callback_data("resume", row.id)
            )
            told = Text(escape(words.text("bot.status.cancelled")), ((again,),))
            await self.board.close(row.id, told)
            await self.delivery.judge_anew(row.id)
        return stopped

    async def _take_out(self, rows: Iterable[ClipRow]) -> int:
        """Take clips out of line without a word; how many."""
        stopped = [
            row.work_id
            for row in rows
            if self.store.finish(row.id, "cancelled", look=row.look)
        ]
        await self._stop(stopped)
        return len(stopped)

    def note_deletion(self, kind: Kind, *ids: int | str) -> None:
        """See to it that no backup brings back what is deleted now."""
        deletions_of(self.settings).note(kind, *ids)

    async def forget(self, athlete_id: int) -> None:
        """Delete everything about an athlete and who they keep, for good."""
        rows = self.store.open_of(athlete_id)
        await self._take_out(rows)
        # In a backup their clips may be those of whoever kept or filmed them then.
        whose = [one.id for one in self.store.squad(athlete_id) if one.kept]
        clips = [
            row.id for id in (athlete_id, *whose) for row in self.store.all_clips(id)
        ]
        self.note_deletion("clip", *clips)
        self.note_deletion("athlete", athlete_id)
        await self._clear(self.store.delete_athlete(athlete_id), rows)

    def end_sharing(self, athlete_id: int, coach_id: int) -> bool:
        """Let a coach no longer see an athlete's clips; False when they didn't."""
        self.note_deletion("share", f"{athlete_id},{coach_id}")
        return self.store.unshare(athlete_id, coach_id)

    async def forget_clip(self, row: ClipRow) -> None:
        """Delete one clip with everything that was made of it, for good."""
        rows = [row] if row.under_way else []
        await self._take_out(rows)
        self.note_deletion("clip", row.id)
        await self._clear(self.store.delete_clip(row.id), rows)

    async def _clear(self, work_ids: list[str], rows: Iterable[ClipRow]) -> None:
        """Clear away what the history doesn't hold of clips that were deleted."""
        await self.jobs.forget(work_ids)
        await self._drop_pictures(work_ids)
        for row in rows:
            await self.board.close(row.id)
        await self.board.clear()

    async def hide_faces(self) -> None:
        """Cover the faces on kept pictures of who hides theirs by now.

        What can't be covered any more is dropped: strip, cards, film and path.
        """
        for row in self.store.showing_faces():
            files = self.store.stills(row.id)
            covered = await asyncio.to_thread(faceless, files)
            self.store.keep_faceless(row.id, covered)

    def pictures_of(self, row: ClipRow, language: str) -> Mapping[str, Content]:
        """What can be sent of a finished clip: kept pictures, Telegram's own copies."""
        drawn = self.sample.drawn(language) if row.id == SAMPLE else None
        if drawn is not None:
            return drawn.pictures
        return {**row.pictures, **self.store.stills(row.id)}

    def may_enter(self, person_id: int) -> bool:
        """Whether somebody may use the bot; what who runs it said last counts."""
        settings, said = self.settings, self.store.may_enter(person_id)
        if person_id in settings.admin_users:
            return True
        if said is not None:
            return said
        listed = person_id in settings.allowed_users
        return listed or not (settings.allowed_users or settings.invite_only)

    def words_of(self, person_id: int) -> Words:
        """The words in a person's language."""
        return words_for(self.store, person_id)

    def last_clip(self, athlete_id: int) -> ClipRow | None:
        """Give the athlete's latest clip with an analysis that can be read."""
        for row in self.store.history(athlete_id, limit=20):
            if row.state == "analysed" and row.analysis is not None:
                with contextlib.suppress(OutdatedAnalysis):
                    from_json(row.analysis)
                    return row
        return None

    def last_analysis(self, athlete_id: int) -> Analysis | None:
        """Give the athlete's latest analysed clip that can be read."""
        row = self.last_clip(athlete_id)
        return from_json(row.analysis) if row and row.analysis else None

    async def _stop(self, work_ids: list[str]) -> None:
        for work_id in work_ids:
            self.analyst.stop(work_id)
        await self.jobs.cancel(work_ids)
        await self._drop_pictures(work_ids)

    async def _drop_pictures(self, work_ids: Iterable[str]) -> None:
        for work_id in work_ids:
            await asyncio.to_thread(self.artefacts.delete, work_id)


def words_for(store: Store, person_id: int) -> Words:
    """Give the words in the person's language; in English for nobody we know."""
    athlete = store.athlete(person_id)
    return load_words((athlete and athlete.language) or FALLBACK)
