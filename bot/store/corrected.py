"""Clips looked at again, because the athlete knows better."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.store.database import HistoryFile
from bot.store.models import EndState, as_text

# Of the last look: a clip that is looked at again keeps its own state meanwhile.
UNDER_WAY = "coalesce(again, state) in ('waiting', 'analysing')"


class Corrected(HistoryFile):
    """The part of the history that knows corrections.

    While a clip is looked at again it stays in history and progress as it was; what
    the new look finds takes the old answer's place, and nothing else does.
    """

    def look_again(
        self, id: str, corrections: Mapping[str, Any] | None, pressed: int
    ) -> bool:
        """Begin another look at a finished clip.

        Parameters
        ----------
        corrections
            What this look is to be told, in JSON; None for nothing.
        pressed
            Update id of the pressed button.

        Returns
        -------
        bool
            False when it is being looked at already, was never answered or is gone,
            or this very press has begun a look before.
        """
        return bool(
            self._write(
                f"""update clips set look = look + 1, again = 'waiting',
                    wanted = :wanted, pressed = :pressed
                where id = :id and state in ('analysed', 'refused')
                and not {UNDER_WAY}
                and pressed is not :pressed returning id""",
                id=id,
                wanted=json.dumps(corrections),
                pressed=pressed,
            )
        )

    def amend(self, id: str, analysis: Mapping[str, Any], pressed: int) -> bool:
        """Replace what is known of a clip that needs no other look; once per press."""
        return bool(
            self._write(
                f"""update clips set analysis = :analysis, pressed = :pressed
                where id = :id and state in ('analysed', 'refused')
                and not {UNDER_WAY}
                and pressed is not :pressed returning id""",
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

        A clip counts for the week in which it was first analysed.
        """
        if state in ("analysed", "refused"):
            self._write(
                """update clips set again = :state, wanted = null, pictures = '{}',
                    finished_at = iif(state = 'analysed', finished_at, :now),
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
                """update clips set again = :state, wanted = null
                where id = :id and look = :look and again in ('waiting', 'analysing')
                returning id""",
                id=id,
                look=look,
                state=state,
            )
        ended = "id = :id and look = :look and again = :state"
        found = self._read(
            f"select id from clips where {ended}", id=id, look=look, state=state
        )
        return bool(found)
