"""The daily backups of the running bot: one made each day, each kept for some days."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from datetime import UTC, datetime, timedelta

from bot.backup import (
    STAMP,
    back_up,
    deletions_of,
    files_of,
    known_since,
    made_backups,
    newest_backup,
    time_of,
)
from bot.metrics import LAST_BACKUP
from bot.settings import Settings
from bot.store.file_copy import Damaged, Interrupted

log = logging.getLogger(__name__)

A_DAY = timedelta(days=1)
FIRST_S = 60.0  # after a start there is more urgent work
PAUSE_S = 600.0


class Rotation:
    """Keeps the folder of the backups as it should be.

    It works in a thread, with connections of its own: nobody waits for it.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stopping = threading.Event()

    async def run(self) -> None:
        """Make a round now and then until cancelled; a copy under way is left."""
        try:
            await asyncio.to_thread(self._tell)
            await asyncio.sleep(FIRST_S)
            while True:
                await asyncio.to_thread(self.make_round)
                await asyncio.sleep(PAUSE_S)
        finally:
            self._stopping.set()

    def make_round(self) -> None:
        """Make today's backup if it is not there, then drop those too old.

        As long as none can be made, none is dropped. Where none is wanted, only what
        was deleted long ago is forgotten.
        """
        if not self._settings.backup_days:
            self._drop_old()
            return
        newest = newest_backup(self._settings)
        try:
            if newest is None or datetime.now(UTC) - newest >= A_DAY:
                self._make()
            self._drop_old()
        except Interrupted:
            return
        except (Damaged, OSError) as error:
            log.error("no backup today: %s", error)
        except Exception:
            log.exception("no backup today")
        self._tell()

    def _tell(self) -> None:
        """Let monitoring know when the newest was made."""
        newest = newest_backup(self._settings)
        LAST_BACKUP.set(newest.timestamp() if newest else 0)

    def _make(self) -> None:
        if not files_of(self._settings):
            return
        start_s = time.monotonic()
        self._settings.backups.mkdir(exist_ok=True, mode=0o700)
        target = self._settings.backups / f"{datetime.now(UTC):{STAMP}}.zip"
        back_up(self._settings, target, lambda: not self._stopping.is_set())
        size, took_s = target.stat().st_size, time.monotonic() - start_s
        log.info("step=backed_up bytes=%d s=%.3f", size, took_s)

    def _drop_old(self) -> None:
        oldest = known_since(self._settings)
        for made_at, path in made_backups(self._settings).items():
            if made_at < oldest:
                path.unlink(missing_ok=True)
        for folder in self._settings.backups.glob("replaced-*"):
            if time_of(folder.name.removeprefix("replaced-")) < oldest:
                for path in folder.iterdir():
                    path.unlink()
                folder.rmdir()
        deletions_of(self._settings).drop_before(oldest)
