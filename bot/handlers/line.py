"""The line of clips: taken back, and looked at after all."""

from __future__ import annotations

from bot.handlers.guardian import asked_first
from bot.handlers.request import Visit


async def cancel(visit: Visit) -> None:
    """Take all of a chat's clips back, and say how many."""
    count = await visit.office.cancel(visit.chat_id)
    key = "taken" if count else "none"
    await visit.say_words(f"bot.cancel.{key}", count=count)


async def stop(visit: Visit) -> None:
    """Take one clip back; its message says so."""
    row = visit.own_clip(visit.button.clip)
    if row is None:
        await visit.say_words("bot.history.gone")
    elif not await visit.office.take_back(row):
        await visit.say_words("bot.cancel.too_late")


async def resume(visit: Visit) -> None:
    """Look at a clip after all, or once more."""
    row = visit.own_clip(visit.button.clip)
    if row is None:
        await visit.say_words("bot.history.gone")
    elif not await asked_first(visit):
        visit.office.store.look_again(row.id, None, visit.update_id)
        await visit.office.take(row.id)
