"""Which messages a clip's reply is made of, so that they can be changed in place."""

from __future__ import annotations

import json
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
        with self._together():
            for name, part in parts.items():
                self._write(
                    """insert into replies
                        (clip_id, athlete_id, name, message_id, digest)
                    select id, athlete_id, :name, :message, :digest
                    from clips where id = :clip
                    on conflict (clip_id, name) do update
                    set message_id = excluded.message_id, digest = excluded.digest
                    returning name""",
                    clip=clip_id,
                    name=name,
                    message=part.message_id,
                    digest=part.digest,
                )

    def drop_part(self, clip_id: str, name: str) -> None:
        """Forget a part that is no longer in the chat, and what it can be sent by."""
        with self._together():
            self._write(
                """delete from replies where clip_id = :clip and name = :name
                returning name""",
                clip=clip_id,
                name=name,
            )
            self._write(
                """update clips set pictures = json_patch(pictures, :without)
                where id = :clip returning id""",
                clip=clip_id,
                without=json.dumps({name: None}),
            )
