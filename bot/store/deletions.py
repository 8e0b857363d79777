"""What people had deleted, for as long as backups may still hold it.

A backup is never changed; one that is restored loses what was deleted after it was
made. So these ids lie beside the backups, outside the history.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypeAlias

from bot.store import Store

log = logging.getLogger(__name__)

Kind: TypeAlias = Literal["athlete", "clip"]


class Deletions:
    """A text file of a line each: when, what kind, which id."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, kind: Kind, id: int | str) -> None:
        """Note that this was deleted now; a disk that is full keeps nobody from it."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self._path.open("a") as file:
                file.write(f"{datetime.now(UTC).isoformat()} {kind} {id}\n")
        except OSError as error:
            log.error("a backup may bring back what was deleted: %s", error)

    def apply(self, store: Store, made_at: datetime) -> int:
        """Delete from a history of ``made_at`` what was deleted since; how many."""
        later = [words for words in self._lines() if _time(words) >= made_at]
        for _, kind, id in later:
            if kind == "athlete":
                store.delete_athlete(int(id))
            else:
                store.delete_clip(id)
        return len(later)

    def drop_before(self, moment: datetime) -> None:
        """Forget what no backup holds any more."""
        lines = self._lines()
        kept = [words for words in lines if _time(words) >= moment]
        if len(kept) < len(lines):
            part = self._path.with_suffix(".part")
            part.write_text("".join(f"{' '.join(words)}\n" for words in kept))
            part.replace(self._path)

    def _lines(self) -> list[list[str]]:
        if not self._path.exists():
            return []
        lines = [line.split() for line in self._path.read_text().splitlines()]
        return [words for words in lines if len(words) == 3]  # a kill may cut the last


def _time(words: list[str]) -> datetime:
    return datetime.fromisoformat(words[0])
