"""When the weekly summary comes, and the buttons that change it. Pure."""

from __future__ import annotations

from datetime import datetime, time
from html import escape
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time, get_day_names

from bot.chat.callback_data import callback_data
from bot.chat.messages import Button, Rows, Text
from bot.replies.numbers import clock_text
from bot.store import Athlete
from content.words import Words, locale_of

HOURS = 24
FIRST_ROW = 4  # days in it; the others are in the second


def weekly_page(
    athlete: Athlete, coming: datetime | None, words: Words, zone: ZoneInfo
) -> Text:
    """Say when the summary comes, and offer another time or none.

    ``coming`` is when the next one comes; None where it is off.
    """
    title = f"<b>{escape(words.text('bot.weekly_page.title'))}</b>"
    said = [words.text("bot.weekly_page.what")]
    if coming is None:
        said.append(words.text("bot.weekly_page.off"))
        return Text(_joined(title, said), ((_choice("on", "weekly_on", words),),))
    told = weekly_words(athlete, words) | {"zone": zone.key}
    date = format_skeleton(
        "MMMEd", coming.astimezone(zone), locale=locale_of(words.language)
    )
    at = clock_text(coming, zone, words.language)
    said.append(
        f"{words.text('bot.weekly_page.on', **told)}\n"
        f"{words.text('bot.weekly_page.next', date=date, time=at)}"
    )
    return Text(_joined(title, said), _times(athlete, words))


def weekly_button(words: Words) -> Button:
    """Leads to the page."""
    return Button(words.text("bot.button.weekly"), data=callback_data("weekly"))


def ask_city(words: Words) -> Text:
    """Ask where somebody is."""
    return Text(escape(words.text("bot.weekly_page.city")))


def weekly_words(athlete: Athlete, words: Words) -> dict[str, str]:
    """The day and the hour of an athlete's summary."""
    wanted, locale = athlete.weekly_time, locale_of(words.language)
    day = get_day_names("wide", "stand-alone", locale)[wanted.day - 1]
    return {"day": day, "time": _hour(wanted.hour, words)}


def _joined(title: str, said: list[str]) -> str:
    return "\n\n".join([title, *map(escape, said)])


def _times(athlete: Athlete, words: Words) -> Rows:
    wanted, locale = athlete.weekly_time, locale_of(words.language)
    names = get_day_names("abbreviated", "stand-alone", locale)
    days = tuple(
        Button(
            f"✓ {names[day - 1]}" if day == wanted.day else names[day - 1],
            data=callback_data("weekly", f"d{day}"),
        )
        for day in range(1, 8)
    )
    before, after = ((wanted.hour + step) % HOURS for step in (-1, 1))
    hours = (
        Button(f"◀ {_hour(before, words)}", data=callback_data("weekly", f"h{before}")),
        Button(f"{_hour(after, words)} ▶", data=callback_data("weekly", f"h{after}")),
    )
    last = (
        (_choice("city", "weekly_city", words),),
        (_choice("off", "weekly_off", words),),
    )
    return (days[:FIRST_ROW], days[FIRST_ROW:], hours, *last)


def _hour(hour: int, words: Words) -> str:
    text: str = format_time(time(hour), "short", locale=locale_of(words.language))
    return text


def _choice(choice: str, label: str, words: Words) -> Button:
    data = callback_data("weekly", choice)
    return Button(words.text(f"bot.button.{label}"), data=data)
