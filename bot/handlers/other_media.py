"""Kind words for whatever isn't a clip."""

from __future__ import annotations

from bot.handlers.request import Visit


async def photo(visit: Visit) -> None:
    """Answer a still picture."""
    await visit.answer(visit.words.text("bot.clip.photo"))


async def text(visit: Visit) -> None:
    """Answer small talk."""
    await visit.say_words("bot.clip.text")


async def link(visit: Visit) -> None:
    """Answer a link to a video, or to anything else."""
    await visit.answer(visit.words.text("bot.clip.link"))


async def voice(visit: Visit) -> None:
    """Answer a voice message that nobody asked for."""
    await visit.answer(visit.words.text("bot.clip.voice"))


async def sticker(visit: Visit) -> None:
    """Answer a sticker."""
    await visit.answer(visit.words.text("bot.clip.sticker"))


async def place(visit: Visit) -> None:
    """Answer a place, a contact or a poll."""
    await visit.answer(visit.words.text("bot.clip.place"))


async def anything_else(visit: Visit) -> None:
    """Answer a file that is no video."""
    await visit.answer(visit.words.text("bot.clip.not_a_clip"))
