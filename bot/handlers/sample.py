"""A sample of what an athlete gets, before they have sent anything."""

from __future__ import annotations

from bot.handlers.request import Visit


async def sample(visit: Visit) -> None:
    """Send the reply to a start that is nobody's."""
    await visit.office.sample.ask(visit.athlete.id)
