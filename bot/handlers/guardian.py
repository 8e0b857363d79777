"""A guardian's yes: given, not yet given, or taken back."""

from __future__ import annotations

from bot.chat.callback_data import Action
from bot.handlers.request import Visit
from bot.replies.guardian import agreed, ask_guardian, not_yet, taken_back

# Buttons that have a clip looked at again, for which the yes must still stand.
LOOKS: frozenset[Action] = frozenset({"as_it_was", "earlier", "later", "me", "other"})


async def asked_first(visit: Visit) -> bool:
    """Ask for the yes where a button needs it; whether that was so."""
    needed = visit.athlete.waits and visit.button.action in LOOKS
    if needed:
        await visit.say(ask_guardian(visit.words))
    return needed


async def guardian(visit: Visit) -> None:
    """Take the answer, say in place what it means, and act on it."""
    office, words, athlete_id = visit.office, visit.words, visit.athlete.id
    if visit.button.choice == "yes":
        office.store.set_agreed(athlete_id, True)
        await visit.show(agreed(len(office.store.held(athlete_id)), words))
        await office.let_go(athlete_id)
    elif visit.button.choice == "back":
        office.store.set_agreed(athlete_id, False)
        await office.cancel(athlete_id)
        await visit.show(taken_back(words))
    else:
        await visit.show(not_yet(words))
