"""Says that this process lives, and takes over the work of those that fell silent."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.jobs.queue import Jobs
from bot.store import Executor, Store

log = logging.getLogger(__name__)

BEAT_S = 5.0
SILENT_S = 30.0  # then its work is taken over; a process may hang for a while
SWEEP_S = 60.0


@dataclass(slots=True)
class Heartbeat:
    """The beats of this process, and what it hears of the others'.

    No clocks are compared: a process is silent when its count of beats stays as it is
    for half a minute of our own time.

    Attributes
    ----------
    slots
        How many clips this process analyses at once.
    told
        Called with how many clips all living processes together analyse at once.
    """

    store: Store
    jobs: Jobs
    executor_id: str
    slots: int
    told: Callable[[int], None] = lambda slots: None
    _heard: dict[str, tuple[int, float]] = field(default_factory=dict)
    _swept_s: float = field(default_factory=lambda: time.monotonic())

    async def run(self) -> None:
        """Beat until cancelled; a beat that fails doesn't keep the next one."""
        while True:
            try:
                await self.beat()
            except Exception:
                log.exception("a heartbeat failed")
            await asyncio.sleep(BEAT_S)

    async def beat(self) -> None:
        """Say that we live, and take over from whoever has been silent for long."""
        everyone = self.store.beat(self.executor_id, self.slots)
        silent = [one for one in everyone if self._is_silent(one)]
        self.told(sum(one.slots for one in everyone if one not in silent))
        for one in silent:
            # First their work, then their name: who is killed in between repeats it.
            taken = await self.jobs.take_over([one.id])
            if self.store.drop_executor(one):
                log.warning("%s is silent: took over %d jobs", one.id, taken)
            del self._heard[one.id]
        if time.monotonic() - self._swept_s >= SWEEP_S:
            self._swept_s = time.monotonic()
            if count := await self.jobs.resume([one.id for one in everyone]):
                log.warning("%d jobs were in nobody's hands: they are resumed", count)

    def _is_silent(self, one: Executor) -> bool:
        now = time.monotonic()
        beats, since_s = self._heard.get(one.id, (None, now))
        if beats != one.beats:
            self._heard[one.id] = one.beats, now
            return False
        return one.id != self.executor_id and now - since_s > SILENT_S
