"""Answers one clip: writes the history, sends the reply, tidies up."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import escape

from analysis.errors import BadCorrection, OutdatedAnalysis, codes_of
from analysis.scoring.checklist import load_checklist
from analysis.scoring.findings import judged_for
from analysis.serialization import from_json, to_json
from analysis.types import Analysis
from bot import steps
from bot.chat.faults import Rejected, Unreachable
from bot.chat.messages import Album, Message, Photo, Text
from bot.chat.outbox import Outbox, Sent
from bot.chat.patience import A_DAY, ONCE, SOON, insist
from bot.chat.telegram_objects import Content
from bot.jobs.artefacts import Artefacts
from bot.jobs.corrected_reply import CorrectedReply
from bot.jobs.payload import Job, Outcome, work_of
from bot.jobs.room import outlast
from bot.jobs.status_message import StatusBoard
from bot.jobs.worker import FACELESS
from bot.replies import coaching, correction
from bot.replies.again import known
from bot.replies.praise import praising
from bot.replies.whose import heading
from bot.store import ClipRow, EndState, Store
from bot.store.attempts import FIRST
from bot.store.models import NOBODY
from content.words import Words

log = logging.getLogger(__name__)

NO_CORRECTION = frozenset(codes_of(BadCorrection))
# still_1.jpg … still_8.jpg with their list stills.json, path.jpg, people_3.jpg with
# three people numbered, and motion.npz: what of all that was drawn is asked for later.
KEPT = ("still", "path", "people", "motion")
# A film is large: if sending fails this often, the rest goes out without it.
FILM_TRIES = 3


@dataclass(frozen=True, slots=True)
class Delivery:
    """Everything an answer needs; may be called again after a crash.

    Attributes
    ----------
    accepted
        What Telegram took and the history doesn't know yet, by marker: when writing
        that down fails, writing is tried again and nothing is sent twice.
    """

    store: Store
    outbox: Outbox
    artefacts: Artefacts
    board: StatusBoard
    words: Callable[[int], Words]
    accepted: dict[str, Sent] = field(default_factory=dict)

    @property
    def reply(self) -> CorrectedReply:
        """What changes a reply that was sent."""
        return CorrectedReply(self.store, self.outbox)

    async def deliver(self, job: Job, outcome: Outcome) -> None:
        """Finish the clip in the history and reply to the athlete, each message once.

        On a full disk it is tried again until there is room.

        Raises
        ------
        ChatFault
            When Telegram refuses the text, or is unreachable for a day.
        """
        # Each try decides anew what to send: the clip may be cancelled meanwhile.
        deliver = partial(insist, partial(self._deliver, job, outcome), A_DAY)
        await outlast(deliver, work_of(job))

    async def _deliver(self, job: Job, outcome: Outcome, number: int) -> None:
        clip_id, look = job["clip_id"], job.get("look", FIRST)
        if "same_as" in outcome:
            await self._deliver_again(job, outcome["same_as"], number)
            return
        found, why = _answer(outcome, look)
        written = None if found is None else outcome["analysis"]
        end = _end_state(found)
        if self.store.finish(clip_id, end, written, why or None, look):
            told = self._told(job, found, why)
            if found and found.refusal is None and self._was_shown(clip_id):
                told = (await self._changed(job, told, found),)
            await self._send(job, told, number)
            self._note_answer(job, end, why or None)
        if found is None and look > FIRST:
            await self.judge_anew(clip_id)  # it may have been for that
        row = self.store.clip(clip_id)
        if row is None or row.look == look:  # else the message is about another look
            await self.board.close(clip_id)
        await asyncio.to_thread(self.artefacts.delete, work_of(job))

    async def _deliver_again(self, job: Job, earlier_id: str, number: int) -> None:
        """Show what was said of the same video before; its note may be another now."""
        clip_id, words = job["clip_id"], self.words(job["chat_id"])
        if self.store.finish(clip_id, "repeated"):
            this, earlier = self.store.clip(clip_id), self.store.clip(earlier_id)
            told: Sequence[Message] = (coaching.failure("file_gone", words),)
            if this and earlier and earlier.analysis:
                if this.note:
                    self.store.set_note(earlier_id, this.note)
                again = self._told(_job_of(earlier), from_json(earlier.analysis), "")
                told = (known(earlier_id, words), *again)
            await self._send(job, told, number, earlier.pictures if earlier else {})
            self._note_answer(job, "repeated", None)
        await self.board.close(clip_id)

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

    def _note_answer(self, job: Job, end: EndState, why: str | None) -> None:
        if row := self.store.clip(job["clip_id"]):
            steps.note_answer(work_of(job), end, why, row.received_at)

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
            send = partial(self._send_one, chat_id, message, row.pictures, None)
            sent = await insist(send, SOON)
            if sent is not None and chat_id == row.chat_id and row.state == "analysed":
                self.reply.moved(row.id, message, sent)

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
        whole = row is not None and row.state == "analysed" and len(messages) > 1
        for position, message in enumerate(messages):
            key = f"{work}:{position}"
            if self.store.was_sent(key) is None:
                await self._offer(job, key, message, held, answers, number)
                if key not in self.accepted:
                    continue
                if whole:
                    self.reply.keep(clip_id, message, self.accepted[key], pictures)
                await self._note(job, key)
            answers = None

    async def _offer(
        self,
        job: Job,
        key: str,
        message: Message,
        held: Mapping[str, Content],
        answers: int | None,
        number: int,
    ) -> None:
        """Send a message that wasn't taken yet, unless its clip is deleted."""
        if key in self.accepted or self.store.clip(job["clip_id"]) is None:
            return
        if not isinstance(message, Text):
            await self.outbox.busy(job["chat_id"], pictures=True)
        start_s = time.monotonic()
        sent = await self._send_one(job["chat_id"], message, held, answers, number)
        if sent is not None:
            self.accepted[key] = sent
            kind, took_s = type(message).__name__.lower(), time.monotonic() - start_s
            clip, _, part = key.rpartition(":")
            steps.note("sent", clip, part=part, kind=kind, s=took_s)

    async def _note(self, job: Job, key: str) -> None:
        """Write down that a message was taken; take it back if its clip is gone."""
        sent, clip_id = self.accepted[key], job["clip_id"]
        if self.store.clip(clip_id) is None:
            del self.accepted[key]
            for message_id in {sent.message_id, *sent.message_ids.values()}:
                await self.outbox.delete(job["chat_id"], message_id)
            return
        self.store.set_pictures(clip_id, sent.file_ids)
        self.store.mark_sent(key, sent.message_id, athlete_id=self._whose(job))
        del self.accepted[key]

    async def _send_one(
        self,
        chat_id: int,
        message: Message,
        contents: Mapping[str, Content],
        answers: int | None,
        number: int,
    ) -> Sent | None:
        held = _holding(message, contents)
        if held is None:
            return None
        try:
            return await self.outbox.send(chat_id, held, contents, answers, ONCE)
        except Rejected as fault:
            if isinstance(held, Text):
                raise
            # The words are worth more than the pictures: they still go out.
            log.error("pictures refused: %s", fault)
            words = held.words if isinstance(held, Photo) else None
            rest = _without_films(held) or words
        except Unreachable as fault:
            rest = _without_films(held) if number >= FILM_TRIES else None
            if rest is None or fault.wait_s:
                raise
            log.error("film not sent: %s", fault)
        if rest is None:
            return None
        return await self._send_one(chat_id, rest, contents, answers, number)


def _job_of(row: ClipRow) -> Job:
    """A job for what is said anew of a clip, without another look."""
    return Job(
        clip_id=row.id,
        athlete_id=row.athlete_id,
        chat_id=row.chat_id,
        file_id=row.file_id,
    )


def _holding(message: Message, contents: Mapping[str, Content]) -> Message | None:
    """The message with the pictures there are; None when nothing is left of it."""
    if isinstance(message, Photo):
        return message if message.name in contents else message.words
    if isinstance(message, Album):
        return message.of(contents)
    return message


def _without_films(message: Message) -> Album | None:
    """The album's stills; None when it has no film, or nothing else."""
    if not isinstance(message, Album):
        return None
    stills = tuple(picture for picture in message.pictures if not picture.moving)
    return Album(stills) if 0 < len(stills) < len(message.pictures) else None


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
