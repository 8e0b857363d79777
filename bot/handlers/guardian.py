"""A guardian's yes: given, not yet given, or taken back."""

from __future__ import annotations

from bot.chat.callback_data import Action
from bot.handlers.request import Visit
from bot.replies.guardian import agreed, ask_guardian, not_yet, taken_back

# Buttons that have a clip looked at again, for which the yes must still stand.
LOOKS: frozenset[Action] = frozenset(
    {"anew", "as_it_was", "back", "do", "earlier", "later", "me", "other", "resume"}
)


async def asked_first(visit: Visit) -> bool:
    """Ask for the yes where a button needs it; whether that was so."""
    clip = visit.own_clip(visit.button.clip) if visit.button.action in LOOKS else None
    athlete = visit.office.store.athlete(clip.athlete_id) if clip else None
    if athlete is None or not athlete.waits:
        return False
    kept = athlete.id if athlete.kept_by else 0
    await visit.say(ask_guardian(visit.words, kept=kept))
    return True


async def guardian(visit: Visit) -> None:
    """Take the answer, say in place what it means, and act on it."""
    office, words, kept = visit.office, visit.words, visit.button.athlete
    athlete_id = kept or visit.athlete.id
    if not office.store.keeps(visit.athlete.id, athlete_id):
        await visit.say_words("bot.squad.left")
    elif visit.button.choice == "yes":
        office.store.set_agreed(athlete_id, True)
        await visit.show(agreed(len(office.store.held(athlete_id)), words))
        await office.let_go(athlete_id)
    elif visit.button.choice == "back":
        office.store.set_agreed(athlete_id, False)
        await office.stop(athlete_id)
        await visit.show(taken_back(words, kept))
    else:
        await visit.show(not_yet(words, kept))
