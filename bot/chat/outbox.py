"""What the rest of the bot may ask of a chat service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bot.chat.messages import Menu, Message, Photo, Picture, Profile, Rows, Text
from bot.chat.patience import SOON, Patience
from bot.chat.telegram_objects import Content


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of sending: the first message's id, and each picture's file_id.

    ``message_ids`` are those of an album's pictures, by their names.
    """

    message_id: int
    file_ids: Mapping[str, str]
    message_ids: Mapping[str, int] = field(default_factory=dict)


class Outbox(Protocol):
    """What the rest of the bot may ask of a chat service."""

    @property
    def newest(self) -> int:
        """The highest number of a message that was sent to a private chat; or 0."""

    @property
    def bot_link(self) -> str:
        """Address that opens a chat with this bot."""

    async def send(
        self,
        chat_id: int,
        message: Message,
        contents: Mapping[str, Content] | None = None,
        answers: int | None = None,
        patience: Patience = SOON,
    ) -> Sent | None:
        """Send, as an answer to a message; None when this chat can't be written to."""

    async def edit(
        self, chat_id: int, message_id: int, text: Text, patience: Patience = SOON
    ) -> bool:
        """Change a sent text; False when it is no longer there."""

    async def find(self, chat_id: int, ids: Iterable[int], buttons: Rows) -> int | None:
        """Which of these messages has these buttons; a ChatFault if none can tell."""

    async def replace(
        self,
        chat_id: int,
        message_id: int,
        shown: Photo | Picture,
        contents: Mapping[str, Content],
        patience: Patience = SOON,
    ) -> Sent | None:
        """Put another picture in place of a sent one; None when that can't be done."""

    async def delete(
        self, chat_id: int, message_id: int, patience: Patience = SOON
    ) -> bool:
        """Delete a message; False when another try may succeed."""

    async def react(self, chat_id: int, message_id: int, emoji: str) -> None:
        """Put an emoji under a message; a courtesy, never an error."""

    async def busy(self, chat_id: int, pictures: bool = False) -> None:
        """Show that something is coming; a courtesy, never an error."""

    async def answer(self, query_id: str, text: str | None = None) -> None:
        """Acknowledge a pressed button; a courtesy, never an error."""

    async def fetch(self, file_id: str, target: Path) -> None:
        """Download a file somebody sent."""

    async def set_menu(self, menu: Menu, patience: Patience = SOON) -> None:
        """Set the commands that chats offer."""

    async def set_profile(self, profile: Profile, patience: Patience = SOON) -> None:
        """Set what the bot says of itself before a chat begins."""
