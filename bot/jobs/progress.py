"""How far clips are, from the process that looks at them to the one that shows it."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, field

from bot.jobs.status_message import PAUSE_S, StatusBoard
from bot.store import Report, Store

log = logging.getLogger(__name__)

REMEMBERED = 100


@dataclass(slots=True)
class Progress:
    """Writes down what an analysis tells of itself: a new stage at once."""

    store: Store
    _last: dict[str, tuple[str, float]] = field(default_factory=dict)

    def told(self, clip_id: str, stage: str, done: float) -> None:
        """Take a report of progress; cheap, may be called often."""
        now = time.monotonic()
        said, when_s = self._last.get(clip_id, ("", 0.0))
        if stage == said and now - when_s < PAUSE_S:
            return
        if not self.store.report(clip_id, Report(stage, round(done * 100))):
            self._last.pop(clip_id, None)
            return
        if len(self._last) > REMEMBERED:
            self._last.clear()
        self._last[clip_id] = stage, now


async def show_progress(store: Store, board: StatusBoard) -> None:
    """Show what others write down of the clips shown here, until cancelled."""
    shown: dict[str, Report] = {}
    while True:
        await asyncio.sleep(PAUSE_S)
        try:
            reports, line = store.reports(), store.line()
        except Exception:
            log.exception("progress could not be read")
            continue
        for clip_id, report in reports.items():
            if board.shows(clip_id) and shown.get(clip_id) != report:
                board.told(clip_id, report.stage, report.percent / 100)
        shown = dict(reports)
        board.drop_finished(line)
