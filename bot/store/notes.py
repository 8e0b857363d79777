"""What stands under a clip, and whether it came before."""

from __future__ import annotations

from datetime import timedelta

from analysis import ANALYSIS_VERSION
from bot.store.database import HistoryFile
from bot.store.models import ClipRow, as_text

HINT_EVERY = timedelta(days=7)


class Notes(HistoryFile):
    """The part of the history that knows what people write under their clips."""

    def set_note(self, clip_id: str, note: str) -> None:
        """Put another note under a clip; an empty one takes it away."""
        self._write(
            "update clips set note = nullif(:note, '') where id = :id returning id",
            id=clip_id,
            note=note,
        )

    def album(self, chat_id: int, album: str | None) -> list[ClipRow]:
        """List the clips of an album in their order; none for no album."""
        rows = self._read(
            "select * from clips where chat_id = :chat and album = :album order by id",
            chat=chat_id,
            album=album,
        )
        return [ClipRow.of(row) for row in rows]

    def clip_of_message(self, chat_id: int, message_id: int) -> str | None:
        """Id of the clip that came in a message; None when none did."""
        rows = self._read(
            """select id from clips
            where chat_id = :chat and message_id = :message limit 1""",
            chat=chat_id,
            message=message_id,
        )
        return rows[0]["id"] if rows else None

    def same_file(self, chat_id: int, file_unique_id: str) -> str | None:
        """Id of the newest clip of the same file that wasn't taken back or failed."""
        rows = self._read(
            """select id from clips
            where chat_id = :chat and file_unique_id = :file
            and state not in ('failed', 'cancelled', 'repeated')
            order by received_at desc, id desc limit 1""",
            chat=chat_id,
            file=file_unique_id,
        )
        return rows[0]["id"] if rows else None

    def same_video(self, clip_id: str, content: str) -> str | None:
        """Id of the athlete's answered clip of the same video; remembers this one's.

        Only of the same version of the analysis: else there is something new to tell.
        """
        self._write(
            "update clips set content = :content where id = :id returning id",
            id=clip_id,
            content=content,
        )
        rows = self._read(
            """select earlier.id from clips as earlier
            join clips as this using (chat_id, athlete_id, content)
            where this.id = :id and earlier.id != :id
            and earlier.state in ('analysed', 'refused')
            and earlier.analysis_version = :version
            order by earlier.received_at desc, earlier.id desc limit 1""",
            id=clip_id,
            version=ANALYSIS_VERSION,
        )
        return rows[0]["id"] if rows else None

    def may_hint(self, athlete_id: int) -> bool:
        """Whether a hint on how to send is due: at most one a week; it counts then."""
        now = self._now()
        return bool(
            self._write(
                """update athletes set hinted_at = :now
                where id = :id and coalesce(hinted_at, '') < :before returning id""",
                id=athlete_id,
                now=as_text(now),
                before=as_text(now - HINT_EVERY),
            )
        )
