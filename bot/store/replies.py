"""Which messages a clip's reply is made of, so that they can be changed in place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.store.database import HistoryFile


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a reply; ``digest`` tells what it shows, empty when unknown."""

    message_id: int
    digest: str = ""


class Replies(HistoryFile):
    """The part of the history that knows the parts of replies."""

    def reply(self, clip_id: str) -> dict[str, Part]:
        """Give the parts of a clip's newest reply by name: its pictures, its words."""
        rows = self._read(
            "select name, message_id, digest from replies where clip_id = :clip",
            clip=clip_id,
        )
        return {row["name"]: Part(row["message_id"], row["digest"]) for row in rows}

    def keep_reply(self, clip_id: str, parts: Mapping[str, Part]) -> None:
        """Remember these parts of a clip's reply instead of those of the same names.

        Nothing is remembered of a clip that is gone meanwhile.
        """
        with self._db.atomic():
            for name, part in parts.items():
                self._db.execute(
                    """insert into replies
                        (clip_id, athlete_id, name, message_id, digest)
                    select id, athlete_id, ?, ?, ? from clips where id = ?
                    on conflict (clip_id, name) do update
                    set message_id = excluded.message_id, digest = excluded.digest""",
                    [name, part.message_id, part.digest, clip_id],
                )

    def drop_part(self, clip_id: str, name: str) -> None:
        """Forget a part that is no longer in the chat, and what it can be sent by."""
        with self._db.atomic():
            self._db.execute(
                "delete from replies where clip_id = ? and name = ?", [clip_id, name]
            )
            self._db.execute(
                "update clips set pictures = json_remove(pictures, ?) where id = ?",
                [f'$."{name}"', clip_id],
            )
