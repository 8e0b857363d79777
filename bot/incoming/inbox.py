"""Updates are handled from the history: each once, people side by side.

Telegram may forget an update as soon as ``take_in`` returns. One that was begun when
the bot was killed is begun anew, so handlers must bear to be repeated.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias

from telegram import Update

from bot.chat.faults import Unreachable
from bot.chat.patience import A_WHILE, insist
from bot.store import Incoming, Opened, Store
from bot.store.disk import trouble_of

log = logging.getLogger(__name__)

AT_ONCE = 200  # people served at the same time
TRIES = 10  # an update that was begun in so many bots that were killed is given up
DRAIN_S = 5.0
FULL_PAUSE_S = 10.0
WATCH_S = 1.0  # how long one waits that another process took in for us
# Who sent it, by the kinds of update we ask for.
KINDS = ("message", "edited_message", "callback_query")

Handle: TypeAlias = Callable[[Update], Awaitable[None]]
Read: TypeAlias = Callable[[Mapping[str, Any]], Update | None]
Sorry: TypeAlias = Callable[[Update, Exception | None], Awaitable[None]]


class NoUpdate(ValueError):
    """What came is no update."""


class Inbox:
    """Takes updates in for good and has them handled.

    Parameters
    ----------
    store
        Where they are written down.
    read
        Makes an update of Telegram's JSON.
    handle
        What is done with one; it raises what went wrong.
    sorry
        Says so to whoever waits for an answer.
    holder
        This process's name. It handles all of a person while any of theirs waits,
        whichever process takes it in, and what the dead took in.
    """

    def __init__(
        self,
        store: Store,
        read: Read,
        handle: Handle,
        sorry: Sorry,
        holder: str = "local",
    ) -> None:
        self._store, self._holder = store, holder
        self.read, self._handle, self._sorry = read, handle, sorry
        self._serving: dict[int, asyncio.Task[None]] = {}
        self._counters = asyncio.Semaphore(AT_ONCE)
        self._told_full: set[int] = set()
        self._done: set[int] = set()
        self._closing = False

    async def take_in(self, updates: Sequence[object]) -> None:
        """Write updates down, all or none; they are handled soon.

        Raises
        ------
        NoUpdate
            When one of them has no number.
        Exception
            When the history can't be written to; on a full disk people are told.
        """
        came = [incoming(one) for one in updates]
        try:
            ours = self._store.take_in(came, self._holder)
        except Exception as error:
            if trouble_of(error):
                await asyncio.gather(*(self._tell_full(one, error) for one in came))
            raise
        for one in ours:
            self._see_to(one.person)

    def start(self) -> None:
        """Go on with what waits, since before a restart or for another reason."""
        for _, person in self._store.unhandled(self._holder):
            self._see_to(person)

    async def watch(self) -> None:
        """Handle what others took in for us or left, or we did, until cancelled."""
        while True:
            await asyncio.sleep(WATCH_S)
            try:
                self._store.adopt_updates(self._holder)
                self.start()
            except Exception as error:
                log.error("looking for updates failed: %s", type(error).__name__)
                await asyncio.sleep(FULL_PAUSE_S)

    async def stop(self) -> None:
        """Finish what was begun, if it doesn't take long; the rest waits."""
        self._closing = True
        serving = list(self._serving.values())
        if serving:
            await asyncio.wait(serving, timeout=DRAIN_S)
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)

    @property
    def busy(self) -> bool:
        """Whether something is being handled, or waits for it."""
        return bool(self._serving)

    def _see_to(self, person: int) -> None:
        if person not in self._serving:
            self._serving[person] = asyncio.create_task(self._serve(person))

    async def _serve(self, person: int) -> None:
        """Handle what somebody sent, one after another, until nothing is left."""
        more = True
        while more and not self._closing:
            async with self._counters:
                more = await self._settle_next(person)
        del self._serving[person]

    async def _settle_next(self, person: int) -> bool:
        """Handle somebody's next update; False when there is none, for now at least."""
        try:
            opened = self._store.open_next(person, self._holder)
            if opened is None:
                return False
            await self._begin(opened)
            self._store.handled(opened.id, self._holder)
            self._done.discard(opened.id)
            self._told_full.clear()
        except Exception as error:
            if not trouble_of(error):
                log.exception("an update is left for now")
                return False
            log.error("an update waits, the disk is %s", trouble_of(error))
            await asyncio.sleep(FULL_PAUSE_S)
        return True

    async def _begin(self, opened: Opened) -> None:
        """Handle an update, unless it is only to be noted that this was done."""
        if opened.id in self._done:
            return
        if (update := self._readable(opened.id, opened.content)) is not None:
            try:
                await self._try(update, opened)
            except asyncio.CancelledError:
                self._store.put_back(opened.id)
                raise
        self._done.add(opened.id)

    def _readable(self, id: int, content: str) -> Update | None:
        """Make the update of what was written down; None for what is none."""
        try:
            return self.read(json.loads(content))
        except Exception as error:  # whatever a stranger can put into it
            log.error("update %d can't be read: %s", id, type(error).__name__)
            return None

    async def _try(self, update: Update, opened: Opened) -> None:
        id = update.update_id
        if opened.tries > TRIES:
            log.error("update %d (%s) is given up", id, kind_of(opened.content))
            with contextlib.suppress(Exception):  # it was tried often enough
                await self._sorry(update, None)
            return
        try:
            await insist(lambda _number: self._handle(update), A_WHILE)
        except Unreachable as fault:
            log.error("update %d found no answer: %s", id, fault)
        except Exception as error:
            if trouble_of(error):
                await self._tell_full(incoming(update.to_dict()), error)
                self._store.put_back(id)
                raise
            await self._sorry(update, error)

    async def _tell_full(self, one: Incoming, error: Exception) -> None:
        """Say that it has to wait, to each person once until something fits again."""
        update = self._readable(one.id, one.content)
        if one.person not in self._told_full and update is not None:
            self._told_full.add(one.person)
            await self._sorry(update, error)


def incoming(update: object) -> Incoming:
    """What is written down of an update.

    Raises
    ------
    NoUpdate
        When it has no number.
    """
    id = update.get("update_id") if isinstance(update, Mapping) else None
    if not isinstance(update, Mapping) or type(id) is not int:
        raise NoUpdate
    return Incoming(id, _person(update), json.dumps(update))


def _person(update: Mapping[str, Any]) -> int:
    """Whose it is; 0 when it is nobody's."""
    for kind in KINDS:
        told = update.get(kind)
        sender = told.get("from") if isinstance(told, Mapping) else None
        id = sender.get("id") if isinstance(sender, Mapping) else None
        if type(id) is int:
            return id
    return 0


def kind_of(content: str) -> str:
    """What kind of update it is, without a word of what it says."""
    told = json.loads(content)
    return next((kind for kind in KINDS if kind in told), "another kind")
