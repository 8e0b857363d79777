"""/history: the last clips, each to be shown again; and all numbers of one clip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from zoneinfo import ZoneInfo

from analysis.serialization import from_json
from bot.chat.callback_data import Action, callback_data
from bot.chat.messages import Button, Message, Rows, Text
from bot.chat.paging import fitted
from bot.handlers.request import Visit
from bot.replies import coaching
from bot.replies.checklist import every_measure
from bot.replies.comments import said_before
from bot.replies.numbers import time_text
from bot.replies.progress_summary import history_text
from bot.replies.whose import heading
from bot.store import ClipRow
from bot.time_zones import zone
from content.words import Words

PAGE = 10
ROW = 5


async def history(visit: Visit) -> None:
    """List the last ten clips; a button goes on with those before its clip."""
    before = visit.button.clip
    # One more than is shown, to know whether there are older ones.
    rows = visit.office.store.history(visit.subject.id, PAGE + 1, before or None)
    if not rows:
        await visit.say_words("bot.history.no_more" if before else "bot.history.empty")
        return
    await visit.say(_list(visit, rows))


async def show_again(visit: Visit) -> None:
    """Send the reply of an earlier clip once more."""
    row = visit.clip(visit.button.clip)
    if row is None:
        await visit.say_words("bot.history.gone")
        return
    time = time_text(row.received_at, _zone(visit), visit.words.language)
    again = visit.words.text("bot.history.again", time=time)
    await visit.say(Text(escape(again), coach_buttons(visit, row)))
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
        return coaching.coaching(told, row.id, words, about, over)
    except KeyError:
        return (outdated(words),)


def outdated(words: Words) -> Text:
    """What is left to say when a check or cue has left the content since."""
    return Text(escape(words.text("bot.history.outdated")))


def _list(visit: Visit, rows: Sequence[ClipRow]) -> Text:
    words, shown = visit.words, rows[:PAGE]
    title = f"<b>{escape(words.text('bot.history.title'))}</b>"
    hint = f"<i>{escape(words.text('bot.history.hint'))}</i>"
    listed = history_text(shown, words, _zone(visit))
    return fitted((title, listed, hint), _buttons(shown, len(rows) > PAGE, words))


def _buttons(rows: Sequence[ClipRow], more: bool, words: Words) -> Rows:
    numbers = [
        Button(str(number), data=callback_data("show", row.id))
        for number, row in enumerate(rows, start=1)
    ]
    lines = [tuple(numbers[at : at + ROW]) for at in range(0, len(numbers), ROW)]
    if more:
        older = Button(
            words.text("bot.button.older"), data=callback_data("hist", rows[-1].id)
        )
        lines.append((older,))
    return tuple(lines)


def _zone(visit: Visit) -> ZoneInfo:
    return zone(visit.athlete.timezone, visit.office.settings.default_timezone)
