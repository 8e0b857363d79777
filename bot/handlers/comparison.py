"""Then and now: a clip beside an earlier one of the same athlete."""

from __future__ import annotations

import asyncio

from analysis.scoring.comparison import compare
from analysis.serialization import from_json
from analysis.types import Analysis
from analysis.visuals.comparison.ghost import ghost_card
from bot.chat.messages import Photo
from bot.handlers.history import own_clip
from bot.handlers.request import Visit
from bot.replies.comparison import (
    Past,
    best_phase,
    buttons,
    caption,
    choose,
    dates,
    pasts,
    shared_phases,
)
from bot.store import ClipRow
from bot.time_zones import zone

PICTURE = "then.jpg"


async def then(visit: Visit) -> None:
    """Show it; the button may name the phase and the earlier clip."""
    wish = visit.button
    row = own_clip(visit, wish.clip)
    later = from_json(row.analysis) if row and row.analysis else None
    if row is None or later is None or later.refusal is not None:
        await visit.say_words("bot.history.gone")
        return
    past = pasts(row, visit.office.store.clips_with_stills(visit.athlete.id))
    shown = choose(later, past, wish.before)
    if shown is None:
        await visit.say_words("then.none")
        return
    await _show(visit, row, later, shown, past)


async def _show(
    visit: Visit,
    row: ClipRow,
    later: Analysis,
    shown: Past,
    past: list[Past],
) -> None:
    store, words, language = visit.office.store, visit.words, visit.words.language
    before, after = store.stills(shown.row.id), store.stills(row.id)
    phases = shared_phases(before, after)
    if not phases:
        await visit.say_words("then.no_pictures" if not after else "then.no_shared")
        return
    await visit.office.outbox.busy(visit.chat_id, pictures=True)
    home = zone(visit.athlete.timezone, visit.office.settings.default_timezone)
    days = dates(shown.row.received_at, row.received_at, home, language)
    comparison = compare(shown.analysis, later)
    phase = best_phase(phases, comparison, later, str(visit.button.phase))
    drawn = await asyncio.to_thread(
        ghost_card, before, after, phase, comparison, days, words
    )
    photo = Photo(
        PICTURE,
        caption(comparison, days, words),
        buttons(row, shown, phase, phases, past, home, language),
    )
    if not await visit.send_pictures(photo, {PICTURE: drawn}):
        await visit.say(photo.words)
