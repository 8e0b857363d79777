"""Puts a reply right where it stands: only what changed is replaced.

Albums are changed picture by picture. What can't be changed any more, because it was
deleted or sent by a version that didn't remember it, is left alone.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.chat.faults import Rejected
from bot.chat.messages import Album, Message, Picture, Text
from bot.chat.outbox import Outbox, Sent
from bot.chat.patience import ONCE
from bot.chat.telegram_objects import Content
from bot.jobs.errands import Errands
from bot.store import Part, Store

log = logging.getLogger(__name__)

# The reply's text among its pictures.
WORDS = "words"


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of changing a reply.

    Attributes
    ----------
    lost
        Pictures that changed and could not be replaced.
    words_id
        The message with the reply's words; None when it could not be changed.
    """

    lost: tuple[str, ...] = ()
    words_id: int | None = None


@dataclass(frozen=True, slots=True)
class CorrectedReply:
    """Changes replies in place; repeating it changes only what is left to change."""

    store: Store
    outbox: Outbox
    errands: Errands

    def keep(
        self, clip_id: str, message: Message, sent: Sent, contents: Mapping[str, bytes]
    ) -> None:
        """Remember a message of a reply that went out."""
        if isinstance(message, Album) and (album := message.of(contents)):
            parts = {
                one.name: Part(sent.message_ids[one.name], digest_of(one, contents))
                for one in album.pictures
                if one.name in sent.message_ids
            }
            self.store.keep_reply(clip_id, parts)
        elif isinstance(message, Text):
            part = Part(sent.message_id, _digest(repr(message)))
            self.store.keep_reply(clip_id, {WORDS: part})

    def moved(self, clip_id: str, message: Message, sent: Sent) -> None:
        """Remember that the same message of a reply was sent anew."""
        known = self.store.reply(clip_id)
        ids = dict(sent.message_ids)
        if isinstance(message, Text):
            ids[WORDS] = sent.message_id
        parts = {
            name: Part(id, known[name].digest if name in known else "")
            for name, id in ids.items()
        }
        self.store.keep_reply(clip_id, parts)

    async def change(
        self,
        clip_id: str,
        chat_id: int,
        messages: Sequence[Message],
        contents: Mapping[str, bytes],
    ) -> Changed:
        """Make a reply that was sent say what it would say now.

        It stops when the clip is deleted meanwhile.
        """
        lost: list[str] = []
        words_id: int | None = None
        for message in messages:
            if self.store.clip(clip_id) is None:
                break
            if isinstance(message, Album) and (album := message.of(contents)):
                lost = await self._change_pictures(clip_id, chat_id, album, contents)
                await self._take_back(clip_id, chat_id, album)
            elif isinstance(message, Text):
                words_id = await self._change_words(clip_id, chat_id, message)
        return Changed(tuple(lost), words_id)

    async def _change_pictures(
        self, clip_id: str, chat_id: int, album: Album, contents: Mapping[str, bytes]
    ) -> list[str]:
        """Replace the pictures that look different; names of those that can't be."""
        known, lost = self.store.reply(clip_id), []
        for picture in album.pictures:
            if self.store.clip(clip_id) is None:
                break
            part, digest = known.get(picture.name), digest_of(picture, contents)
            if part is not None and part.digest == digest:
                continue
            sent = None
            if part is not None:
                at = chat_id, part.message_id
                sent = await self.outbox.replace(*at, picture, contents, ONCE)
            if sent is None:
                lost.append(picture.name)
                continue
            self.store.set_pictures(clip_id, sent.file_ids)
            self.store.keep_reply(
                clip_id, {picture.name: Part(sent.message_id, digest)}
            )
        return lost

    async def _take_back(self, clip_id: str, chat_id: int, album: Album) -> None:
        """Delete pictures of what is no longer seen."""
        shown = {WORDS, *(picture.name for picture in album.pictures)}
        for name, part in self.store.reply(clip_id).items():
            if name not in shown:
                await self.errands.delete(chat_id, part.message_id)
                self.store.drop_part(clip_id, name)

    async def _change_words(self, clip_id: str, chat_id: int, text: Text) -> int | None:
        part, digest = self.store.reply(clip_id).get(WORDS), _digest(repr(text))
        if part is None:
            return None
        if part.digest == digest:
            return part.message_id
        try:
            if not await self.outbox.edit(chat_id, part.message_id, text, ONCE):
                return None
        except Rejected as fault:
            log.error("a reply's words could not be changed: %s", fault)
            return None
        self.store.keep_reply(clip_id, {WORDS: Part(part.message_id, digest)})
        return part.message_id


def digest_of(picture: Picture, contents: Mapping[str, Content]) -> str:
    """What a picture shows, in short: the same for the same picture and caption."""
    content = contents[picture.name]
    told = content if isinstance(content, bytes) else content.encode()
    return _digest(picture.caption or "", told)


def _digest(text: str, content: bytes = b"") -> str:
    return hashlib.sha256(text.encode() + b"\0" + content).hexdigest()[:16]
