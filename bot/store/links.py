"""Links that work once: who opens one gets what its maker offers.

Only the SHA-256 of a link's token is kept. It finds the link by an index, and how long
that takes tells nothing of the token.
"""

from __future__ import annotations

import hashlib
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

    ``athlete_id`` is who is shared or taken over, or invites, and of one that was taken
    over who kept them; ``name`` what its maker is called by whoever opens it. ``begun``
    tells that the same update used it up before, and is handled anew.
    """

    kind: LinkKind
    athlete_id: int
    name: str
    begun: bool = False


class Links(HistoryFile):
    """The part of the history that knows the links."""

    def make_link(self, kind: LinkKind, athlete_id: int, name: str = "") -> str:
        """Make the token of a new link; Telegram takes 64 letters, digits, _ and -."""
        token = secrets.token_urlsafe(_BYTES)
        self._write(
            """insert into links (digest, kind, athlete_id, name, made_at)
            values (:digest, :kind, :athlete, :name, :now) returning digest""",
            digest=_digest(token),
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
        return self._link("used_by is null or used_by = :by", token, update_id)

    def link_opened(self, token: str, person_id: int) -> Link | None:
        """What a link offered that this person has opened; None for any other."""
        return self._link("opened_by = :by", token, person_id)

    def _link(self, where: str, token: str, by: int | None) -> Link | None:
        rows = self._read(
            f"""select kind, athlete_id, name, used_by from links
            where digest = :digest and made_at >= :oldest and ({where})""",
            digest=_digest(token),
            oldest=as_text(self._now() - LASTS),
            by=by,
        )
        return (
            Link(begun=rows[0].pop("used_by") is not None, **rows[0]) if rows else None
        )

    def use_link(
        self, token: str, update_id: int | None = None, person_id: int | None = None
    ) -> Link | None:
        """Use a link up; None when it no longer works.

        ``person_id`` is who opens it, where they are known already.
        """
        found = self.link(token, update_id)
        used = self._write(
            """update links set used_by = coalesce(:update, -1), opened_by = :person
            where digest = :digest and (used_by is null or used_by = :update)
            returning digest""",
            digest=_digest(token),
            update=update_id,
            person=person_id,
        )
        self._write(
            "delete from links where made_at < :oldest returning digest",
            oldest=as_text(self._now() - LASTS),
        )
        return found if used else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
