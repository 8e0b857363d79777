"""Answers clips: ends them in the history, sends what is owed, tidies up."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from html import escape
from typing import cast

from analysis.errors import BadCorrection, OutdatedAnalysis, codes_of
from analysis.scoring.checklist import load_checklist
from analysis.scoring.findings import judged_for
from analysis.serialization import from_json, to_json
from analysis.types import Analysis
from bot import steps
from bot.chat.faults import ChatFault, Rejected, Unreachable
from bot.chat.messages import Message, Text
from bot.chat.outbox import Outbox
from bot.chat.patience import SOON, insist, pause_s
from bot.chat.telegram_objects import Content
from bot.jobs.artefacts import Artefacts
from bot.jobs.corrected_reply import CorrectedReply
from bot.jobs.errands import Errands
from bot.jobs.payload import Job, Outcome, work_of
from bot.jobs.room import outlast
from bot.jobs.sender import Letter, Sender
from bot.jobs.status_message import StatusBoard
from bot.jobs.worker import FACELESS
from bot.replies import coaching, correction
from bot.replies.again import known
from bot.replies.praise import praising
from bot.replies.whose import heading
from bot.store import ClipRow, EndState, OwedReply, Owing, Store
from bot.store.attempts import FIRST
from bot.store.models import NOBODY
from content.words import Words

log = logging.getLogger(__name__)

NO_CORRECTION = frozenset(codes_of(BadCorrection))
# still_1.jpg … still_8.jpg with their list stills.json, path.jpg, people_3.jpg with
# three people numbered, and motion.npz: what of all that was drawn is asked for later.
KEPT = ("still", "path", "people", "motion")
AT_ONCE = 4  # replies that are sent at the same time, one per chat
A_DAY = timedelta(hours=24)
LOOK_S = 1.0
DRAIN_S = 2.0  # the queue has waited for most of them by then


@dataclass(frozen=True, slots=True)
class Delivery:
    """Answers clips; whatever is killed or fails meanwhile, each is answered once.

    A clip that ends owes a reply from that very moment. It is tried at once, then with
    growing pauses for a day, without keeping anything else waiting.

    Attributes
    ----------
    holder
        This process's name: what it held when it was killed is free at its next start.
    """

    store: Store
    outbox: Outbox
    artefacts: Artefacts
    board: StatusBoard
    words: Callable[[int], Words]
    errands: Errands
    holder: str = "local"
    _sender: Sender = field(init=False)
    _replying: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _closed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Have somebody who sends."""
        sender = Sender(self.store, self.outbox, self.reply)
        object.__setattr__(self, "_sender", sender)

    @property
    def reply(self) -> CorrectedReply:
        """What changes a reply that was sent."""
        return CorrectedReply(self.store, self.outbox, self.errands)

    async def deliver(self, job: Job, outcome: Outcome) -> None:
        """End the clip in the history and try to reply; what fails is owed.

        On a full disk it is tried again until there is room.
        """
        if not await outlast(partial(self._owe, job, outcome), work_of(job)):
            await self._judge_anew_after(job, outcome)
            await self._tidy(job)  # taken back, or gone
        elif not self._closed.is_set():
            await self._start(work_of(job), job["chat_id"])

    async def _owe(self, job: Job, outcome: Outcome) -> bool:
        """End the clip, and owe its reply from now on; False when nobody waits."""
        about = job["clip_id"], job.get("look", FIRST), Owing(job, outcome)
        if "same_as" in outcome:
            return self.store.end_owing(*about, "repeated")
        found, why = _answer(outcome, job.get("look", FIRST))
        written = None if found is None else outcome["analysis"]
        return self.store.end_owing(*about, _end_state(found), written, why or None)

    async def run(self) -> None:
        """Try the replies that are owed when they are due, until cancelled."""
        self.store.release_replies(self.holder)
        while not self._closed.is_set():
            self.begin_due()
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):
                    await self._news.wait()

    def begin_due(self) -> list[asyncio.Future[None]]:
        """Try the replies that are due, as many as go at once, one per chat."""
        return [
            self._start(work, chat_id)
            for work, chat_id in self.store.due_replies()
            if chat_id not in self._replying and len(self._replying) < AT_ONCE
        ]

    def close(self) -> None:
        """Begin no reply any more: what is owed from now on waits."""
        self._closed.set()

    async def rest(self) -> None:
        """Finish the replies being sent, if that doesn't take long."""
        if self._replying:
            await asyncio.wait(self._replying.values(), timeout=DRAIN_S)
        sending = list(self._replying.values())
        for task in sending:
            task.cancel()
        await asyncio.gather(*sending, return_exceptions=True)

    def _start(self, work: str, chat_id: int) -> asyncio.Future[None]:
        """Try a reply, after the one that is being sent to the same chat.

        Who waits for it and is cancelled doesn't cut it off.
        """
        before = self._replying.get(chat_id)
        task = asyncio.create_task(self._after(before, work))
        self._replying[chat_id] = task
        task.add_done_callback(partial(self._ended, chat_id))
        return asyncio.shield(task)

    def _ended(self, chat_id: int, task: asyncio.Task[None]) -> None:
        if self._replying.get(chat_id) is task:
            del self._replying[chat_id]
        self._news.set()

    async def _after(self, before: asyncio.Task[None] | None, work: str) -> None:
        if before is not None:
            await asyncio.wait([before])
        try:
            owed = self.store.claim_reply(work, self.holder)
            if owed is not None:
                await self._try(owed)
        except asyncio.CancelledError:
            self.store.put_off_reply(work, 0.0)
            raise
        except Exception:  # the history can't be written to: another time
            log.exception("the reply to %s is left", work)

    async def _try(self, owed: OwedReply) -> None:
        """Send the reply and tidy up; what fails is put off, after a day given up."""
        job, outcome = cast(Job, owed.job), cast(Outcome, owed.outcome)
        try:
            await self._answer(job, outcome, owed.tries)
            await self._tidy(job)
        except Rejected as fault:
            log.error("the reply to %s is refused: %s", owed.work_id, fault)
            await self._give_up(job)
        except Exception as error:
            wait_s = pause_s(owed.tries)
            if isinstance(error, Unreachable):
                wait_s = max(wait_s, error.wait_s)
            if self.store.now() - owed.since > A_DAY:
                await self._give_up(job)
                return
            self.store.put_off_reply(owed.work_id, wait_s)
            log.warning(
                "try %d to reply to %s failed, next in %.0f s: %s",
                *(owed.tries, owed.work_id, wait_s, error),
                exc_info=None if isinstance(error, ChatFault) else error,
            )

    async def _give_up(self, job: Job) -> None:
        """Own up to a reply that could not be sent: the clip is in the history."""
        words = self.words(job["chat_id"])
        await self._tidy(job, Text(escape(words.text("bot.errors.kind"))))

    async def _tidy(self, job: Job, last_words: Text | None = None) -> None:
        """Clear away what is left of a look at a clip."""
        row = self.store.clip(job["clip_id"])
        # Else the status message is about another look.
        if row is None or row.look == job.get("look", FIRST):
            await self.board.close(job["clip_id"], last_words)
        await asyncio.to_thread(self.artefacts.delete, work_of(job))
        self.store.reply_done(work_of(job))

    async def _answer(self, job: Job, outcome: Outcome, number: int) -> None:
        clip_id, look = job["clip_id"], job.get("look", FIRST)
        if "same_as" in outcome:
            await self._answer_again(job, outcome["same_as"], number)
            return
        found, why = _answer(outcome, look)
        told = self._told(job, found, why)
        if found and found.refusal is None and self._was_shown(clip_id):
            told = (await self._changed(job, told, found),)
        await self._send(job, told, number)
        self._note_answer(job, _end_state(found), why or None)
        await self._judge_anew_after(job, outcome)

    async def _judge_anew_after(self, job: Job, outcome: Outcome) -> None:
        """Judge anew where another look failed: it may have been for that."""
        look = job.get("look", FIRST)
        if "same_as" not in outcome and look > FIRST:
            found, _ = _answer(outcome, look)
            if found is None:
                await self.judge_anew(job["clip_id"])

    async def judge_anew(self, clip_id: str) -> None:
        """Judge a clip by the bands of whoever it belongs to, and tell it so.

        From what was measured: its pictures change only with another look.
        """
        row, level = self.store.clip(clip_id), self.store.level_of(clip_id)
        if row is None or row.under_way or row.state != "analysed":
            return
        with contextlib.suppress(OutdatedAnalysis, KeyError):
            found = from_json(row.analysis or {})
            if found.level != level:
                found = judged_for(found, level)
                self.store.judge_anew(clip_id, to_json(found))
            await self.reword(row, found)

    def _note_answer(self, job: Job, end: EndState, why: str | None) -> None:
        if row := self.store.clip(job["clip_id"]):
            steps.note_answer(work_of(job), end, why, row.received_at)

    async def _answer_again(self, job: Job, earlier_id: str, number: int) -> None:
        """Show what was said of the same video before; its note may be another now."""
        clip_id, words = job["clip_id"], self.words(job["chat_id"])
        this, earlier = self.store.clip(clip_id), self.store.clip(earlier_id)
        told: Sequence[Message] = (coaching.failure("file_gone", words),)
        if this and earlier and earlier.analysis:
            if this.note:
                self.store.set_note(earlier_id, this.note)
            again = self._told(_job_of(earlier), from_json(earlier.analysis), "")
            told = (known(earlier_id, words), *again)
        await self._send(job, told, number, earlier.pictures if earlier else {})
        self._note_answer(job, "repeated", None)

    def _told(self, job: Job, found: Analysis | None, why: str) -> Sequence[Message]:
        """What the person who sent the clip reads of it."""
        words, clip_id = self.words(job["chat_id"]), job["clip_id"]
        row = self.store.clip(clip_id)
        if found is None:
            told = FIRST if row is None or row.analysis is None else row.look
            return (_failed(why, told, words),)
        whose = self._whose(job)
        athlete = self.store.athlete(whose)
        about = athlete.about if athlete else NOBODY
        name = self.store.called(job["chat_id"], whose)
        over = heading(name, row.note if row else None)
        praising = self._praising(found, clip_id)
        return coaching.coaching(praising, clip_id, words, about, over)

    def _whose(self, job: Job) -> int:
        """Whose clip it is by now: it may be given to another athlete in the queue."""
        row = self.store.clip(job["clip_id"])
        return row.athlete_id if row else job["athlete_id"]

    def _praising(self, found: Analysis, clip_id: str) -> Analysis:
        """What was found, with the praise this reply has; every try tells the same."""
        before = self.store.praised_before(clip_id)
        told = praising(found, before, load_checklist())
        self.store.set_praised(clip_id, told.praise)
        return told

    async def show_again(
        self, row: ClipRow, chat_id: int, messages: Sequence[Message]
    ) -> None:
        """Send the reply of a finished clip once more, with Telegram's own copies."""
        for message in messages:
            send = partial(self._sender.send_one, chat_id, message, row.pictures, None)
            sent = await insist(send, SOON)
            if sent is not None and chat_id == row.chat_id and row.state == "analysed":
                self.reply.moved(row.id, message, sent)

    async def reword(self, row: ClipRow, found: Analysis) -> None:
        """Change the words of a reply in its place, where that is possible.

        For what is put right without another look: no picture is different then.
        """
        *_, text = self._told(_job_of(row), found, "")
        await self.reply.change(row.id, row.chat_id, (text,), {})

    def _was_shown(self, clip_id: str) -> bool:
        """Whether a start was shown in this clip before: then its reply is changed."""
        row = self.store.clip(clip_id)
        if row is None or row.before is None:
            return False
        return not row.before.get("refusal") or bool(self.store.reply(clip_id))

    async def _changed(
        self, job: Job, messages: Sequence[Message], found: Analysis
    ) -> Message:
        """Change the reply in its place; what there is to say about it."""
        clip_id, row = job["clip_id"], self.store.clip(job["clip_id"])
        pictures = await self._pictures(job)
        changed = await self.reply.change(clip_id, job["chat_id"], messages, pictures)
        before = None
        with contextlib.suppress(OutdatedAnalysis):
            before = from_json(row.before) if row and row.before else None
        told = correction.Told(found, before, changed.lost, changed.words_id is None)
        return correction.put_right(told, clip_id, self.words(job["chat_id"]))

    async def _pictures(self, job: Job) -> dict[str, bytes]:
        """What was drawn, but nothing with a face that is to be hidden by now.

        None are left when this is another try.
        """
        clip_id = job["clip_id"]
        pictures = await asyncio.to_thread(self.artefacts.get, work_of(job))
        faceless = FACELESS in pictures
        if pictures and self.store.hides_face(clip_id) and not faceless:
            return {}
        if pictures:
            self.store.set_faceless(clip_id, faceless)
        return pictures

    async def _send(
        self,
        job: Job,
        messages: Sequence[Message],
        number: int,
        sent_before: Mapping[str, str] | None = None,
    ) -> None:
        clip_id, work = job["clip_id"], work_of(job)
        pictures = await self._pictures(job)
        if kept := stills_of(pictures):
            self.store.keep_stills(clip_id, kept)
        held: dict[str, Content] = {**(sent_before or {}), **pictures}
        # Only the first points at the clip: that is enough to show which one is meant.
        row = self.store.clip(clip_id)
        answers = (row.message_id or None) if row else None
        keeps = row is not None and row.state == "analysed" and len(messages) > 1
        letter = Letter(work, clip_id, job["chat_id"], answers, keeps, number)
        await self._sender.send(letter, messages, held, pictures)


