"""/checklist: the eight phases, one page each."""

from __future__ import annotations

from analysis.scoring.checklist import load_checklist
from bot.chat.messages import Text
from bot.handlers.request import Visit
from bot.replies.checklist import PHASES, checklist_page


async def checklist(visit: Visit) -> None:
    """Open the checklist at a phase, the first unless one is named."""
    await visit.say(_page(visit))


async def turn(visit: Visit) -> None:
    """Turn to another phase in place."""
    await visit.show(_page(visit))


def _page(visit: Visit) -> Text:
    named = visit.argument
    number = int(named) if named.isdecimal() else visit.button.phase
    number = min(max(number, 1), PHASES)
    last = visit.office.last_analysis(visit.subject.id)
    checklist = load_checklist(visit.athlete.about.level)
    return checklist_page(number, checklist, visit.words, last)
