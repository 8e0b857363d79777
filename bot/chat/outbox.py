"""The one place that talks to Telegram's send and edit methods."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from telegram import Bot, BotCommand, BotCommandScopeChat, LinkPreviewOptions
from telegram import Message as Posted
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from bot.chat.messages import Album, Menu, Message, Photo, Picture, Rows, Text
from bot.chat.telegram_objects import (
    Content,
    answering,
    file_id_of,
    film_facts,
    item,
    keyboard,
)

log = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
GONE = ("not found", "can't be edited", "can't be deleted", "message_id_invalid")
TRIES = 3
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of sending: the first message's id, and each picture's file_id."""

    message_id: int
    file_ids: Mapping[str, str]


class Outbox(Protocol):
    """What the rest of the bot may ask of a chat service."""

    async def send(
        self,
        chat_id: int,
        message: Message,
        contents: Mapping[str, Content] | None = None,
        answers: int | None = None,
    ) -> Sent | None:
        """Send, as an answer to a message; None when this chat can't be written to."""

    async def edit(self, chat_id: int, message_id: int, text: Text) -> bool:
        """Change a sent text; False when it is no longer there."""

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Take a message back, if it is still there."""

    async def react(self, chat_id: int, message_id: int, emoji: str) -> None:
        """Put an emoji under a message; a courtesy, never an error."""

    async def busy(self, chat_id: int, pictures: bool = False) -> None:
        """Show that something is coming; a courtesy, never an error."""

    async def answer(self, query_id: str, text: str | None = None) -> None:
        """Acknowledge a pressed button; a courtesy, never an error."""

    async def fetch(self, file_id: str, target: Path) -> None:
        """Download a file somebody sent."""

    async def set_menu(self, menu: Menu) -> None:
        """Tell chats which commands there are."""


class TelegramOutbox:
    """The real one.

    Waiting out 429 is the rate limiter's business; here a network fault is tried
    again with growing pauses, and a chat that blocked us is reported to ``blocked``.
    """

    def __init__(
        self, bot: Bot, blocked: Callable[[int], None], pause_s: float = 1.0
    ) -> None:
        self._bot = bot
        self._blocked = blocked
        self._pause_s = pause_s

    async def send(
        self,
        chat_id: int,
        message: Message,
        contents: Mapping[str, Content] | None = None,
        answers: int | None = None,
    ) -> Sent | None:
        """Send one message; None when this chat can't be written to."""
        try:
            if isinstance(message, Text):
                return await self._send_text(chat_id, message, answers)
            contents = contents or {}
            if isinstance(message, Photo):
                only = Picture(message.name, message.html)
                return await self._send_alone(
                    chat_id, only, message.buttons, contents, answers
                )
            return await self._send_album(chat_id, message, contents, answers)
        except Forbidden:
            self._blocked(chat_id)
        except BadRequest as error:
            if "chat not found" not in str(error).lower():
                raise
            self._blocked(chat_id)
        return None

    async def edit(self, chat_id: int, message_id: int, text: Text) -> bool:
        """Change a sent text; the same text again counts as changed."""
        try:
            await self._bot.edit_message_text(
                text.html,
                chat_id=chat_id,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=keyboard(text.buttons),
            )
        except BadRequest as error:
            reason = str(error).lower()
            if "not modified" in reason:
                return True
            if any(word in reason for word in GONE):
                return False
            raise
        except Forbidden:
            self._blocked(chat_id)
            return False
        return True

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Take a message back, if it is still there."""
        try:
            await self._bot.delete_message(chat_id, message_id)
        except TelegramError as error:
            log.info("could not delete a message: %s", error)

    async def react(self, chat_id: int, message_id: int, emoji: str) -> None:
        """Put an emoji under a message."""
        try:
            await self._bot.set_message_reaction(chat_id, message_id, emoji)
        except TelegramError as error:
            log.info("could not react to a message: %s", error)

    async def busy(self, chat_id: int, pictures: bool = False) -> None:
        """Show "typing" or "sending a photo" for about five seconds."""
        action = ChatAction.UPLOAD_PHOTO if pictures else ChatAction.TYPING
        try:
            await self._bot.send_chat_action(chat_id, action)
        except TelegramError as error:
            log.info("could not show a chat action: %s", error)

    async def answer(self, query_id: str, text: str | None = None) -> None:
        """Acknowledge a pressed button, however old it is."""
        try:
            await self._bot.answer_callback_query(query_id, text)
        except TelegramError as error:
            log.info("could not answer a button: %s", error)

    async def fetch(self, file_id: str, target: Path) -> None:
        """Download a file somebody sent; over HTTP it is held in memory meanwhile."""
        file = await self._bot.get_file(file_id)
        await file.download_to_drive(target)

    async def set_menu(self, menu: Menu) -> None:
        """Fill the command menu, or take it away."""
        scope = BotCommandScopeChat(menu.chat_id) if menu.chat_id else None
        commands = [BotCommand(name, text) for name, text in menu.commands]
        if commands:
            await self._bot.set_my_commands(commands, scope, menu.language)
        else:
            await self._bot.delete_my_commands(scope, menu.language)

    async def _send_text(self, chat_id: int, text: Text, answers: int | None) -> Sent:
        send = partial(
            self._bot.send_message,
            chat_id,
            text.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=keyboard(text.buttons),
            reply_parameters=answering(answers),
        )
        return Sent((await self._again(send)).message_id, {})

    async def _send_alone(
        self,
        chat_id: int,
        picture: Picture,
        buttons: Rows,
        contents: Mapping[str, Content],
        answers: int | None,
    ) -> Sent:
        post: Callable[..., Awaitable[Posted]] = self._bot.send_photo
        facts: dict[str, object] = {}
        if picture.moving:
            post, facts = self._bot.send_video, film_facts(picture, contents)
        send = partial(
            post,
            chat_id,
            contents[picture.name],
            caption=picture.caption,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(buttons),
            reply_parameters=answering(answers),
            **facts,
        )
        posted = await self._again(send)
        return Sent(posted.message_id, {picture.name: file_id_of(posted)})

    async def _send_album(
        self,
        chat_id: int,
        album: Album,
        contents: Mapping[str, Content],
        answers: int | None,
    ) -> Sent:
        if len(album.pictures) == 1:
            only = album.pictures[0]
            return await self._send_alone(chat_id, only, (), contents, answers)
        send = partial(
            self._bot.send_media_group,
            chat_id,
            [item(picture, contents) for picture in album.pictures],
            reply_parameters=answering(answers),
        )
        posted = await self._again(send)
        names = [picture.name for picture in album.pictures]
        ids = [file_id_of(message) for message in posted]
        return Sent(posted[0].message_id, dict(zip(names, ids, strict=True)))

    async def _again(self, send: Callable[[], Awaitable[T]]) -> T:
        for attempt in range(1, TRIES):
            try:
                return await send()
            except NetworkError as error:
                if isinstance(error, BadRequest):
                    raise
                log.warning("sending failed, try %d of %d: %s", attempt, TRIES, error)
                await asyncio.sleep(self._pause_s * 2**attempt)
        return await send()