def _job_of(row: ClipRow) -> Job:
    """A job for what is said anew of a clip, without another look."""
    return Job(
        clip_id=row.id,
        athlete_id=row.athlete_id,
        chat_id=row.chat_id,
        file_id=row.file_id,
    )


def stills_of(pictures: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those of a clip's pictures that outlive its reply: key frames, path, motion."""
    return {n: held for n, held in pictures.items() if n.startswith(KEPT)}


def _answer(outcome: Outcome, look: int) -> tuple[Analysis | None, str]:
    """What was found, or None and why; a correction that can't be made gives none."""
    if outcome["analysis"] is None:
        return None, outcome["failure"] or "crashed"
    try:
        found = from_json(outcome["analysis"])
    except OutdatedAnalysis as error:
        # The queue held it while the bot was updated.
        log.error("a queued answer can't be read: %s", error)
        return None, "crashed"
    code = "" if found.refusal is None else found.refusal.code
    return None if look > FIRST and code in NO_CORRECTION else found, code


def _end_state(found: Analysis | None) -> EndState:
    if found is None:
        return "failed"
    return "refused" if found.refusal else "analysed"


def _failed(why: str, look: int, words: Words) -> Text:
    if look > FIRST:
        return Text(escape(words.text(f"bot.correct.failed.{why}")))
    return coaching.failure(why, words)
