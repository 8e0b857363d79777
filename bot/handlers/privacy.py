"""/privacy and /delete."""

from __future__ import annotations

from html import escape
from pathlib import Path

from bot.chat.callback_data import callback_data
from bot.chat.messages import Button, Text
from bot.handlers.request import Visit
from bot.handlers.settings import own_menu

SECTIONS = ("video", "numbers", "pictures", "about", "others", "young")


async def privacy(visit: Visit) -> None:
    """Say what is kept."""
    words, settings = visit.words, visit.office.settings
    title = f"<b>{escape(words.text('bot.privacy.title'))}</b>"
    days = settings.backup_days if isinstance(settings.history, Path) else 0
    backup = "backup" if days else "backup_elsewhere"  # by hand, or of the server
    parts = [words.text(f"bot.privacy.{part}") for part in SECTIONS]
    gone = [
        words.text(f"bot.privacy.{part}", count=days)
        for part in ("delete", backup, "left")
    ]
    said = map(escape, (*parts, " ".join(gone)))
    await visit.say(Text("\n\n".join((title, *said))))


async def ask_to_delete(visit: Visit) -> None:
    """Ask whether they are sure."""
    words = visit.words
    yes = Button(
        words.text("bot.button.delete_yes"),
        data=callback_data("del", "yes"),
        style="danger",
    )
    no = Button(words.text("bot.button.delete_no"), data=callback_data("del", "no"))
    await visit.say_words("bot.delete.ask", ((yes,), (no,)))


async def delete(visit: Visit) -> None:
    """Delete everything when the athlete said yes."""
    if visit.button.choice == "yes":
        await visit.office.forget(visit.athlete.id)
        await visit.office.outbox.set_menu(own_menu(visit, visit.words, chosen=False))
    key = "bot.delete.done" if visit.button.choice == "yes" else "bot.delete.kept"
    await visit.show(Text(escape(visit.words.text(key))))
