"""Whether an athlete's face is hidden in their pictures."""

from __future__ import annotations

from bot.handlers.request import Visit
from bot.replies.faces import HIDE, SHOW, faces_page


async def faces(visit: Visit) -> None:
    """Tell what hiding does; or remember the answer and show so in place."""
    office, whose, chosen = visit.office, visit.about_whom, visit.button.choice
    if chosen not in (HIDE, SHOW):
        await visit.say(faces_page(whose, visit.words))
        return
    office.store.set_faces_hidden(whose.id, chosen == HIDE)
    if chosen == HIDE:
        office.note_deletion("face", whose.id)
    await office.hide_faces()
    changed = office.store.athlete(whose.id) or whose
    await visit.show(faces_page(changed, visit.words))
