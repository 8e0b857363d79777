"""/progress: how the clips of the last weeks went, and the weekly summary's switch."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import escape

from bot.handlers.visit import Visit
from bot.messages import Button, Rows, Text
from bot.pages import fitted
from bot.progress import progress_of
from bot.store import Athlete
from bot.summary import summary_text
from bot.zones import zone
from content.words import Words

SPAN = timedelta(days=28)


async def progress(visit: Visit) -> None:
    """Show four weeks against all before them."""
    await visit.say(_page(visit, visit.athlete))


async def switch(visit: Visit) -> None:
    """Turn the weekly summary on or off, and show so in place."""
    store = visit.office.store
    store.set_weekly(visit.athlete.id, visit.argument == "on")
    await visit.show(_page(visit, store.athlete(visit.athlete.id)))


def _page(visit: Visit, athlete: Athlete) -> Text:
    office, words = visit.office, visit.words
    now = datetime.now(UTC)
    recent = office.store.analysed_between(athlete.id, now - SPAN, now)
    earlier = office.store.analysed_between(athlete.id, None, now - SPAN)
    done = progress_of(recent, earlier, office.checklist)
    home = zone(athlete.timezone, office.settings.default_timezone)
    text = summary_text(done, office.checklist, words, home, weekly=False)
    state = "weekly_on" if athlete.weekly else "weekly_off"
    told = escape(words.text(f"bot.progress.{state}", zone=home.key))
    return fitted((text, told), _switch(athlete, words))


def _switch(athlete: Athlete, words: Words) -> Rows:
    turn = "off" if athlete.weekly else "on"
    label = words.text(f"bot.button.weekly_{turn}")
    return ((Button(label, data=f"v1:weekly:{turn}"),),)
