"""What people had deleted, for as long as backups may still hold it.

A backup is never changed; one that is restored loses what was deleted after it was
made. So these ids lie beside the backups, outside the history.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypeAlias

from bot.store import Store
from bot.store.models import NOBODY

log = logging.getLogger(__name__)

# Of an athlete also what they told of themselves, their height alone, their face that
# is to be hidden, and with ``<athlete>,<coach>`` that they share with a coach.
Kind: TypeAlias = Literal["athlete", "clip", "about", "height", "face", "share"]


class Deletions:
    """A text file of a line each: when, what kind, which id."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, kind: Kind, *ids: int | str) -> None:
        """Note that these were deleted now; a disk that is full keeps none from it."""
        now = datetime.now(UTC).isoformat()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self._path.open("a") as file:
                file.write("".join(f"{now} {kind} {id}\n" for id in ids))
        except OSError as error:
            log.error("a backup may bring back what was deleted: %s", error)

    def apply(self, store: Store, made_at: datetime) -> list[str]:
        """Delete from a history of ``made_at`` what was deleted since.

        Returns
        -------
        list of str
            Names of every look at the clips: their traces in the queue must go too.
        """
        later = [words for words in self._lines() if _time(words) >= made_at]
        return [work for _, kind, id in later for work in _delete(store, kind, id)]

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


def _delete(store: Store, kind: str, id: str) -> list[str]:
    if kind == "athlete":
        return store.delete_athlete(int(id))
    if kind == "clip":
        return store.delete_clip(id)
    if kind == "share":
        athlete_id, coach_id = id.split(",")
        store.unshare(int(athlete_id), int(coach_id))
    elif athlete := store.athlete(int(id)):
        if kind == "face":
            store.set_faces_hidden(athlete.id, True)
        else:
            left = replace(athlete.about, height_cm=None)
            store.set_about(athlete.id, left if kind == "height" else NOBODY)
    return []


def _time(words: list[str]) -> datetime:
    return datetime.fromisoformat(words[0])
