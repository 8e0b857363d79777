"""/timezone: where the athlete's Sunday evening is."""

from __future__ import annotations

import difflib
from datetime import UTC, datetime
from functools import cache
from html import escape
from zoneinfo import available_timezones

from bot.handlers.visit import Visit
from bot.messages import Button, Text
from bot.numbers import clock_text
from bot.zones import find_zone, zone

SUGGESTIONS = 6


async def timezone(visit: Visit) -> None:
    """Set the zone to the one named, suggest some, or say which it is."""
    wanted = visit.argument
    if not wanted:
        await visit.say(Text(escape(_place(visit, "now"))))
    elif name := zone_named(wanted):
        visit.office.store.set_timezone(visit.athlete.id, name)
        await visit.show(Text(escape(_place(visit, "done", name))))
    elif names := zones_like(wanted):
        buttons = tuple((Button(name, data=f"v1:tz:{name}"),) for name in names)
        await visit.say_words("bot.timezone.suggest", buttons)
    else:
        await visit.say_words("bot.timezone.unknown")


def zone_named(text: str) -> str | None:
    """The zone of this name, or of this city where only one zone has it."""
    if name := find_zone(text):
        return name
    names = _by_city().get(_plain(text), [])
    return names[0] if len(names) == 1 else None


def zones_like(text: str) -> list[str]:
    """Zones of the cities whose names look most like this; maybe none."""
    cities = _by_city()
    near = difflib.get_close_matches(_plain(text), cities, n=SUGGESTIONS, cutoff=0.75)
    return [name for city in near for name in cities[city]][:SUGGESTIONS]


@cache
def _by_city() -> dict[str, list[str]]:
    cities: dict[str, list[str]] = {}
    for name in sorted(available_timezones()):
        if "/" in name and not name.startswith("Etc/"):
            cities.setdefault(_plain(name.rsplit("/", 1)[1]), []).append(name)
    return cities


def _plain(text: str) -> str:
    return "_".join(text.lower().split())


def _place(visit: Visit, key: str, name: str | None = None) -> str:
    """Say which zone it is and what its clocks show."""
    home = zone(name or visit.athlete.timezone, visit.office.settings.default_timezone)
    time = clock_text(datetime.now(UTC), home, visit.words.language)
    return visit.words.text(f"bot.timezone.{key}", zone=home.key, time=time)
