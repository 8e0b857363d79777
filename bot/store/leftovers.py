"""What deleting leaves for a while: messages to take away, places that stay taken."""

from __future__ import annotations

from datetime import timedelta

from bot.store.attempts import work_ids
from bot.store.database import HistoryFile
from bot.store.models import as_text

# The quota counts the clips of so long.
QUOTA_LASTS = timedelta(days=1)
OF_ATHLETE = "(select id from athletes where :id in (id, kept_by))"


class Leftovers(HistoryFile):
    """The part of the history that deletes, and knows what is left to do then."""

    def delete_clip(self, id: str) -> list[str]:
        """Delete one clip with everything that was made of it, for good.

        Its place in the day's quota stays taken, and its status message is to be taken
        away, see :meth:`strays`.

        Returns
        -------
        list of str
            Names of every look at it: their traces in the queue must go too.
        """
        with self._together():
            self._leave_messages("id = :id", id)
            self._write(
                """insert into spent (athlete_id, received_at)
                select chat_id, received_at from clips
                where id = :id and received_at >= :since
                and state not in ('failed', 'cancelled')
                and exists (select 1 from athletes where id = chat_id)
                returning athlete_id""",
                id=id,
                since=self._quota_from(),
            )
            clips = self._write(
                "delete from clips where id = :id returning id, look", id=id
            )
            works = [work for one in clips for work in work_ids(id, one["look"])]
            for work in works:
                self._write(
                    """delete from sent where substr(key, 1, length(:mark)) = :mark
                    returning key""",
                    mark=f"{work}:",
                )
            self._write(
                "delete from spent where received_at < :since returning athlete_id",
                since=self._quota_from(),
            )
        self._tables.wipe()
        return works

    def delete_athlete(self, id: int) -> list[str]:
        """Delete everything about the athlete and who they keep, for good.

        Only which status messages are to be taken away is known until they are.

        Returns
        -------
        list of str
            Names of every look at the clips: their traces in the queue must go too.
        """
        with self._together():
            self._leave_messages(f"athlete_id in {OF_ATHLETE}", id)
            clips = self._write(
                f"""delete from clips where athlete_id in {OF_ATHLETE}
                returning id, look""",
                id=id,
            )
            self._write(
                """delete from owed_edits where chat_id = :id and html is not null
                returning message_id""",
                id=id,
            )
            self._write(
                """update inbox set content = null, person = null, question = null,
                    handled_at = :now
                where person = :id returning id""",
                id=id,
                now=as_text(self._now()),
            )
            # What hangs on them goes with them.
            self._write("delete from athletes where id = :id returning id", id=id)
        self._tables.wipe()
        return sorted(
            work for clip in clips for work in work_ids(clip["id"], clip["look"])
        )

    def add_stray(self, chat_id: int, message_id: int) -> None:
        """Remember a message that must be taken away though its clip is gone."""
        self._write(
            """insert into strays (chat_id, message_id) values (:chat, :message)
            on conflict do nothing returning chat_id""",
            chat=chat_id,
            message=message_id,
        )

    def strays(self) -> list[tuple[int, int]]:
        """Chat and message of what must be taken away."""
        rows = self._read("select chat_id, message_id from strays order by 1, 2")
        return [(row["chat_id"], row["message_id"]) for row in rows]

    def drop_stray(self, chat_id: int, message_id: int) -> None:
        """Forget a message that was taken away."""
        self._write(
            """delete from strays where chat_id = :chat and message_id = :message
            returning chat_id""",
            chat=chat_id,
            message=message_id,
        )

    def _leave_messages(self, where: str, id: int | str) -> None:
        for column in ("status_message_id", "last_words_id"):
            self._write(
                f"""insert into strays (chat_id, message_id)
                select chat_id, {column} from clips
                where {where} and {column} is not null
                on conflict do nothing returning chat_id""",
                id=id,
            )

    def _quota_from(self) -> str:
        return as_text(self._now() - QUOTA_LASTS)
