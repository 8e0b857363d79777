"""Open pages that hear at once what happens in a chat."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Event = tuple[str, Any]


class Listeners:
    """Queues of events, one for every open page, grouped by user."""

    def __init__(self) -> None:
        self._queues: set[tuple[int, asyncio.Queue[Event | None]]] = set()

    @contextmanager
    def listen(self, user: int) -> Iterator[asyncio.Queue[Event | None]]:
        """Give a queue of this user's events; None on it means good-bye."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        entry = (user, queue)
        self._queues.add(entry)
        try:
            yield queue
        finally:
            self._queues.discard(entry)

    def tell(self, user: int, event: str, data: Any) -> None:
        """Pass an event to the pages of one user."""
        for owner, queue in self._queues:
            if owner == user:
                queue.put_nowait((event, data))

    def close(self) -> None:
        """Say good-bye to all pages."""
        for _, queue in self._queues:
            queue.put_nowait(None)
