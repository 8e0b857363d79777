"""/timezone: where the athlete's Sunday evening is."""

from __future__ import annotations

import difflib
from datetime import UTC, datetime
from html import escape
from zoneinfo import available_timezones

from bot.handlers.visit import Visit
from bot.messages import Button, Text
from bot.numbers import time_text
from bot.zones import find_zone, zone

SUGGESTIONS = 6


async def timezone(visit: Visit) -> None:
    """Set the zone to the one named, suggest some, or say which it is."""
    if not visit.argument:
        await visit.say(Text(_now(visit, visit.athlete.timezone)))
        return
    matches = zones_like(visit.argument)
    if len(matches) == 1:
        visit.office.store.set_timezone(visit.athlete.id, matches[0])
        await visit.show(Text(_done(visit, matches[0])))
    elif matches:
        buttons = tuple((Button(name, data=f"v1:tz:{name}"),) for name in matches)
        await visit.say_words("bot.timezone.suggest", buttons)
    else:
        unknown, how = "bot.timezone.unknown", "bot.timezone.how"
        said = f"{visit.words.text(unknown)} {visit.words.text(how)}"
        await visit.say(Text(escape(said)))


def zones_like(text: str) -> list[str]:
    """Time zones somebody may mean: the one, or the likeliest few, or none.

    A zone's proper name wins, then a city that is in one zone's name only.
    """
    if name := find_zone(text):
        return [name]
    wanted = "_".join(text.lower().split())
    cities: dict[str, list[str]] = {}
    for name in sorted(available_timezones()):
        if "/" in name and not name.startswith(("Etc/", "posix/", "right/")):
            cities.setdefault(name.rsplit("/", 1)[1].lower(), []).append(name)
    close = difflib.get_close_matches(wanted, cities, n=SUGGESTIONS, cutoff=0.75)
    near = [wanted] if wanted in cities else close
    return [name for city in near for name in cities[city]][:SUGGESTIONS]


def _now(visit: Visit, name: str | None) -> str:
    how = escape(visit.words.text("bot.timezone.how"))
    return f"{_place(visit, 'now', name)}\n\n{how}"


def _done(visit: Visit, name: str) -> str:
    return _place(visit, "done", name)


def _place(visit: Visit, key: str, name: str | None) -> str:
    place = zone(name, visit.office.settings.default_timezone)
    time = time_text(datetime.now(UTC), place, visit.words.language, "short")
    said = visit.words.text(f"bot.timezone.{key}", zone=place.key, time=time)
    return escape(said)
