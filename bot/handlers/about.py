"""Who the athlete is: how used to blocks, how old, and, if they like, how tall."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

from analysis.scoring.metres import HEIGHTS_CM
from bot.handlers.request import Visit
from bot.replies.about import FORGET, about_page, height_page
from bot.store import About
from bot.store.models import NOBODY, AgeGroup, Experience

# Below it a height is told in metres.
MOST_METRES = 3.0
_HEIGHT = re.compile(r"(\d{1,3}(?:[.,]\d{1,3})?)\s*(?:cm|m|см|м)?", re.IGNORECASE)


async def about(visit: Visit) -> None:
    """Ask who they are; or forget all they told and show so in place."""
    if visit.button.choice == FORGET:
        visit.office.note_deletion("about", visit.about_whom.id)
        await _tell(visit, NOBODY)
    else:
        await visit.say(about_page(visit.about_whom, visit.words))


async def tell_experience(visit: Visit) -> None:
    """Remember how used to blocks they are, and show so in place."""
    told = {one: one for one in get_args(Experience)}.get(visit.button.choice)
    known = visit.about_whom.about
    await _tell(visit, replace(known, experience=told or known.experience))


async def tell_age(visit: Visit) -> None:
    """Remember their age group, and show so in place."""
    told = {one: one for one in get_args(AgeGroup)}.get(visit.button.choice)
    known = visit.about_whom.about
    await _tell(visit, replace(known, age_group=told or known.age_group))


async def height(visit: Visit) -> None:
    """Remember the height named, or say what it is for."""
    known, words = visit.about_whom.about, visit.words
    if not visit.argument:
        await visit.say(height_page(known, words, "ask"))
    elif (told := height_in(visit.argument)) is None:
        await visit.say(height_page(known, words, "unknown"))
    else:
        known = replace(known, height_cm=told)
        visit.office.store.set_about(visit.about_whom.id, known)
        await visit.say(height_page(known, words, "done"))


async def forget_height(visit: Visit) -> None:
    """Forget the height, and show so in place."""
    visit.office.note_deletion("height", visit.about_whom.id)
    await _tell(visit, replace(visit.about_whom.about, height_cm=None))


def height_in(text: str) -> int | None:
    """Whole centimetres out of ``178``, ``178 cm``, ``1.78`` or ``1,78 m``."""
    found = _HEIGHT.fullmatch(text.strip())
    if found is None:
        return None
    number = float(found[1].replace(",", "."))
    cm = round(number * 100 if number < MOST_METRES else number)
    return cm if cm in HEIGHTS_CM else None


async def _tell(visit: Visit, about: About) -> None:
    office, athlete_id = visit.office, visit.about_whom.id
    office.store.set_about(athlete_id, about)
    changed = office.store.athlete(athlete_id) or visit.about_whom
    await visit.show(about_page(changed, visit.words))
    await office.let_go(athlete_id)
