"""Time zones by name, and by city or country in any language we speak."""

from __future__ import annotations

import difflib
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

from content.words import languages, locale_of

SUGGESTIONS = 6


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())  # which reads many files


@cache
def _names() -> dict[str, str]:
    return {name.lower(): _today(name) for name in _known()}


def _today(name: str) -> str:
    """A zone's name of today: ``Europe/Kyiv`` for what was ``Europe/Kiev``."""
    now: str = get_global("zone_aliases").get(name, name)
    return now if "/" in name and now in _known() else name


def find_zone(text: str) -> str | None:
    """Proper name of the time zone someone typed, None when there is none.

    Capitals, blanks and spaces for underscores are forgiven: ``new york`` alone is
    not enough, ``america/new york`` is.
    """
    return _names().get(_plain(text))


def zone(name: str | None, default: str) -> ZoneInfo:
    """The zone called ``name``, or the default when it is not set or not known here.

    A name that was known once may be gone after an update of the zone data.
    """
    known = find_zone(name) if name else None
    return ZoneInfo(known or default)


def zone_named(text: str, language: str) -> str | None:
    """The zone of this name, or of this city where only one zone has it."""
    if name := find_zone(text):
        return name
    names = _by_city(language).get(_plain(text), [])
    return names[0] if len(names) == 1 else None


def zones_like(text: str, language: str) -> list[str]:
    """Zones of the cities whose names look most like this; maybe none."""
    cities = _by_city(language)
    near = difflib.get_close_matches(_plain(text), cities, n=SUGGESTIONS, cutoff=0.75)
    names = [name for city in near for name in cities[city]]
    return list(dict.fromkeys(names))[:SUGGESTIONS]


@cache
def _by_city(language: str) -> dict[str, list[str]]:
    """Zones by city: as the zones are called, else as a language we speak calls it.

    This language comes first. A country stands for its zones, where they are few.
    """
    names = [
        name for name in sorted(_known()) if "/" in name and not name.startswith("Etc/")
    ]
    cities: dict[str, list[str]] = {}
    for name in names:
        zones = cities.setdefault(_plain(name.rsplit("/", 1)[1]), [])
        zones += [] if _today(name) in zones else [_today(name)]
    spoken = (language, *(one for one in languages() if one != language))
    for told in (locale_of(one).time_zones for one in spoken):
        for name in names:
            if city := told.get(name, {}).get("city"):
                cities.setdefault(_plain(city), [_today(name)])
    for countries in (locale_of(one).territories for one in spoken):
        for country, zones in _by_country().items():
            cities.setdefault(_plain(countries.get(country, country)), zones)
    return cities


@cache
def _by_country() -> dict[str, list[str]]:
    """Zones by the country's code, of countries with no more than can be offered."""
    found = {
        country: list(dict.fromkeys(_today(name) for name in names if name in _known()))
        for country, names in get_global("territory_zones").items()
    }
    return {one: zones for one, zones in found.items() if 0 < len(zones) <= SUGGESTIONS}


def _plain(text: str) -> str:
    return "_".join(text.lower().split())
