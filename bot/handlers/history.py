"""/history: pages of clips, each to be opened, compared or deleted."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from zoneinfo import ZoneInfo

from analysis.serialization import from_json
from analysis.visuals.clip_rows import rows_picture
from analysis.visuals.phase_board import stills_in
from bot.chat.callback_data import Action, callback_data
from bot.chat.messages import Button, Message, Photo, Rows, Text
from bot.handlers.request import Visit
from bot.replies import coaching
from bot.replies.checklist import every_measure
from bot.replies.comments import said_before
from bot.replies.history import (
    PAGE,
    PICTURE,
    Page,
    Reader,
    ask_to_delete,
    clip_page,
    history_page,
    strip_of,
)
from bot.replies.numbers import time_text
from bot.replies.whose import headed, heading, photo_of
from bot.store import ClipRow
from bot.time_zones import zone
from content.words import Words


async def history(visit: Visit) -> None:
    """Send the newest clips, a page with a row for each."""
    page = _page(visit, 0)
    if not page.rows:
        await _say_empty(visit)
        return
    await visit.office.outbox.busy(visit.chat_id, pictures=True)
    photo, drawn = await _drawn(visit, page)
    if not await visit.send_pictures(photo, drawn):
        await visit.say(photo.words)


async def older(visit: Visit) -> None:
    """Show the page behind a clip, for a button of before there were pages."""
    newer = visit.office.store.newer_than(visit.button.clip)
    await _turn(visit, _page(visit, (newer + 1) // PAGE))


async def turn(visit: Visit) -> None:
    """Turn to another page in place; with a clip chosen, to find it another."""
    button = visit.button
    chosen = button.clip if visit.clip(button.clip) else ""
    await _turn(visit, _page(visit, button.page, chosen, button.athlete))


async def clip(visit: Visit) -> None:
    """Show one clip in place: open it, compare it, delete it."""
    row = visit.clip(visit.button.clip)
    if row is None:
        await visit.say_words("bot.history.gone")
        return
    own = visit.own_clip(row.id) is not None
    photo = clip_page(row, visit.button.page, _reader(visit), own=own)
    said = coach_buttons(visit, row)
    photo = replace(photo, buttons=(*photo.buttons[:-1], *said, photo.buttons[-1]))
    photo = photo_of(visit.name_of(row), photo, row.note)
    await visit.show_picture(photo, await _picture(visit, [row]))


async def delete(visit: Visit) -> None:
    """Ask whether a clip shall go; when that was answered, delete it."""
    row, page = visit.own_clip(visit.button.clip), visit.button.page
    if row is None:
        await visit.say_words("bot.history.gone")
        return
    if visit.button.choice != "yes":
        photo = ask_to_delete(row, page, _reader(visit))
        await visit.show_picture(photo, await _picture(visit, [row]))
        return
    await visit.office.forget_clip(row)
    await visit.say_words("history.deleted")
    await _turn(visit, _page(visit, page))


async def _turn(visit: Visit, page: Page) -> None:
    """Show a page in place; one that is no longer there is the first again."""
    if not page.rows and page.number:
        page = _page(visit, 0, page.chosen, page.athlete)
    if not page.rows:
        await _say_empty(visit)
        return
    await visit.show_picture(*await _drawn(visit, page))


async def _say_empty(visit: Visit) -> None:
    """There is no clip; over it whose there is none, where that is somebody else."""
    empty = escape(visit.words.text("bot.history.empty"))
    await visit.say(Text(headed(visit.subject_name, empty)))


def _page(visit: Visit, number: int, chosen: str = "", athlete: int = 0) -> Page:
    """A page of the clips of whoever is looked at, or of somebody else they see."""
    store, person = visit.office.store, visit.athlete.id
    whose, others = visit.subject.id, dict[int, str]()
    if chosen:
        squad = {one.id: one.name for one in store.squad(person)}
        if squad:
            others = {person: visit.words.text("history.mine"), **squad}
        whose = athlete if athlete in others else whose
        others.pop(whose, None)
    rows = store.history_page(whose, number, PAGE)
    told = 0 if whose == visit.subject.id else whose
    rows, more = rows[:PAGE], len(rows) > PAGE
    own = any(visit.own_clip(row.id) for row in rows)
    return Page(number, rows, more, chosen, told, others, own)


async def _drawn(visit: Visit, page: Page) -> tuple[Photo, dict[str, bytes]]:
    store, person = visit.office.store, visit.athlete.id
    name = store.called(person, page.athlete or visit.subject.id)
    photo = photo_of(name, history_page(page, _reader(visit)))
    return photo, await _picture(visit, page.rows)


async def _picture(visit: Visit, rows: Sequence[ClipRow]) -> dict[str, bytes]:
    store, reader = visit.office.store, _reader(visit)
    strips = [
        strip_of(number, row, stills_in(store.stills(row.id)), reader)
        for number, row in enumerate(rows, 1)
    ]
    return {PICTURE: await asyncio.to_thread(rows_picture, strips)}


async def show_again(visit: Visit) -> None:
    """Send the reply of an earlier clip once more."""
    row = visit.clip(visit.button.clip)
    if row is None:
        await visit.say_words("bot.history.gone")
        return
    time = time_text(row.received_at, _zone(visit), visit.words.language)
    again = visit.words.text("bot.history.again", time=time)
    told = headed(visit.name_of(row), escape(again))
    await visit.say(Text(told, coach_buttons(visit, row)))
    await send_reply(visit, row)


async def send_reply(visit: Visit, row: ClipRow) -> None:
    """Send what was said of a clip, and what coaches said since."""
    reply = (*_reply(row, visit), *said_before(visit.office.store.comments(row.id)))
    await visit.office.delivery.show_again(row, visit.chat_id, reply)


def coach_buttons(visit: Visit, row: ClipRow) -> Rows:
    """For a coach: say something about a clip, or give it to another athlete."""
    keys = []
    if row.athlete_id != visit.athlete.id:
        keys.append(_button("comment", row, visit.words))
    if visit.own_clip(row.id) and visit.office.store.squad(visit.athlete.id):
        keys.append(_button("whose", row, visit.words))
    return (tuple(keys),) if keys else ()


def _button(action: Action, row: ClipRow, words: Words) -> Button:
    label = words.text(f"bot.button.{action}")
    return Button(label, data=callback_data(action, row.id))


async def all_phases(visit: Visit) -> None:
    """Show every measure of a clip."""
    row = visit.clip(visit.button.clip)
    if row is None or row.analysis is None:
        await visit.say_words("bot.history.gone")
        return
    checklist = Button(
        visit.words.text("bot.button.checklist"), data=callback_data("checklist")
    )
    try:
        texts = every_measure(
            from_json(row.analysis),
            visit.words,
            ((checklist,),),
            visit.about_of(row),
        )
    except KeyError:
        texts = (outdated(visit.words),)
    for text in texts:
        await visit.say(text)


def _reply(row: ClipRow, visit: Visit) -> tuple[Message, ...]:
    words, about = visit.words, visit.about_of(row)
    over = heading(visit.name_of(row), row.note)
    if row.analysis is None:
        return (coaching.failure("crashed", words),)
    found = from_json(row.analysis)
    told = replace(found, praise=row.praised or found.praise)
    try:
        own = visit.own_clip(row.id) is not None
        return coaching.coaching(told, row.id, words, about, over, own)
    except KeyError:
        return (outdated(words),)


def outdated(words: Words) -> Text:
    """What is left to say when a check or cue has left the content since."""
    return Text(escape(words.text("bot.history.outdated")))


def _reader(visit: Visit) -> Reader:
    return Reader(visit.words, _zone(visit), visit.office.clock())


def _zone(visit: Visit) -> ZoneInfo:
    return zone(visit.athlete.timezone, visit.office.settings.default_timezone)
