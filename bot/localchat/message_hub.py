"""The exchange between people and the bot: every message passes here."""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict, deque
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.localchat.event_stream import Listeners
from bot.localchat.files import Shelf
from bot.localchat.groups import new_group, reaches_the_bot
from bot.localchat.html_entities import find_plain, trim
from bot.localchat.page_view import page_message
from bot.localchat.state import BOT, File, Journal, Json, State
from bot.localchat.telegram_errors import (
    CALLBACK_LIFE_S,
    OLD_QUERY,
    Refused,
    check_caption,
    check_text,
)

ANSWERS_KEPT = 50


class Exchange:
    """Carries messages both ways, and notifies pollers and open pages.

    Parameters
    ----------
    folder
        Everything that is stored lies below it.
    clock
        Dates the messages; set as it was left.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.state = State(Journal(folder / "journal.jsonl"))
        self.shelf = Shelf(folder, self.state)
        self.clock = clock
        clock.ahead_s = self.state.ahead_s
        self.listeners = Listeners()
        self.news = asyncio.Event()  # set when an update waits or a poller must go
        self.poller = 0  # number of the newest getUpdates
        self.actions: dict[int, tuple[str, float]] = {}
        self.answers: dict[int, deque[Json]] = defaultdict(
            lambda: deque(maxlen=ANSWERS_KEPT)
        )
        self.faults: dict[str, list[Refused]] = defaultdict(list)

    def end_waiting(self) -> None:
        """End open pages' streams and waiting polls."""
        self.listeners.close()
        self.poller += 1
        self.news.set()

    def close(self) -> None:
        """Close the journal."""
        self.state.close()

    def meet(self, user: int, name: str, language: str) -> Json:
        """Give a person as Telegram's JSON; a new one or new facts are kept."""
        known = self.state.person(user) or {"first_name": "Athlete"}
        person = {
            "id": user,
            "is_bot": False,
            "first_name": name or known["first_name"],
            "language_code": language or known.get("language_code", "en"),
        }
        if person != self.state.person(user):
            self.state.record("person", person=person)
        return person

    def add_person(self, name: str, language: str) -> Json:
        """Give somebody new, who has not written yet."""
        return self.meet(max(self.state.people, default=0) + 1, name, language)

    def add_group(self, title: str, members: list[int]) -> Json:
        """Bring people and the bot together in a group; give it."""
        if not title or not members or not set(members) <= set(self.state.people):
            raise Refused("Bad Request: a group needs a title and people")
        group = new_group(len(self.state.groups) + 1, title, members)
        self.state.record("group", group=group)
        return group

    def say(self, user: int, text: str, reply_to: int = 0, chat: int = 0) -> Json:
        """Carry a person's text to a chat, by default their own with the bot."""
        plain, _ = trim(text, [])
        check_text(plain)
        content = {"text": plain, **_entities("entities", plain)}
        return self._hear(user, chat or user, content, reply_to)

    def show(
        self,
        user: int,
        file: File,
        caption: str = "",
        *,
        reply_to: int = 0,
        chat: int = 0,
        album: str = "",
    ) -> Json:
        """Carry a person's file to a chat, by default their own with the bot.

        Files of one album have its name; it is any text.
        """
        plain, _ = trim(caption, [])
        check_caption(plain)
        content: Json = {file.kind: file.content}
        if file.kind == "animation":  # Telegram sends both, for old bots
            content["document"] = file.content
        if album:
            content["media_group_id"] = album
        if plain:
            content |= {"caption": plain, **_entities("caption_entities", plain)}
        return self._hear(user, chat or user, content, reply_to)

    def reword(self, user: int, message_id: int, caption: str, chat: int = 0) -> None:
        """Change what a person wrote under a file."""
        message = self.state.message(chat or user, message_id)
        if message is None or message["from"]["id"] != user or "text" in message:
            raise Refused("Bad Request: message can't be edited")
        plain, _ = trim(caption, [])
        check_caption(plain)
        kept = {k: v for k, v in message.items() if not k.startswith("caption")}
        told = {"caption": plain, **_entities("caption_entities", plain)}
        changed = {
            "edit_date": int(self.clock().timestamp()),
            **(told if plain else {}),
        }
        self.keep(kept | changed)
        if reaches_the_bot(kept | changed, BOT):
            self._update(edited_message=kept | changed)

    def press(self, user: int, message_id: int, data: str, chat: int = 0) -> str:
        """Carry a press of a button to the bot; give the query's id."""
        message = self.state.message(chat or user, message_id)
        rows = (message or {}).get("reply_markup", {}).get("inline_keyboard", [])
        if data not in [one.get("callback_data") for row in rows for one in row]:
            raise Refused("Bad Request: no such button")
        query = str(self.state.next_number())
        self.state.record("query", query=query, user=user, asked_at=time.time())
        self._update(
            callback_query={
                "id": query,
                "from": self.state.person(user),
                "message": message,
                "chat_instance": str(chat or user),
                "data": data,
            }
        )
        return query

    def _hear(self, user: int, chat: int, content: Json, reply_to: int = 0) -> Json:
        person = self.state.person(user) or self.meet(user, "", "")
        message = self._new_message(person, chat, content, reply_to)
        if reaches_the_bot(message, BOT):
            self._update(message=message)
        return message

    def _update(self, **what: Any) -> None:
        update = {"update_id": self.state.next_number(), **what}
        self.state.record("update", update=update)
        self.news.set()

    def post(self, chat: int, content: Json, reply_to: int = 0) -> Json:
        """Carry a message of the bot to a chat; give the message."""
        self.actions.pop(chat, None)
        return self._new_message(BOT, chat, content, reply_to)

    def _new_message(
        self, sender: Json, chat: int, content: Json, reply_to: int
    ) -> Json:
        message: Json = {
            "message_id": self.state.next_message_number(),
            "from": sender,
            "chat": self.state.chat(chat),
            "date": int(self.clock().timestamp()),
        }
        quoted = self.state.message(chat, reply_to)
        if quoted is not None:
            message["reply_to_message"] = {
                key: one for key, one in quoted.items() if key != "reply_to_message"
            }
        self.keep(message | content)
        return message | content

    async def set_clock(self, ahead_s: float) -> None:
        """Set the clock for good; come back when the bot has made its rounds."""
        self.clock.ahead_s = ahead_s
        self.state.record("clock", ahead_s=ahead_s)
        for user in self.state.people:
            self.listeners.tell_person(user, "clock", self.clock().timestamp())
        await self.clock.tell()

    def keep(self, message: Json) -> None:
        """Keep a new or changed message and show it."""
        self.state.record("message", message=message)
        self.show_again(message)

    def show_again(self, message: Json) -> None:
        """Show a message, or its new reactions, on open pages."""
        chat = message["chat"]["id"]
        self.listeners.tell(chat, "message", page_message(self.state, message))

    def remove(self, chat: int, ids: list[int]) -> None:
        """Take messages out of a chat."""
        self.state.record("gone", chat=chat, ids=ids)
        self.listeners.tell(chat, "gone", ids)

    def act(self, chat: int, action: str) -> None:
        """Show for a few seconds what the bot is doing."""
        self.actions[chat] = (action, time.time())
        self.listeners.tell(chat, "action", action)

    def answer(self, query: str, text: str, alert: bool) -> None:
        """Answer a press; refuse an unknown, answered or old one."""
        asked = self.state.queries.get(query)
        if asked is None or time.time() - asked["asked_at"] > CALLBACK_LIFE_S:
            raise Refused(OLD_QUERY)
        self.state.record("answered", query=query)
        answer = {"query": query, "text": text, "alert": alert}
        self.answers[asked["user"]].append(answer)
        self.listeners.tell_person(asked["user"], "answer", answer)

    def clear(self, user: int) -> None:
        """Forget a chat and delete the files shown only in it."""
        chats = {chat: json.dumps(held) for chat, held in self.state.messages.items()}
        mine = chats.pop(user, "")
        for file in list(self.state.files.values()):
            if file.file_id in mine and not any(
                file.file_id in other for other in chats.values()
            ):
                self.shelf.remove(file)
        messages = self.state.messages.get(user, {})
        self.remove(user, list(messages))
        self.state.tidy()


def _entities(name: str, text: str) -> Json:
    found = find_plain(text)
    return {name: found} if found else {}
