"""Then and now: a clip over another one, of anybody they see; still or moving."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from zoneinfo import ZoneInfo

from analysis.scoring.comparison import Comparison, compare
from analysis.serialization import from_json
from analysis.types import Analysis
from analysis.visuals.comparison.film import FILM, film_files, plus_minus_s
from analysis.visuals.comparison.ghost import ghost_card
from analysis.visuals.motion import FILE, read_motion
from bot.chat.messages import Album, Photo, Picture, Text
from bot.handlers.request import Visit
from bot.replies.comparison import (
    Past,
    best_phase,
    buttons,
    caption,
    choose,
    dates,
    motion_button,
    motion_caption,
    no_motion,
    notes_of,
    pasts,
    shared_phases,
)
from bot.replies.numbers import day_text
from bot.store import ClipRow
from bot.time_zones import zone

PICTURE = "then.jpg"


@dataclass(frozen=True, slots=True)
class Pair:
    """A clip, the earlier one it is shown with, and all it could be."""

    row: ClipRow
    later: Analysis
    shown: Past
    past: list[Past]


async def then(visit: Visit) -> None:
    """Show it; the button may name the phase and the earlier clip."""
    if pair := await _pair(visit):
        await _show(visit, pair)


async def motion(visit: Visit) -> None:
    """Show both starts in the same time, as drawn."""
    pair = await _pair(visit)
    if pair is None:
        return
    store, words = visit.office.store, visit.words
    kept = [store.stills(one.id).get(FILE) for one in (pair.shown.row, pair.row)]
    days = _days(visit, pair.shown, pair.row)
    if None in kept:
        why = no_motion(pair.shown, pair.later, days[kept.index(None)], words)
        await visit.say(Text(escape(why)))
        return
    earlier, later = (read_motion(data) for data in kept if data is not None)
    await visit.office.outbox.busy(visit.chat_id, pictures=True)
    drawn = await asyncio.to_thread(film_files, earlier, later, days, words)
    if not drawn:
        await visit.say_words("then.no_shared")
        return
    comparison = _compared(pair)
    sure_s = plus_minus_s(earlier, later)
    notes = notes_of((pair.shown.row, pair.row), days)
    film = Picture(FILM, motion_caption(comparison, days, sure_s, words, notes))
    if not await visit.send_pictures(Album((film,)), drawn):
        await visit.say_words("bot.errors.kind")


async def _pair(visit: Visit) -> Pair | None:
    """The clips the button is about; None when that is said to be impossible."""
    wish, store = visit.button, visit.office.store
    row = visit.clip(wish.clip)
    if row is None or not comparable(row):
        await visit.say_words("bot.history.gone")
        return None
    other = visit.clip(wish.before) if wish.before else None
    if other is not None and other.id != row.id and comparable(other):
        return pair_of(row, other, store.clips_with_stills(row.athlete_id))
    later = from_json(row.analysis or {})
    past = pasts(row, store.clips_with_stills(row.athlete_id))
    shown = choose(later, past)
    if shown is None:
        await visit.say_words("then.none")
        return None
    return Pair(row, later, shown, past)


def comparable(row: ClipRow) -> bool:
    """Whether a clip was judged, so that it can be laid beside another."""
    return row.state == "analysed" and row.analysis is not None


def pair_of(one: ClipRow, other: ClipRow, offered: Iterable[ClipRow]) -> Pair:
    """Two judged clips of anybody, the earlier one first.

    Whether the person may see both is for the caller to ask (``visit.clip``).

    Parameters
    ----------
    offered
        Clips of which those before the later one are offered instead of the earlier.

    Raises
    ------
    OutdatedAnalysis
        One of them was written by a version whose notes can't be read any more.
    """
    earlier, later = sorted((one, other), key=lambda row: (row.received_at, row.id))
    shown = Past(earlier, from_json(earlier.analysis or {}))
    alike = later.athlete_id == earlier.athlete_id
    past = pasts(later, offered) if alike else []
    past = [shown if past_one.row.id == earlier.id else past_one for past_one in past]
    return Pair(later, from_json(later.analysis or {}), shown, past)


def _home(visit: Visit) -> ZoneInfo:
    return zone(visit.athlete.timezone, visit.office.settings.default_timezone)


def _days(visit: Visit, shown: Past, row: ClipRow) -> tuple[str, str]:
    """The days of both clips; of two athletes their names tell them apart."""
    home, language = _home(visit), visit.words.language
    if shown.row.athlete_id == row.athlete_id:
        days = dates(shown.row.received_at, row.received_at, home, language)
        # Clips of an album are of the same second.
        return days if days[0] != days[1] else (f"{days[0]} (1)", f"{days[1]} (2)")
    mine, now = visit.words.text("history.me"), visit.office.clock()

    def told(clip: ClipRow) -> str:
        day = day_text(clip.received_at, home, language, now)
        return f"{visit.name_of(clip) or mine}, {day}"

    return told(shown.row), told(row)


def _compared(pair: Pair) -> Comparison:
    of_one = pair.shown.row.athlete_id == pair.row.athlete_id
    return compare(pair.shown.analysis, pair.later, of_one=of_one)


async def _show(visit: Visit, pair: Pair) -> None:
    row, later, shown, past = pair.row, pair.later, pair.shown, pair.past
    store, words, language = visit.office.store, visit.words, visit.words.language
    before, after = store.stills(shown.row.id), store.stills(row.id)
    phases = shared_phases(before, after)
    if not phases:
        await visit.say_words("then.no_pictures" if not after else "then.no_shared")
        return
    await visit.office.outbox.busy(visit.chat_id, pictures=True)
    home, days = _home(visit), _days(visit, shown, row)
    comparison = _compared(pair)
    phase = best_phase(phases, comparison, later, str(visit.button.phase))
    drawn = await asyncio.to_thread(
        ghost_card, before, after, phase, comparison, days, words
    )
    rows = buttons(row, shown, phase, phases, past, home, language)
    moving = (motion_button(row, shown, words),)
    told = caption(comparison, days, words, notes_of((shown.row, row), days))
    alt = words.text("history.alt_two", number=phase, before=days[0], after=days[1])
    photo = Photo(PICTURE, told, (*rows, moving), alt)
    if visit.button.phase:  # pressed under the picture that is there
        await visit.show_picture(photo, {PICTURE: drawn})
    elif not await visit.send_pictures(photo, {PICTURE: drawn}):
        await visit.say(photo.words)
