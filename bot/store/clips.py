"""The clips: one row each, from waiting to an end that only another look changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.store.attempts import FIRST
from bot.store.database import HistoryFile
from bot.store.line import UNDER_WAY, next_turn
from bot.store.models import ClipRow, EndState, OpenState, as_text, as_time
from bot.store.outgoing import RECEIPT

# The athlete is young, and no guardian has said yes.
WAITS = "(age_group in ('under_14', 'under_16') and agreed_at is null)"


class Clips(HistoryFile):
    """The part of the history that knows the clips."""

    def add_clip(
        self,
        *,
        id: str,
        athlete_id: int,
        chat_id: int,
        received_at: datetime,
        kind: str,
        file_id: str,
        message_id: int,
        status_message_id: int | None = None,
        note: str | None = None,
        album: str | None = None,
        file_unique_id: str | None = None,
    ) -> bool:
        """Remember a new clip as waiting; False when the id is known already.

        ``received_at`` is the time of Telegram's message, so that a clip sent while
        the bot was down counts for its own week. Without a guardian's yes that is
        needed the clip is held.
        """
        added = self._write(
            f"""insert into clips (id, athlete_id, chat_id, received_at, kind, file_id,
                message_id, status_message_id, note, album, file_unique_id, turn,
                queued_at,                state, pictures)
            values (:id, :athlete_id, :chat_id, :received_at, :kind, :file_id,
                :message_id, :status_message_id, :note, :album, :file_unique_id,
                {next_turn(":chat_id")}, :now,
                case when exists (
                    select 1 from athletes where id = :athlete_id and {WAITS})
                then 'held' else 'waiting' end, '{{}}')
            on conflict (id) do nothing returning id""",
            id=id,
            athlete_id=athlete_id,
            chat_id=chat_id,
            received_at=as_text(received_at),
            kind=kind,
            file_id=file_id,
            message_id=message_id,
            status_message_id=status_message_id,
            note=note or None,
            album=album,
            file_unique_id=file_unique_id,
            now=as_text(self._now()),
        )
        return bool(added)

    def _clips(self, where: str, **values: object) -> list[ClipRow]:
        rows = self._read(f"select * from clips where {where}", **values)
        return [ClipRow.of(row) for row in rows]

    def clip(self, id: str) -> ClipRow | None:
        """Get one clip, None when there is none of that id (any more)."""
        return next(iter(self._clips("id = :id", id=id)), None)

    def set_state(self, id: str, state: OpenState) -> bool:
        """Move an unfinished clip on; False when it is finished or gone."""
        return bool(
            self._write(
                f"""update clips set
                    state = case when again is null then :state else state end,
                    again = case when again is not null then :state end
                where id = :id and {UNDER_WAY} returning id""",
                id=id,
                state=state,
            )
        )

    def set_status_message(self, id: str, message_id: int | None) -> None:
        """Remember which message shows the clip's status."""
        self._write(
            "update clips set status_message_id = :message where id = :id returning id",
            id=id,
            message=message_id,
        )

    def end_status(self, id: str, last_words_id: int | None = None) -> None:
        """Forget a clip's status message; or remember that it stays, and says so."""
        self._write(
            """update clips set status_message_id = null,
                last_words_id = coalesce(:words, last_words_id)
            where id = :id returning id""",
            id=id,
            words=last_words_id,
        )

    def finish(
        self,
        id: str,
        state: EndState,
        analysis: Mapping[str, Any] | None = None,
        refusal_code: str | None = None,
        look: int = FIRST,
    ) -> bool:
        """End a look at a clip once; what it ended as never changes.

        The refusal's code and the analysis version are read from ``analysis`` when
        it is given. A later look that gives no answer leaves the clip as it was.

        Returns
        -------
        bool
            Whether the clip is in that state now, from this call or an earlier one;
            False when it ended otherwise (such as cancelled) or is gone.
        """
        analysis = analysis or {}
        refusal_code = refusal_code or (analysis.get("refusal") or {}).get("code")
        if look > FIRST:
            return self._finish_look(id, look, state, analysis, refusal_code)
        self._write(
            """update clips set state = :state, analysis = :analysis,
                refusal_code = :refusal, analysis_version = :version, finished_at = :now
            where id = :id and state in ('held', 'waiting', 'analysing')
            returning id""",
            id=id,
            state=state,
            analysis=json.dumps(analysis) if analysis else None,
            refusal=refusal_code,
            version=analysis.get("analysis_version"),
            now=as_text(self._now()),
        )
        clip = self.clip(id)
        return clip is not None and clip.state == state

    def set_pictures(self, id: str, pictures: Mapping[str, str]) -> None:
        """Remember Telegram's file id of each picture; those known before are kept."""
        self._write(
            """update clips set pictures = json_patch(pictures, :pictures)
            where id = :id returning id""",
            id=id,
            pictures=json.dumps(dict(pictures)),
        )

    def set_praised(self, id: str, check: str | None) -> None:
        """Remember what the reply to a clip praises."""
        self._write(
            "update clips set praised = :check where id = :id returning id",
            id=id,
            check=check,
        )

    def praised_before(self, id: str) -> str | None:
        """What the last reply that praised anything before this clip's praised."""
        found = self._read(
            """with told as (
                select coalesce(praised, json_extract(analysis, '$.praise')) as praise,
                    athlete_id, received_at, id from clips where state = 'analysed')
            select told.praise from told join clips as this using (athlete_id)
            where this.id = :id and told.praise is not null
            and (told.received_at, told.id) < (this.received_at, this.id)
            order by told.received_at desc, told.id desc limit 1""",
            id=id,
        )
        return next((row["praise"] for row in found), None)

    def waiting(self, chat_id: int) -> list[ClipRow]:
        """List the unfinished clips that a chat sent, oldest first."""
        return self._clips(
            f"chat_id = :chat and {UNDER_WAY} order by received_at, id",
            chat=chat_id,
        )

    def open_in(self, chat_id: int) -> list[ClipRow]:
        """List the clips of a chat that are held, wait or are looked at."""
        return self._clips(
            f"chat_id = :chat and (state = 'held' or {UNDER_WAY}) "
            "order by received_at, id",
            chat=chat_id,
        )

    def open_of(self, athlete_id: int) -> list[ClipRow]:
        """List such clips of an athlete and of those they keep."""
        return self._clips(
            f"""athlete_id in (select id from athletes where :athlete in (id, kept_by))
            and (state = 'held' or {UNDER_WAY}) order by received_at, id""",
            athlete=athlete_id,
        )

    def held(self, athlete_id: int) -> list[ClipRow]:
        """List the athlete's clips that wait for a guardian's yes, oldest first."""
        return self._clips(
            "athlete_id = :athlete and state = 'held' order by received_at, id",
            athlete=athlete_id,
        )

    def release(self, athlete_id: int) -> list[str]:
        """Let held clips wait like any other, if nothing holds them now; their ids."""
        released: list[str] = []
        for held in self.held(athlete_id):
            rows = self._write(
                f"""update clips set state = 'waiting', queued_at = :now,
                    turn = {next_turn(":chat")}
                where id = :id and state = 'held' and not exists (
                    select 1 from athletes where id = :athlete and {WAITS})
                returning id""",
                id=held.id,
                athlete=athlete_id,
                chat=held.chat_id,
                now=as_text(self._now()),
            )
            released += [row["id"] for row in rows]
        return released

    def unfinished(self) -> list[ClipRow]:
        """List everyone's unfinished clips, oldest first."""
        return self._clips(f"{UNDER_WAY} order by received_at, id")

    def backlog(self) -> tuple[int, datetime | None]:
        """How many clips of everyone are unfinished, and when the oldest was sent."""
        (row,) = self._read(
            f"""select count(*) as waiting, min(received_at) as oldest
            from clips where {UNDER_WAY}"""
        )
        return int(row["waiting"]), as_time(row["oldest"])

    def with_status_left(self) -> list[ClipRow]:
        """List finished clips whose status message is not known to be gone."""
        return self._clips(f"status_message_id is not null and not {UNDER_WAY}")

    def receipts_on_their_way(self, chat_id: int | None = None) -> list[ClipRow]:
        """List clips whose receipt may stand in the chat unknown, oldest first."""
        where = "exists (select key from sent where key = clips.id || :receipt)"
        if chat_id is not None:
            where = f"chat_id = :chat and {where}"
        return self._clips(
            f"{where} order by received_at, id", chat=chat_id, receipt=RECEIPT
        )

    def history(
        self, athlete_id: int, limit: int, before: str | None = None
    ) -> list[ClipRow]:
        """List the athlete's analysed, refused and failed clips, newest first.

        ``before`` is the id of the last clip already shown: the list goes on with
        older ones (and is empty when that clip is gone).
        """
        return self._clips(
            """athlete_id = :athlete and state in ('analysed', 'refused', 'failed')
            and (:before is null or (received_at, id) <
                (select received_at, id from clips where id = :before))
            order by received_at desc, id desc limit :limit""",
            athlete=athlete_id,
            limit=limit,
            before=before,
        )

    def history_page(self, athlete_id: int, page: int, size: int) -> list[ClipRow]:
        """List the clips of a page of the history, and one more if there are more.

        ``page`` counts from 0, the newest.
        """
        rows = self.history(athlete_id, (page + 1) * size + 1)
        return rows[page * size :]

    def newer_than(self, clip_id: str) -> int:
        """How many clips of the history are newer than this one."""
        (row,) = self._read(
            """select count(*) as newer from clips, (
                select athlete_id as whose, received_at as moment, id as this
                from clips where id = :id) as one
            where athlete_id = whose and (received_at, id) > (moment, this)
            and state in ('analysed', 'refused', 'failed')""",
            id=clip_id,
        )
        return int(row["newer"])

    def all_clips(self, athlete_id: int) -> list[ClipRow]:
        """List every clip of an athlete, however it ended, oldest first."""
        return self._clips(
            "athlete_id = :athlete order by received_at, id", athlete=athlete_id
        )

    def look_again(
        self, id: str, corrections: Mapping[str, Any] | None, pressed: int
    ) -> bool:
        """Begin another look at a clip that is finished, or was taken back.

        Parameters
        ----------
        corrections
            The athlete's corrections for this look, in JSON; None for none.
        pressed
            Update id of the pressed button.

        Returns
        -------
        bool
            False when it is being looked at already or is gone, or this very press
            has begun a look before.
        """
        return bool(
            self._write(
                f"""update clips set look = look + 1, again = 'waiting',
                    wanted = :wanted, pressed = :pressed, stage = null,
                    queued_at = :now,
                    turn = {next_turn("(select chat_id from clips where id = :id)")}
                where id = :id and state in
                    ('analysed', 'refused', 'failed', 'cancelled')
                and not {UNDER_WAY}
                and coalesce(pressed, -1) != :pressed returning id""",
                id=id,
                wanted=json.dumps(corrections),
                pressed=pressed,
                now=as_text(self._now()),
            )
        )

    def amend(self, id: str, analysis: Mapping[str, Any], pressed: int) -> bool:
        """Replace what is known of a clip that needs no other look; once per press."""
        return bool(
            self._write(
                f"""update clips set analysis = :analysis, pressed = :pressed,
                    before = analysis
                where id = :id and state in ('analysed', 'refused')
                and not {UNDER_WAY}
                and coalesce(pressed, -1) != :pressed returning id""",
                id=id,
                analysis=json.dumps(analysis),
                pressed=pressed,
            )
        )

    def _finish_look(
        self,
        id: str,
        look: int,
        state: EndState,
        analysis: Mapping[str, Any],
        refusal_code: str | None,
    ) -> bool:
        """End another look; an answer replaces the old one, anything else leaves it.

        One that was taken back keeps what was wanted: it may be wished for after all.
        A clip counts for the week in which it was first analysed.
        """
        if state in ("analysed", "refused"):
            self._write(
                """update clips set again = :state, wanted = null, before = analysis,
                    finished_at = case when state = 'analysed'
                        then finished_at else :now end,
                    state = :state, analysis = :analysis, refusal_code = :refusal,
                    analysis_version = :version
                where id = :id and look = :look and again in ('waiting', 'analysing')
                returning id""",
                id=id,
                look=look,
                state=state,
                analysis=json.dumps(analysis),
                refusal=refusal_code,
                version=analysis.get("analysis_version"),
                now=as_text(self._now()),
            )
        else:
            self._write(
                """update clips set again = :state,
                    wanted = case when :state = 'cancelled' then wanted end
                where id = :id and look = :look and again in ('waiting', 'analysing')
                returning id""",
                id=id,
                look=look,
                state=state,
            )
        row = self.clip(id)
        return row is not None and (row.look, row.again) == (look, state)
