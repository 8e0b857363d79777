"""Backups of the history and the queue: made, kept for some days, restored.

``python -m bot backup FILE`` and the running bot make them, ``python -m bot restore
FILE`` takes one back.
"""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.jobs.queue_file import forget_works
from bot.settings import Settings
from bot.store import Store
from bot.store.archive import BadArchive, Manifest, pack, unpack
from bot.store.deletions import Deletions
from bot.store.file_copy import check, copy
from bot.store.migrations import applied_steps, known_steps

HISTORY, QUEUE = "history.sqlite", "queue.sqlite"
STAMP = "%Y%m%dT%H%M%SZ"
BY_HAND_DAYS = 7  # where the bot itself makes none


class NotRestored(Exception):
    """Nothing was touched; the message says why."""


def files_of(settings: Settings) -> Mapping[str, Path]:
    """The databases that are files here, by their names in a backup.

    The queue comes first: what the history knows beyond it is queued anew.
    """
    history = settings.history if isinstance(settings.history, Path) else None
    files = {QUEUE: settings.queue_path, HISTORY: history}
    return {name: path for name, path in files.items() if path and path.exists()}


def made_backups(settings: Settings) -> dict[datetime, Path]:
    """The daily backups there are, by when each was made."""
    found = {}
    for path in settings.backups.glob("*.zip"):
        with suppress(ValueError):  # somebody else's
            found[time_of(path.stem)] = path
    return found


def newest_backup(settings: Settings) -> datetime | None:
    """When the newest daily backup was made."""
    return max(made_backups(settings), default=None)


def age_of_newest(settings: Settings) -> timedelta | None:
    """How long ago the newest daily backup was made."""
    newest = newest_backup(settings)
    return None if newest is None else datetime.now(UTC) - newest


def time_of(stamp: str) -> datetime:
    """Read the time in a backup's name."""
    return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)


def known_since(settings: Settings) -> datetime:
    """From when on it is known what was deleted: as long as backups are kept."""
    return datetime.now(UTC) - timedelta(days=settings.backup_days or BY_HAND_DAYS)


def deletions_of(settings: Settings) -> Deletions:
    """What was deleted of late."""
    return Deletions(settings.backups / "deleted.txt")


def back_up(
    settings: Settings, target: Path, go_on: Callable[[], bool] = lambda: True
) -> None:
    """Write a backup; the bot may be running.

    Raises
    ------
    FileNotFoundError
        When there is no history.
    Damaged
    Interrupted
    OSError, sqlite3.OperationalError
        When it can't be written.
    """
    made_at, files = datetime.now(UTC), files_of(settings)
    if HISTORY not in files:
        raise FileNotFoundError(f"no history in {settings.data_dir}")
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
        copies = {name: Path(folder) / name for name in files}
        for name, path in files.items():
            copy(path, copies[name], go_on)
        pack(target, copies, made_at, applied_steps(copies[HISTORY]), go_on)


def restore(settings: Settings, archive: Path, replace: bool = False) -> Manifest:
    """Put a backup where the bot finds it, less what was deleted since.

    With ``replace``, what lies there goes into a folder beside the daily backups.

    Raises
    ------
    NotRestored
        While a bot runs here, or over data without ``replace``.
    BadArchive
    OSError
        When it can't be read or written.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (
        _nobody_runs(settings.data_dir),
        tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.data_dir) as name,
    ):
        if files_of(settings) and not replace:
            raise NotRestored(
                f"There is data in {settings.data_dir} already. --replace sets it "
                "aside."
            )
        folder = Path(name)
        manifest = unpack(archive, folder)
        _bring_up_to_date(settings, folder / HISTORY, manifest)
        _set_aside(settings)
        _move_in(settings, folder, manifest)
    return manifest


def _bring_up_to_date(settings: Settings, history: Path, manifest: Manifest) -> None:
    if not history.exists():
        raise BadArchive("it holds no history")
    if manifest.steps - known_steps():
        raise BadArchive("it was made by a newer version of the bot")
    with closing(Store(history)) as store:
        deleted = deletions_of(settings).apply(store, manifest.made_at)
    check(history)
    queue = history.with_name(QUEUE)
    if deleted and queue.exists():
        forget_works(queue, deleted)


def _set_aside(settings: Settings) -> None:
    """Move what is there away, with what SQLite keeps beside it."""
    files = files_of(settings)
    if not files:
        return
    aside = settings.backups / f"replaced-{datetime.now(UTC):{STAMP}}"
    aside.mkdir(parents=True, mode=0o700)
    for path in files.values():
        for end in ("", "-wal", "-shm", "-journal"):
            beside = path.with_name(path.name + end)
            if beside.exists():
                shutil.move(beside, aside / beside.name)


def _move_in(settings: Settings, folder: Path, manifest: Manifest) -> None:
    places = {QUEUE: settings.queue_path, HISTORY: settings.history_path}
    for name in (QUEUE, HISTORY):
        place = places[name]
        if name in manifest.digests and place is not None:
            shutil.move(folder / name, place)


@contextmanager
def _nobody_runs(folder: Path) -> Iterator[None]:
    """Hold the lock of every bot that ever worked on this data."""
    with ExitStack() as held:
        for path in sorted(folder.glob("*.lock")):
            file = held.enter_context(path.open("a"))
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise NotRestored(
                    f"A bot is running here as {path.stem}. Stop it first."
                ) from None
        yield
