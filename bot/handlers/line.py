"""The line of clips: taken back, and looked at after all."""

from __future__ import annotations

from analysis.corrections import NOTHING, Corrections
from analysis.corrections import from_json as corrections_from_json
from bot.handlers.corrections import look_again
from bot.handlers.request import Visit
from bot.store import ClipRow


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
    """Look at a clip after all, or once more, with what was put right in it."""
    row = visit.own_clip(visit.button.clip)
    if row is None:
        await visit.say_words("bot.history.gone")
        return
    await look_again(visit, row, _put_right(row))


def _put_right(row: ClipRow) -> Corrections:
    """What was put right in a clip, or would be by the look that was taken back."""
    told = (row.analysis or {}).get("corrections")
    try:
        return corrections_from_json(row.wanted if row.again == "cancelled" else told)
    except ValueError:  # by a version that knew other things to put right
        return NOTHING
