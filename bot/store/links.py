"""Links that work once: who opens one gets what its maker offers."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeAlias

from bot.store.database import HistoryFile
from bot.store.models import as_text

LinkKind: TypeAlias = Literal["share", "take_over", "invite"]
# Long enough to be opened at the next training.
LASTS = timedelta(days=7)
_BYTES = 18


@dataclass(frozen=True, slots=True)
class Link:
    """What a link offers.

    ``athlete_id`` is who is shared or taken over, or invites; ``name`` what its maker
    is called by whoever opens it.
    """

    kind: LinkKind
    athlete_id: int
    name: str


class Links(HistoryFile):
    """The part of the history that knows the links."""

    def make_link(self, kind: LinkKind, athlete_id: int, name: str = "") -> str:
        """Make the token of a new link; Telegram takes 64 letters, digits, _ and -."""
        token = secrets.token_urlsafe(_BYTES)
        self._write(
            """insert into links (token, kind, athlete_id, name, made_at)
            values (:token, :kind, :athlete, :name, :now) returning token""",
            token=token,
            kind=kind,
            athlete=athlete_id,
            name=name,
            now=as_text(self._now()),
        )
        return token

    def link(self, token: str, update_id: int | None = None) -> Link | None:
        """What a link offers, without using it up; None when it no longer works.

        For the update that used it up it still does: that may be handled anew.
        """
        rows = self._read(
            """select kind, athlete_id, name from links
            where token = :token and made_at >= :oldest
            and (used_by is null or used_by = :update)""",
            token=token,
            oldest=as_text(self._now() - LASTS),
            update=update_id,
        )
        return Link(**rows[0]) if rows else None

    def use_link(self, token: str, update_id: int | None = None) -> Link | None:
        """Use a link up; None when it no longer works."""
        found = self.link(token, update_id)
        used = self._write(
            """update links set used_by = coalesce(:update, -1)
            where token = :token and (used_by is null or used_by = :update)
            returning token""",
            token=token,
            update=update_id,
        )
        self._write(
            "delete from links where made_at < :oldest returning token",
            oldest=as_text(self._now() - LASTS),
        )
        return found if used else None
