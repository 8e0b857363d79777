"""/weekly: whether and when the weekly summary comes."""

from __future__ import annotations

from bot.chat.callback_data import callback_data
from bot.chat.messages import Text
from bot.handlers import settings
from bot.handlers.request import Visit
from bot.progress.weekly_schedule import next_time
from bot.replies.weekly_page import HOURS, ask_city, weekly_page
from bot.store.models import WeeklyTime
from bot.time_zones import zone, zone_named


async def weekly(visit: Visit) -> None:
    """Show the page; change what a button says, and show so in place."""
    choice, store, id = visit.button.choice, visit.office.store, visit.athlete.id
    if choice == "city":
        store.ask(id, callback_data("tz"))
        await visit.say(ask_city(visit.words))
        return
    if choice in ("on", "off"):
        store.set_weekly(id, choice == "on")
    elif wanted := _wanted(choice, visit.athlete.weekly_time):
        store.set_weekly_time(id, wanted)
    # A summary, or a page with more on it, stays as it is.
    show = visit.show if choice else visit.say
    await show(_page(visit))


async def placed(visit: Visit) -> None:
    """Take the city that was asked for; ask again until it is known."""
    await settings.timezone(visit)
    if zone_named(visit.argument, visit.words.language) is None:
        visit.office.store.ask(visit.athlete.id, callback_data("tz"))
    else:
        await visit.say(_page(visit))


def _wanted(choice: str, now: WeeklyTime) -> WeeklyTime | None:
    """The day and hour after a press; None for what no button of ours says."""
    number = int(choice[1:]) if choice[1:].isdecimal() else -1
    if choice.startswith("d") and 1 <= number <= 7:
        return WeeklyTime(number, now.hour)
    if choice.startswith("h") and 0 <= number < HOURS:
        return WeeklyTime(now.day, number)
    return None


def _page(visit: Visit) -> Text:
    office = visit.office
    athlete = office.store.meet(visit.athlete.id)
    home = zone(athlete.timezone, office.settings.default_timezone)
    coming = None
    if athlete.weekly:
        last = office.store.last_summary(athlete.id)
        coming = next_time(office.clock(), home, athlete.weekly_time, last)
    return weekly_page(athlete, coming, visit.words, home)
