"""/cancel: take back the clips in line."""

from __future__ import annotations

from bot.handlers.request import Visit


async def cancel(visit: Visit) -> None:
    """Take them back and say how many."""
    count = await visit.office.cancel(visit.athlete.id)
    key = "taken" if count else "none"
    await visit.say_words(f"bot.cancel.{key}", count=count)
