"""Says of each clip once that it is in line, also when an answer of Telegram is lost.

Before a receipt goes out a marker of it is written down. One whose number never reached
us is looked for in its chat before anything more is said there: of two that were lost,
each might be taken for the other.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import cached_property
from html import escape
from weakref import WeakValueDictionary

from bot.chat.callback_data import callback_data
from bot.chat.faults import ChatFault, Unreachable
from bot.chat.lost_message import LOOKED_AT
from bot.chat.messages import Button, Rows, Text
from bot.chat.outbox import Outbox
from bot.chat.patience import SURELY
from bot.jobs.errands import Errands
from bot.store import ClipRow, Store
from bot.store.outgoing import RECEIPT
from content.words import Words

log = logging.getLogger(__name__)


class Receipts:
    """Sends receipts, and finds those that stand in a chat without our knowing.

    Parameters
    ----------
    words
        The words for an athlete's id.
    """

    def __init__(
        self,
        store: Store,
        outbox: Outbox,
        errands: Errands,
        words: Callable[[int], Words],
    ) -> None:
        self._store = store
        self._outbox = outbox
        self._errands = errands
        self._words = words
        self._chats: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def speaking_in(self, chat_id: int) -> asyncio.Lock:
        """Held while a receipt is sent to a chat, or looked for there."""
        return self._chats.setdefault(chat_id, asyncio.Lock())

    @cached_property
    def _newest_before(self) -> int:
        """The newest message known when we began."""
        return self._store.newest_message()

    async def send(self, row: ClipRow, text: str) -> int | None:
        """Send one; None when this chat takes none.

        Raises
        ------
        Unreachable
            When it is not there, or nobody can tell whether it is.
        """
        message = Text(escape(text), stop_button(row, self._words(row.chat_id)))
        answers = row.message_id or None
        if answers:
            newest = max(answers, self._newest_before, self._outbox.newest)
            self._store.mark_before(_marker(row), newest, athlete_id=row.athlete_id)
        try:
            sent = await self._outbox.send(row.chat_id, message, None, answers, SURELY)
        except Unreachable as fault:
            if fault.doubtful and (found := await self._find(row)) is not None:
                return found
            if not fault.doubtful:
                self._noted(row, None)
            raise
        except ChatFault as fault:
            log.warning("no receipt for %s: %s", row.id, fault)
            sent = None
        message_id = sent.message_id if sent else None
        self._noted(row, message_id)
        return message_id

    def _noted(self, row: ClipRow, message_id: int | None) -> None:
        """Know for certain whether there is a receipt, and which."""
        if message_id is not None:
            self._store.set_status_message(row.id, message_id)
        self._store.unmark(_marker(row))

    async def find_all(self, chat_id: int) -> bool:
        """Find those that were lost in a chat; whether all is known now.

        One whose clip has ended or was deleted meanwhile is taken away.
        """
        for row in self._store.receipts_on_their_way(chat_id):
            found = row.status_message_id
            if found is None:
                found = await self._find(row)
            else:
                self._store.unmark(_marker(row))
            now = self._store.clip(row.id)
            if found is not None and (now is None or not now.under_way):
                await self._errands.delete(chat_id, found)
                self._store.end_status(row.id)
        return not self._store.receipts_on_their_way(chat_id)

    async def _find(self, row: ClipRow) -> int | None:
        """Find one that may stand in its chat without our knowing."""
        after = self._store.was_sent(_marker(row))
        if after is None:
            return None
        ids = self._store.unknown_messages(after, LOOKED_AT)
        buttons = stop_button(row, self._words(row.chat_id))
        try:
            found = await self._outbox.find(row.chat_id, ids, buttons)
        except ChatFault as fault:
            log.warning("a lost receipt of %s is not found: %s", row.id, fault)
            return None
        self._noted(row, found)
        return found

    async def sweep(self) -> None:
        """Take away those of clips that ended meanwhile."""
        rows = self._store.receipts_on_their_way()
        for chat_id in sorted({row.chat_id for row in rows if not row.under_way}):
            speaking = self.speaking_in(chat_id)
            if not speaking.locked():
                async with speaking:
                    await self.find_all(chat_id)


def _marker(row: ClipRow) -> str:
    """The marker of a receipt that is on its way: the message that it comes after."""
    return f"{row.id}{RECEIPT}"


def stop_button(row: ClipRow, words: Words) -> Rows:
    """The button that takes this clip back."""
    label = words.text("bot.button.stop")
    return ((Button(label, data=callback_data("stop", row.id)),),)
