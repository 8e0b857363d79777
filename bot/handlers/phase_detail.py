"""Buttons under a reply: a phase in detail, why, and the drill."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from html import escape

from analysis.errors import OutdatedAnalysis
from analysis.serialization import from_json
from analysis.types import Analysis
from bot.chat.messages import Album, Picture, Text
from bot.handlers.history import outdated
from bot.handlers.request import Visit
from bot.replies.checklist import PHASES
from bot.replies.coaching import SLOW
from bot.replies.phase_detail import (
    drill_page,
    film_caption,
    phase_page,
    why_page,
)


async def phase(visit: Visit) -> None:
    """Show a phase of a clip."""
    await visit.say(_phase(visit))


async def turn(visit: Visit) -> None:
    """Turn to another phase in place."""
    await visit.show(_phase(visit))


async def why(visit: Visit) -> None:
    """Say why the one thing to work on counts, and what the numbers rest on."""

    def page(analysis: Analysis) -> Text:
        check = visit.office.checklist.check(analysis.focus or "")
        return why_page(analysis, check, visit.words)

    await visit.say(_page(visit, page))


async def drill(visit: Visit) -> None:
    """Say how to train it."""
    about = visit.athlete.about
    await visit.say(_page(visit, lambda found: drill_page(found, visit.words, about)))


def _phase(visit: Visit) -> Text:
    clip_id, wanted = visit.button.clip, min(max(visit.button.phase, 1), PHASES)
    return _page(visit, lambda found: phase_page(wanted, found, clip_id, visit.words))


def _page(visit: Visit, page: Callable[[Analysis], Text]) -> Text:
    """A page about a clip, or what is left to say when there is none any more."""
    row = visit.clip(visit.button.clip)
    analysis = from_json(row.analysis) if row and row.analysis else None
    if analysis is None or analysis.refusal is not None:
        return Text(escape(visit.words.text("bot.history.gone")))
    try:
        return page(analysis)
    except KeyError:
        return outdated(visit.words)


async def slow(visit: Visit) -> None:
    """Send a clip's slow motion by the id Telegram gave it."""
    row = visit.clip(visit.button.clip)
    if row is None:
        await visit.say_words("bot.history.gone")
        return
    found = None
    with suppress(OutdatedAnalysis):
        found = from_json(row.analysis) if row.analysis else None
    film = Album((Picture(SLOW, escape(film_caption(found, visit.words))),))
    held = visit.office.pictures_of(row, visit.words.language)
    # Telegram may have forgotten it.
    if SLOW not in held or not await visit.send_pictures(film, held):
        await visit.say_words("bot.slow.none")
