"""The path of a clip: all of a start's bodies in one picture."""

from __future__ import annotations

from analysis.serialization import from_json
from bot.chat.messages import Photo
from bot.handlers.request import Visit
from bot.replies.coaching import PATH, path_caption


async def path(visit: Visit) -> None:
    """Send it, kept with the clip since it was analysed."""
    row = visit.clip(visit.button.clip)
    if row is None or row.analysis is None:
        await visit.say_words("bot.history.gone")
        return
    kept = visit.office.pictures_of(row, visit.words.language)
    photo = Photo(PATH, path_caption(from_json(row.analysis), visit.words))
    if PATH not in kept or not await visit.send_pictures(photo, kept):
        await visit.say_words("bot.path.none")
