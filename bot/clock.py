"""The time of day: the computer's, unless a test or a demo has set it ahead."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Called, it gives now with its zone.

    Only the local chat ever sets one; on Telegram nobody can.

    Attributes
    ----------
    ahead_s
        Seconds it runs ahead of the computer's, negative behind.
    """

    def __init__(self) -> None:
        self.ahead_s = 0.0
        self._hear: list[Callable[[], Awaitable[None]]] = []

    def __call__(self) -> datetime:
        """Give the time."""
        return datetime.now(UTC) + timedelta(seconds=self.ahead_s)

    def when_set(self, hear: Callable[[], Awaitable[None]]) -> None:
        """Call this whenever somebody has set the clock."""
        self._hear.append(hear)

    async def tell(self) -> None:
        """Tell those who wanted to know that it has been set; wait for them."""
        for hear in tuple(self._hear):
            await hear()
