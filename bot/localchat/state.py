"""What the local Telegram remembers: people, messages, updates, files."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

Json = dict[str, Any]
Line = dict[str, Any]

BOT_ID = 7_000_000_001
BOT = {
    "id": BOT_ID,
    "is_bot": True,
    "first_name": "Sprint-start coach",
    "username": "local_start_coach_bot",
}


@dataclass(frozen=True)
class File:
    """A file that can be sent again or fetched by its id."""

    file_id: str
    kind: str  # one of `FOLDERS` in `files`, or thumbnail
    path: str  # Telegram's file_path, also the address on the page
    stored: str  # name below the shelf's folder
    size: int  # bytes
    mime: str
    name: str
    content: Any  # the media as it stands in a message


class State:
    """Everything kept, changed only by records that the journal repeats.

    Parameters
    ----------
    journal
        Where the records are kept; read and tidied at once.
    """

    def __init__(self, journal: Journal) -> None:
        self.people: dict[int, Json] = {}
        self.groups: dict[int, Json] = {}
        self.messages: dict[int, dict[int, Json]] = defaultdict(dict)
        self.reactions: dict[tuple[int, int], list[str]] = {}
        self.updates: dict[int, Json] = {}
        self.queries: dict[str, Json] = {}
        self.profile: dict[str, Any] = {}
        self.ahead_s = 0.0  # what the clock is set ahead of the computer's
        self.files: dict[str, File] = {}
        # Numbers start by the clock: a chat wiped beside a surviving history
        # must not repeat message ids.
        self.number = self.message_number = int(time.time()) - 1_700_000_000
        self._journal = journal
        for line in journal.read():
            self._apply(line)
        self.tidy()

    def next_number(self) -> int:
        """Give a number never given before, for updates and files."""
        self.number += 1
        return self.number

    def next_message_number(self) -> int:
        """Give a message's: as with Telegram, one row for all of a bot's chats."""
        self.message_number += 1
        return self.message_number

    def record(self, kind: str, **facts: Any) -> None:
        """Change the state and keep the change.

        Parameters
        ----------
        kind
            One of the `_on_...` methods below; `facts` are its arguments.
        """
        line = {"kind": kind, **facts}
        self._apply(line)
        self._journal.append(line)

    def tidy(self) -> None:
        """Leave in the journal only what is still remembered."""
        self._journal.rewrite(self._snapshot())

    def close(self) -> None:
        """Close the journal."""
        self._journal.close()

    def person(self, user: int) -> Json | None:
        """Give a user as Telegram's JSON, None for one never heard of."""
        return self.people.get(user)

    def chat(self, chat: int) -> Json | None:
        """Give a chat as Telegram's JSON: somebody's own, or a group."""
        if group := self.groups.get(chat):
            return {"id": chat, "type": "group", "title": group["title"]}
        if person := self.people.get(chat):
            name = person["first_name"]
            return {"id": chat, "type": "private", "first_name": name}
        return None

    def message(self, chat: int, message_id: int) -> Json | None:
        """Give a message as Telegram's JSON, None when it is gone."""
        return self.messages.get(chat, {}).get(message_id)

    def file_at(self, path: str) -> File | None:
        """Give the file with this file_path."""
        return next((file for file in self.files.values() if file.path == path), None)

    def _apply(self, line: Line) -> None:
        facts = dict(line)
        getattr(self, f"_on_{facts.pop('kind')}")(**facts)

    def _on_number(self, number: int, message: int = 0) -> None:
        self.number = max(self.number, number)
        self.message_number = max(self.message_number, message)

    def _on_person(self, person: Json) -> None:
        self.people[person["id"]] = person

    def _on_group(self, group: Json) -> None:
        self.groups[group["id"]] = group

    def _on_message(self, message: Json) -> None:
        self._on_number(0, message["message_id"])
        self.messages[message["chat"]["id"]][message["message_id"]] = message

    def _on_gone(self, chat: int, ids: list[int]) -> None:
        for message_id in ids:
            self.messages[chat].pop(message_id, None)
            self.reactions.pop((chat, message_id), None)

    def _on_reaction(self, chat: int, message_id: int, emoji: list[str]) -> None:
        self.reactions[chat, message_id] = emoji

    def _on_update(self, update: Json) -> None:
        self._on_number(update["update_id"])
        self.updates[update["update_id"]] = update

    def _on_query(self, query: str, user: int, asked_at: float) -> None:
        self.queries[query] = {"user": user, "asked_at": asked_at}

    def _on_confirmed(self, before: int) -> None:
        self.updates = {key: one for key, one in self.updates.items() if key >= before}

    def _on_answered(self, query: str) -> None:
        self.queries.pop(query, None)

    def _on_profile(self, key: str, value: Any) -> None:
        self.profile[key] = value

    def _on_clock(self, ahead_s: float) -> None:
        self.ahead_s = ahead_s

    def _on_file(self, file: Json) -> None:
        self.files[file["file_id"]] = File(**file)

    def _on_file_gone(self, file_id: str) -> None:
        self.files.pop(file_id, None)

    def _snapshot(self) -> list[Line]:
        """Give the fewest lines that lead to this state."""
        numbers = {"number": self.number, "message": self.message_number}
        lines: list[Line] = [{"kind": "number", **numbers}]
        lines += [{"kind": "clock", "ahead_s": self.ahead_s}]
        lines += [{"kind": "person", "person": one} for one in self.people.values()]
        lines += [{"kind": "group", "group": one} for one in self.groups.values()]
        lines += [{"kind": "file", "file": asdict(one)} for one in self.files.values()]
        for chat in self.messages.values():
            lines += [{"kind": "message", "message": one} for one in chat.values()]
        lines += [
            {"kind": "reaction", "chat": chat, "message_id": one, "emoji": emoji}
            for (chat, one), emoji in self.reactions.items()
        ]
        lines += [
            {"kind": "profile", "key": key, "value": value}
            for key, value in self.profile.items()
        ]
        lines += [{"kind": "update", "update": one} for one in self.updates.values()]
        lines += [
            {"kind": "query", "query": key, **one} for key, one in self.queries.items()
        ]
        return lines


class Journal:
    """JSON lines in one file, written as they happen.

    Parameters
    ----------
    path
        The file; made when missing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIO | None = None

    def read(self) -> list[Line]:
        """Give all lines, without one a killed process left half written."""
        if not self._path.exists():
            return []
        lines: list[Line] = []
        for text in self._path.read_text(encoding="utf-8").splitlines():
            try:
                lines.append(json.loads(text))
            except ValueError:
                continue
        return lines

    def rewrite(self, lines: Iterable[Line]) -> None:
        """Replace the file by these lines, whole or not at all."""
        self.close()
        fresh = self._path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            for line in lines:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        fresh.replace(self._path)

    def append(self, line: Line) -> None:
        """Write one line and hand it to the operating system."""
        if self._file is None:
            self._file = self._path.open("a", encoding="utf-8")
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file; a later append opens it again."""
        if self._file is not None:
            self._file.close()
            self._file = None
