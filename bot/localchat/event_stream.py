"""Open pages that hear at once what happens in a chat."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Event = tuple[str, Any]


class Listeners:
    """Queues of events, one for every open page: of a person, on a chat."""

    def __init__(self) -> None:
        self._queues: set[tuple[int, int, asyncio.Queue[Event | None]]] = set()

    @contextmanager
    def listen(self, user: int, chat: int) -> Iterator[asyncio.Queue[Event | None]]:
        """Give a queue of what this person sees on a chat; None means good-bye."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        entry = (user, chat, queue)
        self._queues.add(entry)
        try:
            yield queue
        finally:
            self._queues.discard(entry)

    def tell(self, chat: int, event: str, data: Any) -> None:
        """Pass an event to all pages that show a chat."""
        for _, shown, queue in self._queues:
            if shown == chat:
                queue.put_nowait((event, data))

    def tell_person(self, user: int, event: str, data: Any) -> None:
        """Pass an event to a person's pages, whichever chat they show."""
        for owner, _, queue in self._queues:
            if owner == user:
                queue.put_nowait((event, data))

    def close(self) -> None:
        """Say good-bye to all pages."""
        for *_, queue in self._queues:
            queue.put_nowait(None)
