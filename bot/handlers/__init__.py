"""What the bot does with each kind of update."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.handlers import (
    buttons,
    cancel,
    checklist,
    clip,
    errors,
    film,
    gate,
    history,
    privacy,
    progress,
    settings,
    welcome,
)
from bot.handlers.visit import Handler, on_message

COMMANDS: Mapping[str, Handler] = {
    "start": welcome.start,
    "help": welcome.help_,
    "checklist": checklist.checklist,
    "film": film.film,
    "history": history.history,
    "progress": progress.progress,
    "cancel": cancel.cancel,
    "settings": settings.settings,
    "timezone": settings.timezone,
    "privacy": privacy.privacy,
    "delete": privacy.ask_to_delete,
}
VIDEO = filters.VIDEO | filters.ANIMATION | filters.VIDEO_NOTE
PICTURE = filters.PHOTO | filters.Document.IMAGE
ALLOWED_UPDATES = [Update.MESSAGE, Update.CALLBACK_QUERY]


def register(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Add every handler; the gate goes before all others."""
    application.add_handler(TypeHandler(Update, gate.gate), group=-1)
    for name, handler in COMMANDS.items():
        application.add_handler(CommandHandler(name, on_message(handler)))
    application.add_handler(CallbackQueryHandler(buttons.press))
    for wanted, handler in (
        (VIDEO, clip.take_clip),
        (PICTURE, welcome.photo),
        (filters.Document.ALL, clip.take_clip),
        (filters.COMMAND, welcome.help_),
        (filters.TEXT, welcome.text),
        (filters.ALL, welcome.anything_else),
    ):
        application.add_handler(MessageHandler(wanted, on_message(handler)))
    application.add_error_handler(errors.sorry)
