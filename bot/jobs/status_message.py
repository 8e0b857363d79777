"""The one message that shows how far a clip is, edited in place until deleted."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import statistics
import time
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from html import escape

from bot.chat.faults import ChatFault, Unreachable
from bot.chat.messages import Text
from bot.chat.outbox import Outbox
from bot.chat.patience import ONCE
from bot.jobs.errands import Errands
from bot.jobs.receipts import Receipts, stop_button
from bot.replies.whose import NOTE, SIGN, shortened
from bot.store import ClipRow, Store
from content.words import Words

log = logging.getLogger(__name__)

PAUSE_S = 1.5  # between looks at all clips; a chat bears about one edit per second
BUSY_EVERY_S = 4.5  # a chat action fades after five seconds
USUAL_S = 40.0  # what one clip takes, until some have been timed
STEP_PERCENT = 10
COUNTED_STAGES = ("finding", "posing")
# Receipts and answers share what Telegram bears a second: of those who wait, so many
# are told their new place between two pauses, and who is far back not every step.
TOLD_AT_ONCE = 15
WORTH_TELLING = 0.2  # of the place


@dataclass(slots=True)
class _Live:
    """A clip under way, as shown to its athlete."""

    row: ClipRow
    words: Words
    message_id: int
    shown: str
    ahead: int | None = None  # of it when its place was told; None: to be told anew
    stage: str | None = None
    done: float = 0.0
    since_s: float = field(default_factory=time.monotonic)
    busy_s: float = 0.0


class StatusBoard:
    """Shows every waiting and running clip where it stands.

    Parameters
    ----------
    words
        The words for an athlete's id.
    workers
        How many clips are analysed at once, for the guess of the time left.
    """

    def __init__(
        self,
        store: Store,
        outbox: Outbox,
        words: Callable[[int], Words],
        errands: Errands,
        workers: int = 1,
    ) -> None:
        self._store = store
        self._errands = errands
        self._outbox = outbox
        self._words = words
        self._workers = workers
        self._places: dict[str, int] = {}
        self._live: dict[str, _Live] = {}
        self._opening: set[str] = set()
        self._unopened: set[str] = set()
        self._receipts = Receipts(store, outbox, errands, words)
        self._stages: dict[str, tuple[str, float]] = {}
        self._took_s: deque[float] = deque(maxlen=20)
        self._changed = asyncio.Event()

    async def open(self, row: ClipRow) -> None:
        """Tell the athlete that the clip is in line, once; later by editing.

        Without a receipt the clip is analysed all the same. While nobody can tell
        whether there is one, it is better to say nothing: it would be said twice.
        """
        if row.id in self._opening or row.id in self._live:
            return
        self._opening.add(row.id)
        try:
            async with self._receipts.speaking_in(row.chat_id):
                known = await self._receipts.find_all(row.chat_id)
                now = self._store.clip(row.id)
                if known and now is not None and now.under_way:
                    await self._open(now)
                elif not known:
                    self._unopened.add(row.id)
        except Unreachable as fault:
            log.warning("no receipt for %s: %s", row.id, fault)
            self._unopened.add(row.id)
        finally:
            self._opening.discard(row.id)

    async def _open(self, row: ClipRow) -> None:
        words = self._words(row.chat_id)
        ahead = self._ahead(row)
        text = self._waiting_text(row, ahead, words)
        message_id, shown = row.status_message_id, ""
        if message_id is None:
            message_id, shown = await self._receipts.send(row, text), text
        if message_id is None:
            return
        now = self._store.clip(row.id)
        if now is None or not now.under_way:  # deleted, or it was faster than us
            await self._errands.delete(row.chat_id, message_id)
            self._store.set_status_message(row.id, None)
            return
        known = ahead if shown else None
        self._live[row.id] = _Live(row, words, message_id, shown, known)
        self._changed.set()

    def told(self, clip_id: str, stage: str, done: float) -> None:
        """Take the analyst's report of progress; cheap, may be called often."""
        known = clip_id in self._stages
        # A late report about a cancelled look must not count for the next one.
        if not known and not self._store.set_state(clip_id, "analysing"):
            return
        self._stages[clip_id] = (stage, done)
        self._changed.set()

    def staffed(self, workers: int) -> None:
        """Reckon with so many clips at once from now on."""
        self._workers = max(workers, 1)

    def shows(self, clip_id: str) -> bool:
        """Whether a message of a clip is kept true here."""
        return clip_id in self._live

    def drop_finished(self, under_way: Collection[str]) -> None:
        """Show no more what another process has finished."""
        for clip_id in self._live.keys() - set(under_way):
            self._timed(self._live.pop(clip_id))
            self._stages.pop(clip_id, None)

    def _timed(self, live: _Live) -> None:
        if live.stage:
            self._took_s.append(time.monotonic() - live.since_s)

    def renew(self) -> None:
        """Show again what stands over the clips: it was changed."""
        for live in self._live.values():
            live.ahead = None
        self._changed.set()

    async def close(self, clip_id: str, last_words: Text | None = None) -> None:
        """Take the message away, or leave it with its last words."""
        live = self._live.pop(clip_id, None)
        self._stages.pop(clip_id, None)
        self._changed.set()  # the others move up
        row = self._store.clip(clip_id)
        message_id = row.status_message_id if row else None
        if row is None or message_id is None:
            return
        if live:
            self._timed(live)
        # Once this is owed the clip's row needs to know no more of it.
        if last_words is None:
            await self._errands.delete(row.chat_id, message_id)
            self._store.end_status(clip_id)
            return
        await self._errands.edit(row.chat_id, message_id, last_words)
        self._store.end_status(clip_id, message_id)
        if row.last_words_id not in (None, message_id):  # of an earlier look
            await self._errands.delete(row.chat_id, row.last_words_id)

    async def sweep(self) -> None:
        """Take away what was left behind, and open what couldn't be opened."""
        await self._receipts.sweep()
        await self.clear()
        for clip_id in sorted(self._unopened):
            self._unopened.discard(clip_id)
            row = self._store.clip(clip_id)
            if row is not None and row.under_way:
                await self.open(row)

    async def clear(self) -> None:
        """Take away the messages of clips that were deleted."""
        for chat_id, message_id in self._store.strays():
            await self._errands.delete(chat_id, message_id)
            self._store.drop_stray(chat_id, message_id)

    async def run(self) -> None:
        """Keep every message true until cancelled."""
        while True:
            with contextlib.suppress(TimeoutError):
                # Wake in time to renew the chat action.
                async with asyncio.timeout(BUSY_EVERY_S if self._stages else None):
                    await self._changed.wait()
            self._changed.clear()
            for live in self._worth_a_look():
                try:
                    await self._refresh(live)
                except ChatFault as fault:
                    log.warning("status of %s not shown: %s", live.row.id, fault)
            await asyncio.sleep(PAUSE_S)

    def _worth_a_look(self) -> list[_Live]:
        """Clips that are looked at, and some of those that have moved up."""
        # Once for all: the line is long when many wait.
        self._places = {id: at for at, id in enumerate(self._store.line())}
        live = list(self._live.values())
        moved = [one for one in live if self._moved(one)]
        if moved[TOLD_AT_ONCE:]:
            self._changed.set()
        return [one for one in live if self._runs(one)] + moved[:TOLD_AT_ONCE]

    def _runs(self, live: _Live) -> bool:
        return live.row.id in self._stages

    def _moved(self, live: _Live) -> bool:
        ahead = self._places.get(live.row.id, 0)
        if self._runs(live) or live.ahead == ahead:
            return False
        return live.ahead is None or abs(live.ahead - ahead) > WORTH_TELLING * ahead

    async def _refresh(self, live: _Live) -> None:
        live.ahead = self._places.get(live.row.id, 0)
        text = self._text(live)
        if live.row.id not in self._live:
            return
        if text != live.shown:
            live.shown = text
            text_ = Text(escape(text), stop_button(live.row, live.words))
            # The next edit comes soon; other athletes' must not wait for this one.
            await self._outbox.edit(live.row.chat_id, live.message_id, text_, ONCE)
        if live.stage and time.monotonic() - live.busy_s > BUSY_EVERY_S:
            live.busy_s = time.monotonic()
            await self._outbox.busy(live.row.chat_id, live.stage == "drawing")

    def _text(self, live: _Live) -> str:
        row = self._store.clip(live.row.id) or live.row
        if live.row.id not in self._stages:
            return self._waiting_text(row, self._ahead(row), live.words)
        return self._headed(row, self._stage_text(live))

    def _stage_text(self, live: _Live) -> str:
        stage, done = self._stages[live.row.id]
        if live.stage is None:
            live.since_s = time.monotonic()
        live.stage, live.done = stage, done
        if stage == "fetching":
            return live.words.text("bot.status.fetching")
        said = live.words.text(f"stage.{stage}")
        percent = int(done * 100) // STEP_PERCENT * STEP_PERCENT
        if stage not in COUNTED_STAGES or not 0 < percent < 100:
            return said
        return live.words.text("bot.status.percent", stage=said, percent=percent)

    def about(self, words: Words, ahead: int = 0) -> str:
        """Say how long a look takes, behind so many others: "about 40 s"."""
        usual_s = statistics.median(self._took_s) if self._took_s else USUAL_S
        return _about(usual_s * (1 + ahead // self._workers), words)

    def _waiting_text(self, row: ClipRow, ahead: int, words: Words) -> str:
        about = self.about(words, ahead)
        if ahead == 0:
            told = words.text("bot.status.next", about=about)
        else:
            told = words.text("bot.status.in_line", ahead=ahead, about=about)
        return self._headed(row, told)

    def _headed(self, row: ClipRow, told: str) -> str:
        name = self._store.called(row.chat_id, row.athlete_id)
        heads = [f"{SIGN} {name}"] if name else []
        heads += [f"{NOTE} {shortened(row.note)}"] if row.note else []
        return f"{' · '.join(heads)}\n{told}" if heads else told

    def _ahead(self, row: ClipRow) -> int:
        return self._places.get(row.id) or self._store.line_ahead(row.id)


def _about(seconds: float, words: Words) -> str:
    if seconds < 90:
        tens = max(10, round(seconds / 10) * 10)
        return words.text("bot.status.seconds", seconds=tens)
    return words.text("bot.status.minutes", minutes=round(seconds / 60))
