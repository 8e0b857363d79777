"""Finds a message of ours whose number never reached us.

Telegram tells a bot the number of what it sent in its answer only, and lets nobody ask
for it. But numbers grow by one with every message in a bot's private chats: it is one
of the next after the newest that was known when it was sent; and putting the same
buttons under a message once more is refused with words that nothing else is refused
with.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from bot.chat.faults import ChatFault, Rejected, Unchanged
from bot.chat.messages import Rows

# A busy bot writes about as much in the second that an answer takes.
LOOKED_AT = 20

PutButtons = Callable[[int, int, Rows], Awaitable[object]]


async def find(
    put_buttons: PutButtons, chat_id: int, ids: Iterable[int], buttons: Rows
) -> int | None:
    """Which of these messages has these buttons; None for none, or when we can't know.

    Parameters
    ----------
    put_buttons
        Puts buttons under a message in a chat, once; it raises what is refused.
    ids
        None of them a message that is known: its buttons would be replaced.
    """
    for message_id in ids:
        try:
            await put_buttons(chat_id, message_id, buttons)
        except Unchanged:
            return message_id
        except Rejected:
            continue
        except ChatFault:
            return None
    return None
