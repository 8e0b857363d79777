"""Sends the messages of a reply, each once, and notes what Telegram made of them."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot import steps
from bot.chat.faults import ChatFault, Rejected, Unreachable
from bot.chat.messages import Album, Message, Photo, Text
from bot.chat.outbox import Outbox, Sent
from bot.chat.patience import ONCE
from bot.chat.telegram_objects import Content
from bot.jobs.corrected_reply import CorrectedReply
from bot.store import Store

log = logging.getLogger(__name__)

# A film is large: if sending fails this often, the rest goes out without it.
FILM_TRIES = 3
# How often a message may be sent whose answer was lost: it may have arrived each time.
# Pictures twice are a nuisance, no words at all are worse.
DOUBTS, DOUBTS_OF_WORDS = 2, 8
NOWHERE = Sent(0, {})


@dataclass(frozen=True, slots=True)
class Letter:
    """Which reply it is, and where it goes.

    Attributes
    ----------
    answers
        The message that its first one points at.
    keeps
        Whether its messages are remembered, to be put right in their place.
    number
        Of the try, from 1.
    """

    work: str
    clip_id: str
    chat_id: int
    answers: int | None
    keeps: bool
    number: int


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends replies message by message; one that is noted as sent is passed over.

    Attributes
    ----------
    accepted
        What Telegram took and the history doesn't know yet, by marker: when writing
        that down fails, writing is tried again and nothing is sent twice.
    doubts
        How often a message may have arrived without our knowing, by marker.
    """

    store: Store
    outbox: Outbox
    reply: CorrectedReply
    accepted: dict[str, Sent] = field(default_factory=dict)
    doubts: Counter[str] = field(default_factory=Counter)

    async def send(
        self,
        letter: Letter,
        messages: Sequence[Message],
        contents: Mapping[str, Content],
        drawn: Mapping[str, bytes],
    ) -> None:
        """Send what was not sent yet.

        Parameters
        ----------
        contents
            What there is to show, by name: bytes, or Telegram's own ids.
        drawn
            Those of them that were drawn for this reply.

        Raises
        ------
        ChatFault
            When Telegram refuses the text, or can't be reached.
        """
        answers = letter.answers
        for position, message in enumerate(messages):
            key = f"{letter.work}:{position}"
            if self.store.was_sent(key) is not None:
                answers = None
                continue
            if key not in self.accepted:
                if self.store.clip(letter.clip_id) is None:
                    return  # they deleted it meanwhile
                if not isinstance(message, Text):
                    await self.outbox.busy(letter.chat_id, pictures=True)
                sent = await self._send_noting(key, letter, message, contents, answers)
                if sent is None:
                    continue
                self.accepted[key] = sent
            answers = None
            if letter.keeps and self.accepted[key] != NOWHERE:
                self.reply.keep(letter.clip_id, message, self.accepted[key], drawn)
            await self._note(letter, key)

    async def _note(self, letter: Letter, key: str) -> None:
        """Write down that a message was taken; take it back if its clip is gone."""
        sent, row = self.accepted[key], self.store.clip(letter.clip_id)
        if row is None:
            for message_id in {sent.message_id, *sent.message_ids.values()} - {0}:
                await self.reply.errands.delete(letter.chat_id, message_id)
        else:
            self.store.set_pictures(letter.clip_id, sent.file_ids)
            self.store.mark_sent(key, sent.message_id, athlete_id=row.athlete_id)
        del self.accepted[key]

    async def _send_noting(
        self,
        key: str,
        letter: Letter,
        message: Message,
        contents: Mapping[str, Content],
        answers: int | None,
    ) -> Sent | None:
        """Send a message; one that may have arrived often enough counts as sent."""
        start_s = time.monotonic()
        try:
            sent = await self.send_one(
                letter.chat_id, message, contents, answers, letter.number
            )
            if sent is not None:
                kind, took_s = (
                    type(message).__name__.lower(),
                    time.monotonic() - start_s,
                )
                part = key.removeprefix(f"{letter.work}:")
                steps.note("sent", letter.work, part=part, kind=kind, s=took_s)
            return sent
        except Exception as error:
            if isinstance(error, ChatFault) and not getattr(error, "doubtful", False):
                raise
            # Telegram may have taken it: its answer was lost, or none we understand.
            self.doubts[key] += 1
            most = DOUBTS_OF_WORDS if isinstance(message, Text) else DOUBTS
            if self.doubts[key] < most:
                raise
            log.error("%s may have arrived, and is not sent again: %r", key, error)
        del self.doubts[key]
        return NOWHERE

    async def send_one(
        self,
        chat_id: int,
        message: Message,
        contents: Mapping[str, Content],
        answers: int | None,
        number: int,
    ) -> Sent | None:
        """Send one message once, with the pictures there are; None without any."""
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
        return await self.send_one(chat_id, rest, contents, answers, number)


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
