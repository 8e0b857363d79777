"""For how long clips are kept: for ever, or until they are so many days old."""

from __future__ import annotations

from html import escape

from bot.chat.callback_data import callback_data
from bot.chat.messages import Button, Rows, Text
from bot.handlers.request import Visit

FOR_EVER = "0"
DAYS = (FOR_EVER, "365", "90", "30")
YES = "yes"


async def keep_for(visit: Visit) -> None:
    """Ask for how long; or remember the answer and show so in place.

    An answer by which clips would be deleted is asked about once more.
    """
    store, athlete = visit.office.store, visit.athlete
    chosen, sure = visit.button.choice, visit.button.value == YES
    if chosen not in DAYS:
        page = _page(visit, athlete.keep_days)
        await (visit.show(page) if chosen else visit.say(page))
        return
    days = int(chosen) or None
    now = visit.office.clock()
    older = store.older_than(athlete.id, days, now) if days else 0
    if older and not sure and days != athlete.keep_days:
        words = visit.words.text("bot.keep.sure", count=older)
        await visit.show(Text(escape(words), _sure(visit, chosen)))
        return
    store.set_keep_days(athlete.id, days)
    if sure:
        for row in store.past_keeping(now, athlete.id):
            await visit.office.forget_clip(row)
    await visit.show(_page(visit, days))


def _sure(visit: Visit, days: str) -> Rows:
    yes, no = (visit.words.text(f"bot.button.keep_{one}") for one in ("yes", "no"))
    return (
        (Button(yes, data=callback_data("keep_for", days, YES), style="danger"),),
        (Button(no, data=callback_data("keep_for", "no")),),
    )


def _page(visit: Visit, now: int | None) -> Text:
    words, chosen = visit.words, str(now or FOR_EVER)
    rows = tuple((_key(visit, days, days == chosen),) for days in DAYS)
    title = f"<b>{escape(words.text('bot.keep.title'))}</b>"
    return Text(f"{title}\n\n{escape(words.text('bot.keep.ask'))}", rows)


def _key(visit: Visit, days: str, chosen: bool) -> Button:
    label = visit.words.text(f"bot.button.keep_{days}")
    data = callback_data("keep_for", days)
    return Button(f"✓ {label}" if chosen else label, data=data)
