"""Whose start a caption names: ``Ben: spikes, wet`` of a coach's squad. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.store import Member

# Names of bots end like this; one is mentioned to have a clip looked at in a group.
BOT = re.compile(r"@\w+bot", re.IGNORECASE)


def named_in(caption: str, squad: Sequence[Member]) -> tuple[Member | None, str]:
    """The athlete a caption begins with, by the longest name, and what is left of it.

    Parameters
    ----------
    caption
        What stands under a clip; may be empty.
    """
    said = " ".join(word for word in caption.split() if not BOT.fullmatch(word))
    for one in sorted(squad, key=lambda one: -len(one.name)):
        rest = said[len(one.name) :]
        begins = said[: len(one.name)].casefold() == one.name.casefold()
        if begins and not rest[:1].isalnum():
            return one, rest.lstrip(" :,;.–-")
    return None, said
