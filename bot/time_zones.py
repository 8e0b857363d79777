"""Time zones by name."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo, available_timezones


@cache
def _names() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


def find_zone(text: str) -> str | None:
    """Proper name of the time zone someone typed, None when there is none.

    Capitals, blanks and spaces for underscores are forgiven: ``new york`` alone is
    not enough, ``america/new york`` is.
    """
    return _names().get("_".join(text.lower().split()))


def zone(name: str | None, default: str) -> ZoneInfo:
    """The zone called ``name``, or the default when it is not set or not known here.

    A name that was known once may be gone after an update of the zone data.
    """
    known = find_zone(name) if name else None
    return ZoneInfo(known or default)
