"""For how long clips are kept: for ever, or until they are so many days old."""

from __future__ import annotations

from html import escape

from bot.chat.callback_data import callback_data
from bot.chat.messages import Button, Text
from bot.handlers.request import Visit

FOR_EVER = "0"
DAYS = (FOR_EVER, "365", "90", "30")


async def keep_for(visit: Visit) -> None:
    """Ask for how long; or remember the answer and show so in place."""
    chosen = visit.button.choice
    if chosen not in DAYS:
        await visit.say(_page(visit, visit.athlete.keep_days))
        return
    days = int(chosen) or None
    visit.office.store.set_keep_days(visit.athlete.id, days)
    await visit.show(_page(visit, days))


def _page(visit: Visit, now: int | None) -> Text:
    words, chosen = visit.words, str(now or FOR_EVER)
    rows = tuple((_key(visit, days, days == chosen),) for days in DAYS)
    title = f"<b>{escape(words.text('bot.keep.title'))}</b>"
    return Text(f"{title}\n\n{escape(words.text('bot.keep.ask'))}", rows)


def _key(visit: Visit, days: str, chosen: bool) -> Button:
    label = visit.words.text(f"bot.button.keep_{days}")
    data = callback_data("keep_for", days)
    return Button(f"✓ {label}" if chosen else label, data=data)
