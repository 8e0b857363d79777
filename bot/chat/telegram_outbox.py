"""The one place that talks to Telegram's send and edit methods."""

from __future__ import annotations

import logging
import math
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    LinkPreviewOptions,
)
from telegram import Message as Posted
from telegram.constants import ChatAction, ParseMode

from bot.chat.download import download
from bot.chat.faults import (
    Blocked,
    ChatFault,
    Gone,
    Rejected,
    Unchanged,
    as_faults,
)
from bot.chat.lost_message import Posts, find
from bot.chat.messages import (
    Album,
    Document,
    Menu,
    Message,
    Photo,
    Picture,
    Profile,
    Rows,
    Text,
    Voice,
)
from bot.chat.outbox import Sent
from bot.chat.patience import FETCHING, ONCE, SOON, SURELY, Patience, insist
from bot.chat.telegram_objects import (
    Content,
    answering,
    file_id_of,
    film_facts,
    item,
    keyboard,
)
from bot.metrics import SENDS

log = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
T = TypeVar("T")


class TelegramOutbox:
    """The real one; a chat that blocked us is reported to ``blocked``.

    What fails is tried again as often as the caller's patience allows, then raised as
    a :class:`ChatFault`.

    ``alts``: whether this chat takes a text for who can't see a picture. Telegram has
    no such thing. ``most_bytes``: how large a file may be to be fetched.
    """

    def __init__(
        self,
        bot: Bot,
        blocked: Callable[[int], None],
        alts: bool = False,
        most_bytes: float = math.inf,
    ) -> None:
        self._bot = bot
        self._blocked = blocked
        self._alts = alts
        self._most_bytes = most_bytes
        self._posts = Posts()

    @property
    def newest(self) -> int:
        """The highest number of a message that was sent to a private chat."""
        return self._posts.newest

    @property
    def bot_link(self) -> str:
        """Address that opens a chat with this bot."""
        return f"https://t.me/{self._bot.username}"

    async def send(
        self,
        chat_id: int,
        message: Message,
        contents: Mapping[str, Content] | None = None,
        answers: int | None = None,
        patience: Patience = SOON,
    ) -> Sent | None:
        """Send one message; None when this chat can't be written to."""
        post = partial(self._post, chat_id, message, contents or {}, answers)
        watched = partial(self._posts.watch, chat_id, post)
        result = "failed"
        try:
            sent = await _speak(watched, patience)
            result = "sent"
            return sent
        except Blocked:
            result = "blocked"
            self._blocked(chat_id)
        finally:
            SENDS.labels(type(message).__name__.lower(), result).inc()
        return None

    async def edit(
        self, chat_id: int, message_id: int, text: Text, patience: Patience = SOON
    ) -> bool:
        """Change a sent text; the same text again counts as changed."""
        change = partial(
            self._bot.edit_message_text,
            text.html,
            chat_id=chat_id,
            message_id=message_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=keyboard(text.buttons),
        )
        try:
            await _speak(change, patience)
        except Unchanged:
            return True
        except Gone:
            return False
        except Blocked:
            self._blocked(chat_id)
            return False
        return True

    async def find(self, chat_id: int, ids: Iterable[int], buttons: Rows) -> int | None:
        """Which of these messages has these buttons; a ChatFault if none can tell."""

        async def put(chat_id: int, message_id: int, buttons: Rows) -> None:
            async def once() -> None:
                # What was sent while this one had to wait keeps its buttons.
                if buttons and await self._posts.know(chat_id, message_id):
                    raise Rejected("known by now")
                await self._bot.edit_message_reply_markup(
                    chat_id, message_id, reply_markup=keyboard(buttons)
                )

            # A second try of one that got through would be told "not modified".
            await _speak(once, SURELY)

        return await find(put, chat_id, ids, buttons)

    async def replace(
        self,
        chat_id: int,
        message_id: int,
        shown: Photo | Picture,
        contents: Mapping[str, Content],
        patience: Patience = SOON,
    ) -> Sent | None:
        """Put another picture in place of a sent one or of a text; also in an album.

        The same picture again counts as put there. None when the message is gone, or
        Telegram won't have it changed.
        """
        picture = shown.picture if isinstance(shown, Photo) else shown
        buttons = shown.buttons if isinstance(shown, Photo) else ()
        change = partial(
            self._bot.edit_message_media,
            item(picture, contents, self._extras(picture)),
            chat_id=chat_id,
            message_id=message_id,
            reply_markup=keyboard(buttons),
        )
        try:
            posted = await _speak(change, patience)
        except Unchanged:
            return Sent(message_id, {})
        except Rejected as fault:
            if isinstance(fault, Blocked):
                self._blocked(chat_id)
            log.info("a picture could not be replaced: %s", fault)
            return None
        assert isinstance(posted, Posted)  # True is for messages sent inline
        return Sent(message_id, {picture.name: file_id_of(posted)})

    async def delete(
        self, chat_id: int, message_id: int, patience: Patience = SOON
    ) -> bool:
        """Take a message back; one that can't be deleted counts as gone."""
        delete = partial(self._bot.delete_message, chat_id, message_id)
        try:
            await _speak(delete, patience)
        except ChatFault as fault:
            log.info("could not delete a message: %s", fault)
            return isinstance(fault, Rejected)
        return True

    async def react(self, chat_id: int, message_id: int, emoji: str) -> None:
        """Put an emoji under a message."""
        react = self._bot.set_message_reaction
        await _as_courtesy(partial(react, chat_id, message_id, emoji))

    async def busy(self, chat_id: int, pictures: bool = False) -> None:
        """Show "typing" or "sending a photo" for about five seconds."""
        action = ChatAction.UPLOAD_PHOTO if pictures else ChatAction.TYPING
        await _as_courtesy(partial(self._bot.send_chat_action, chat_id, action))

    async def answer(self, query_id: str, text: str | None = None) -> None:
        """Acknowledge a pressed button, however old it is."""
        await _as_courtesy(partial(self._bot.answer_callback_query, query_id, text))

    async def fetch(self, file_id: str, target: Path) -> None:
        """Download a file somebody sent, if it is no larger than we take."""
        fetch = partial(download, self._bot, file_id, target, self._most_bytes)
        await _speak(fetch, FETCHING)

    async def set_menu(self, menu: Menu, patience: Patience = SOON) -> None:
        """Fill the command menu, or take it away; it stays when that is refused."""
        scope = _scope(menu)
        commands = [BotCommand(name, text) for name, text in menu.commands]
        change = partial(self._bot.delete_my_commands, scope, menu.language)
        if commands:
            change = partial(self._bot.set_my_commands, commands, scope, menu.language)
        try:
            await _speak(change, patience)
        except Rejected as fault:
            log.error("menu refused: %s", fault)

    async def set_profile(self, profile: Profile, patience: Patience = SOON) -> None:
        """Set both texts, each only where it differs: Telegram bears few changes."""
        bot, language = self._bot, profile.language

        async def long() -> None:
            known = await bot.get_my_description(language)
            if known.description != profile.long:
                await bot.set_my_description(profile.long, language)

        async def short() -> None:
            known = await bot.get_my_short_description(language)
            if known.short_description != profile.short:
                await bot.set_my_short_description(profile.short, language)

        for change in (long, short):
            try:
                await _speak(change, patience)
            except Rejected as fault:
                log.error("profile refused: %s", fault)

    async def _post(
        self,
        chat_id: int,
        message: Message,
        contents: Mapping[str, Content],
        answers: int | None,
    ) -> Sent:
        if isinstance(message, Text):
            return await self._send_text(chat_id, message, answers)
        if isinstance(message, Voice):
            return await self._send_voice(chat_id, message, answers)
        if isinstance(message, Document):
            return await self._send_document(chat_id, message, contents)
        if isinstance(message, Photo):
            only, buttons = message.picture, message.buttons
        elif len(message.pictures) == 1:
            only, buttons = message.pictures[0], ()
        else:
            return await self._send_album(chat_id, message, contents, answers)
        return await self._send_alone(chat_id, only, buttons, contents, answers)

    async def _send_text(self, chat_id: int, text: Text, answers: int | None) -> Sent:
        posted = await self._bot.send_message(
            chat_id,
            text.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=keyboard(text.buttons),
            reply_parameters=answering(answers),
        )
        return Sent(posted.message_id, {})

    async def _send_voice(
        self, chat_id: int, voice: Voice, answers: int | None
    ) -> Sent:
        posted = await self._bot.send_voice(
            chat_id,
            voice.file_id,
            caption=voice.html,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(voice.buttons),
            reply_parameters=answering(answers),
        )
        return Sent(posted.message_id, {})

    async def _send_document(
        self, chat_id: int, document: Document, contents: Mapping[str, Content]
    ) -> Sent:
        posted = await self._bot.send_document(
            chat_id,
            contents[document.name],
            filename=document.name,
            caption=document.html,
            parse_mode=ParseMode.HTML,
        )
        return Sent(posted.message_id, {})

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
        posted = await post(
            chat_id,
            contents[picture.name],
            caption=picture.caption,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(buttons),
            reply_parameters=answering(answers),
            api_kwargs=self._extras(picture),
            **facts,
        )
        id = posted.message_id
        return Sent(id, {picture.name: file_id_of(posted)}, {picture.name: id})

    async def _send_album(
        self,
        chat_id: int,
        album: Album,
        contents: Mapping[str, Content],
        answers: int | None,
    ) -> Sent:
        posted = await self._bot.send_media_group(
            chat_id,
            [item(one, contents, self._extras(one)) for one in album.pictures],
            reply_parameters=answering(answers),
        )
        names = [picture.name for picture in album.pictures]
        ids = [file_id_of(message) for message in posted]
        places = [message.message_id for message in posted]
        return Sent(
            places[0],
            dict(zip(names, ids, strict=True)),
            dict(zip(names, places, strict=True)),
        )

    def _extras(self, picture: Picture) -> dict[str, str] | None:
        return {"alt": picture.alt} if self._alts and picture.alt else None


def _scope(menu: Menu) -> BotCommandScope:
    if menu.chat_id:
        return BotCommandScopeChat(menu.chat_id)
    if menu.scope == "groups":
        return BotCommandScopeAllGroupChats()
    return BotCommandScopeAllPrivateChats()


async def _speak(call: Callable[[], Awaitable[T]], patience: Patience) -> T:
    """Call a method of Telegram's as often as patience allows."""

    async def once(_number: int) -> T:
        with as_faults():
            return await call()

    return await insist(once, patience)


async def _as_courtesy(call: Callable[[], Awaitable[object]]) -> None:
    """Call once, and let it be when it fails."""
    try:
        await _speak(call, ONCE)
    except ChatFault as fault:
        log.info("a courtesy failed: %s", fault)
