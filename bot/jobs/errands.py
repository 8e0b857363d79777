"""Edits and deletions of our messages that are owed, until they are done.

Each is written down before it is tried, so that neither a failure of Telegram's nor a
killed process leaves a status message for ever.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from bot.chat.faults import ChatFault, Rejected, Unreachable
from bot.chat.messages import Button, Text
from bot.chat.outbox import Outbox
from bot.chat.patience import LONGEST_PAUSE_S, ONCE, pause_s
from bot.store import OwedEdit, Store

log = logging.getLogger(__name__)

# Telegram lets nobody delete what is older.
WORTH_TRYING = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Errands:
    """Does what is owed to messages, now if Telegram lets us, else later."""

    store: Store
    outbox: Outbox
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Take a message of ours away."""
        self.store.owe_edit(chat_id, message_id)
        await self._settle(chat_id, message_id)

    async def edit(self, chat_id: int, message_id: int, text: Text) -> None:
        """Let a message of ours read like this from now on."""
        rows = [[asdict(button) for button in row] for row in text.buttons]
        self.store.owe_edit(chat_id, message_id, text.html, rows)
        await self._settle(chat_id, message_id)

    async def _settle(self, chat_id: int, message_id: int) -> None:
        for owed in self.store.due_edits():
            if (owed.chat_id, owed.message_id) == (chat_id, message_id):
                await self._try(owed)

    async def run(self) -> None:
        """Try what is owed when it is due, until cancelled."""
        while True:
            await self.do_due()
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._wait_s()):
                    await self._news.wait()

    async def do_due(self) -> None:
        """Try what is due now."""
        for owed in self.store.due_edits():
            await self._try(owed)

    def _wait_s(self) -> float:
        """Seconds until the next try; a minute when nothing is owed."""
        waits = [pause_s(one.tries) for one in self.store.owed_edits()]
        return min(waits, default=LONGEST_PAUSE_S)

    async def _try(self, owed: OwedEdit) -> None:
        try:
            await self._do(owed)
        except Rejected as fault:
            log.info("a message stays as it is: %s", fault)
        except ChatFault as fault:
            if self.store.now() - owed.since < WORTH_TRYING:
                wait_s = fault.wait_s if isinstance(fault, Unreachable) else 0.0
                self.store.put_off_edit(owed, max(wait_s, pause_s(owed.tries + 1)))
                self._news.set()
                return
        self.store.edit_done(owed.chat_id, owed.message_id)

    async def _do(self, owed: OwedEdit) -> None:
        """Do it once; what could not be done is raised."""
        at = owed.chat_id, owed.message_id
        if owed.html is None:
            if not await self.outbox.delete(*at, ONCE):
                raise Unreachable("a message is not deleted yet")
            return
        rows = tuple(tuple(Button(**one) for one in row) for row in owed.buttons)
        await self.outbox.edit(*at, Text(owed.html, rows), ONCE)
