"""A coach's comment on a clip, written or spoken; it reaches the athlete."""

from __future__ import annotations

from bot.chat.callback_data import callback_data
from bot.handlers.request import Visit
from bot.handlers.sharing import own_name
from bot.replies.comments import comment_message
from bot.store import ClipRow
from bot.time_zones import zone


async def ask(visit: Visit) -> None:
    """Ask for the comment on a clip."""
    clip = visit.clip(visit.button.clip)
    if clip is None:
        await visit.say_words("bot.history.gone")
        return
    visit.office.store.ask(visit.athlete.id, callback_data("comment", clip.id))
    await visit.say_words("bot.comment.ask")


async def take(visit: Visit) -> None:
    """Keep the comment with the clip, and send it to the athlete."""
    clip, message = visit.clip(visit.button.clip), visit.message
    voice = message.voice if message is not None else None
    if clip is None:
        await visit.say_words("bot.history.gone")
        return
    said = visit.office.store.comment(
        clip.id,
        visit.athlete.id,
        own_name(visit),
        visit.argument,
        voice.file_id if voice else "",
    )
    if said is None:
        await visit.say_words("bot.history.gone")
    elif clip.athlete_id in (visit.athlete.id,) or clip.athlete_id < 0:
        await visit.say_words("bot.comment.kept")
    else:
        await _tell(visit, clip)


async def _tell(visit: Visit, clip: ClipRow) -> None:
    """Send the last comment to the athlete, in their language and zone."""
    office, athlete = visit.office, visit.office.store.athlete(clip.athlete_id)
    if athlete is None:
        await visit.say_words("bot.history.gone")
        return
    if not office.may_enter(athlete.id):
        await visit.say_words("bot.comment.blocked")
        return
    words = office.words_of(athlete.id)
    home = zone(athlete.timezone, office.settings.default_timezone)
    comment = office.store.comments(clip.id)[-1]
    sent = await office.outbox.send(
        athlete.id, comment_message(comment, clip, words, home)
    )
    await visit.say_words("bot.comment.sent" if sent else "bot.comment.blocked")
