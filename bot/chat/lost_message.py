"""Finds a message of ours whose number never reached us.

Telegram tells a bot the number of what it sent in its answer only, and lets nobody ask
for it. But numbers grow by one with every message in a bot's private chats: it is one
of the next after the newest that was known when it was sent; and putting the same
buttons under a message once more is refused with words that nothing else is refused
with.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable

from bot.chat.faults import Rejected, Unchanged, Unreachable
from bot.chat.messages import Rows
from bot.chat.outbox import Sent

# A busy bot writes as much, albums above all, in the second that an answer takes.
LOOKED_AT = 60
# Others wait meanwhile, and there is another time.
LOOKED_FOR_S = 30.0
REMEMBERED = 1000
A_MOMENT_S = 0.05

PutButtons = Callable[[int, int, Rows], Awaitable[object]]


class Posts:
    """What is being sent, and was of late: none of it is lost, or to be touched."""

    def __init__(self) -> None:
        self.newest = 0
        self._late: deque[int] = deque(maxlen=REMEMBERED)
        self._under_way: Counter[int] = Counter()

    async def watch(self, chat_id: int, post: Callable[[], Awaitable[Sent]]) -> Sent:
        """Send something to a chat."""
        self._under_way[chat_id] += 1
        try:
            sent = await post()
        finally:
            self._under_way[chat_id] -= 1
        if chat_id > 0:
            ids = sent.message_id, *sent.message_ids.values()
            self._late.extend(ids)
            self.newest = max(self.newest, *ids)
        return sent

    async def know(self, chat_id: int, message_id: int) -> bool:
        """Whether it was sent of late, once nothing is being sent to its chat."""
        while self._under_way[chat_id]:
            await asyncio.sleep(A_MOMENT_S)
        return message_id in self._late


async def find(
    put_buttons: PutButtons, chat_id: int, ids: Iterable[int], buttons: Rows
) -> int | None:
    """Which of these messages has these buttons; None for none.

    Parameters
    ----------
    put_buttons
        Puts buttons under a message in a chat, once; it raises what is refused.
    ids
        None of them a message that is known: its buttons would be replaced.

    Raises
    ------
    ChatFault
        When nobody can tell, or telling takes too long.
    """
    until = time.monotonic() + LOOKED_FOR_S
    for message_id in ids:
        if time.monotonic() > until:
            raise Unreachable(f"not found within {LOOKED_FOR_S:.0f} s")
        try:
            await put_buttons(chat_id, message_id, buttons)
        except Unchanged:
            return message_id
        except Rejected:
            continue
        # Another of ours that nobody knew of: it keeps no button that isn't its own.
        with contextlib.suppress(Rejected, Unchanged):
            await put_buttons(chat_id, message_id, ())
    return None
