"""Whose faces are hidden, and which clips' pictures still show them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.store.models import ClipRow
from bot.store.stills import Stills


class Faces(Stills):
    """The part of the history that knows whose faces must not be seen."""

    def set_faces_hidden(self, athlete_id: int, hidden: bool) -> None:
        """Remember whether an athlete's face is hidden from now on."""
        self._write(
            "update athletes set faces_hidden = :hidden where id = :id returning id",
            id=athlete_id,
            hidden=int(hidden),
        )

    def hides_face(self, clip_id: str) -> bool | None:
        """Whether a clip's athlete hides their face; None when the clip is gone."""
        rows = self._read(
            """select faces_hidden from athletes
            join clips on clips.athlete_id = athletes.id where clips.id = :clip""",
            clip=clip_id,
        )
        return bool(rows[0]["faces_hidden"]) if rows else None

    def set_faceless(self, clip_id: str, faceless: bool) -> None:
        """Remember whether the pictures of a clip were drawn without a face."""
        self._write(
            "update clips set faceless = :faceless where id = :id returning id",
            id=clip_id,
            faceless=int(faceless),
        )

    def showing_faces(self) -> list[ClipRow]:
        """List the clips with pictures of faces that must not be seen any more."""
        rows = self._read(
            """select clips.* from clips
            join athletes on athletes.id = clips.athlete_id
            where faces_hidden = 1 and faceless = 0 and (pictures != '{}'
                or exists (select 1 from stills where clip_id = clips.id))"""
        )
        return [ClipRow.of(row) for row in rows]

    def keep_faceless(self, clip_id: str, files: Mapping[str, bytes]) -> None:
        """Keep these files of a clip and nothing else by which it can be shown.

        Nothing changes for a clip that was drawn without a face meanwhile.
        """
        with self._together():
            shown = self._write(
                """update clips set faceless = 1, pictures = '{}'
                where id = :id and faceless = 0 returning id""",
                id=clip_id,
            )
            if not shown:
                return
            self._put_stills(clip_id, files)
        self._tables.wipe()
