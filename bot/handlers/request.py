"""What a handler is given: the person, the request, and how to answer."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, TypeAlias

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.chat.callback_data import NO_BUTTON, CallbackData
from bot.chat.faults import Rejected
from bot.chat.messages import Album, Document, Photo, Rows, Text
from bot.chat.telegram_objects import Content
from bot.replies.sample import SAMPLE
from bot.services import Office
from bot.store import About, Athlete, ClipRow, LinkKind
from bot.store.models import NOBODY
from content.words import Words, load_words

log = logging.getLogger(__name__)

OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Visit:
    """One message or pressed button of one athlete in the private chat.

    Attributes
    ----------
    argument
        What follows the command; may be empty.
    button
        What the pressed button says; empty when none was pressed.
    answers
        Whether the message answers a question of ours, which ``button`` tells.
    called
        What their app calls the person; only passed on to somebody they share with.
    message
        The athlete's message, or ours that carries the button (None when Telegram
        no longer knows it).
    """

    office: Office
    athlete: Athlete
    words: Words
    update_id: int
    message: Message | None
    argument: str = ""
    button: CallbackData = NO_BUTTON
    called: str = ""
    answers: bool = False

    @property
    def pressed(self) -> bool:
        """Whether a button was pressed: its message can be changed."""
        return self.button != NO_BUTTON and not self.answers

    def link(self, kind: LinkKind, athlete_id: int, name: str = "") -> str:
        """Make a link to this bot that works once."""
        token = self.office.store.make_link(kind, athlete_id, name)
        return f"{self.office.outbox.bot_link}?start={token}"

    @property
    def subject(self) -> Athlete:
        """Whose clips are looked at: the person's own, or those of one they see."""
        store, chosen = self.office.store, self.athlete.subject
        if chosen is None or not store.sees(self.athlete.id, chosen):
            return self.athlete
        return store.athlete(chosen) or self.athlete

    @property
    def about_whom(self) -> Athlete:
        """Of whom level, age and height are told: the subject, if kept here."""
        subject = self.subject
        return subject if subject.kept_by == self.athlete.id else self.athlete

    def clip(self, clip_id: str) -> ClipRow | None:
        """The clip of this id, if the person may see it."""
        if clip_id == SAMPLE:
            drawn = self.office.sample.drawn(self.words.language)
            return drawn.row if drawn else None
        row = self.office.store.clip(clip_id)
        if row is None or not self.office.store.sees(self.athlete.id, row.athlete_id):
            return None
        return row

    def own_clip(self, clip_id: str) -> ClipRow | None:
        """The clip of this id, if the person may change it."""
        row = None if clip_id == SAMPLE else self.clip(clip_id)
        if row is None or self.office.store.keeps(self.athlete.id, row.athlete_id):
            return row
        return row if row.chat_id == self.chat_id else None

    def name_of(self, clip: ClipRow) -> str:
        """What this person calls the athlete of a clip; empty for their own."""
        return self.office.store.called(self.athlete.id, clip.athlete_id)

    def about_of(self, clip: ClipRow) -> About:
        """What is known of the athlete of a clip."""
        athlete = self.office.store.athlete(clip.athlete_id)
        return athlete.about if athlete else NOBODY

    @property
    def subject_name(self) -> str:
        """What this person calls the athlete they look at; empty for themself."""
        return self.office.store.called(self.athlete.id, self.subject.id)

    @property
    def chat_id(self) -> int:
        """The private chat with this athlete."""
        return self.athlete.id

    @property
    def private(self) -> bool:
        """Whether the message came in the private chat, where all answers go."""
        return self.message is not None and self.message.chat_id == self.chat_id

    async def say(self, text: Text) -> None:
        """Send a text."""
        await self.office.outbox.send(self.chat_id, text)

    async def answer(self, said: str, buttons: Rows = ()) -> None:
        """Send a text that points at the athlete's message: one of many, maybe."""
        assert self.message is not None
        await self.office.outbox.send(
            self.chat_id,
            Text(escape(said), buttons),
            answers=self.message.message_id if self.private else None,
        )

    async def say_words(self, key: str, buttons: Rows = (), **values: object) -> None:
        """Send one sentence of the content."""
        await self.say(Text(escape(self.words.text(key, **values)), buttons))

    async def send_pictures(
        self, pictures: Album | Photo | Document, contents: Mapping[str, Content]
    ) -> bool:
        """Send pictures; False when Telegram refuses them."""
        try:
            await self.office.outbox.send(self.chat_id, pictures, contents)
        except Rejected as fault:
            log.error("pictures refused: %s", fault)
            return False
        return True

    async def show(self, text: Text) -> None:
        """Show a text in place of the one whose button was pressed, else send it."""
        if self.pressed and self.message is not None:
            message_id = self.message.message_id
            if await self.office.outbox.edit(self.chat_id, message_id, text):
                return
        await self.say(text)

    async def show_picture(self, photo: Photo, contents: Mapping[str, Content]) -> None:
        """Show a picture in place of the message with the pressed button, else send it.

        Where pictures are refused, its words are sent alone.
        """
        if self.pressed and self.message is not None:
            at = self.chat_id, self.message.message_id
            if await self.office.outbox.replace(*at, photo, contents):
                return
        if not await self.send_pictures(photo, contents):
            await self.say(photo.words)


Handler: TypeAlias = Callable[[Visit], Awaitable[None]]
Callback: TypeAlias = Callable[
    [Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]
]


def office_of(context: ContextTypes.DEFAULT_TYPE) -> Office:
    """Give the office the application was made with."""
    office: Office = context.bot_data[OFFICE]
    return office


def on_message(handler: Handler) -> Callback:
    """Make python-telegram-bot call a handler with its visit, for messages."""

    async def callback(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        argument = " ".join(context.args or ())
        await handler(visit_of(update, context, argument))

    return callback


def on_command(handler: Handler) -> Callback:
    """As :func:`on_message`; what we asked before needs no answer any more."""

    async def unasked(visit: Visit) -> None:
        visit.office.store.ask(visit.athlete.id, None)
        await handler(visit)

    return on_message(unasked)


def visit_of(
    update: Update,
    context: ContextTypes.DEFAULT_TYPE,
    argument: str = "",
    button: CallbackData = NO_BUTTON,
) -> Visit:
    """Meet the athlete: known from now on, with their app's language."""
    user = update.effective_user
    assert user is not None  # the gate lets nobody else in
    office = office_of(context)
    athlete = office.store.meet(user.id, language=user.language_code)
    return Visit(
        office=office,
        athlete=athlete,
        words=load_words(athlete.language or "en"),
        update_id=update.update_id,
        message=update.effective_message,
        argument=argument,
        button=button,
        called=user.first_name,
    )
