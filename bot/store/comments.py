"""What coaches say about a clip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.store.database import HistoryFile
from bot.store.models import as_text


@dataclass(frozen=True, slots=True)
class Comment:
    """A text, or Telegram's id of a voice message, and who said it when."""

    author: str
    text: str
    voice: str
    said_at: datetime


class Comments(HistoryFile):
    """The part of the history that knows what was said about clips."""

    def comment(
        self, clip_id: str, author_id: int, author: str, text: str, voice: str = ""
    ) -> Comment | None:
        """Remember a comment, the same one once; None when the clip is gone."""
        said_at = self._now()
        added = self._write(
            """insert into comments (clip_id, athlete_id, author, text, voice, said_at)
            select id, :athlete, :author, :text, :voice, :now from clips
            where id = :clip and not exists (
                select 1 from comments where clip_id = :clip and athlete_id = :athlete
                and text = :text and voice = :voice)
            returning id""",
            clip=clip_id,
            athlete=author_id,
            author=author,
            text=text,
            voice=voice,
            now=as_text(said_at),
        )
        known = (
            [Comment(author, text, voice, said_at)]
            if added
            else [
                one
                for one in self.comments(clip_id)
                if (one.text, one.voice) == (text, voice)
            ]
        )
        return known[0] if known else None

    def comments(self, clip_id: str) -> list[Comment]:
        """List what was said about a clip, the first comment first."""
        rows = self._read(
            """select author, coalesce(text, '') as text,
                coalesce(voice, '') as voice, said_at
            from comments where clip_id = :clip order by id""",
            clip=clip_id,
        )
        return [
            Comment(
                row["author"],
                row["text"],
                row["voice"],
                datetime.fromisoformat(row["said_at"]),
            )
            for row in rows
        ]
