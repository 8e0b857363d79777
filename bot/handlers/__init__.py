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
    about,
    access,
    answers,
    callbacks,
    checklist,
    clip,
    errors,
    filming_guide,
    help,
    history,
    links,
    privacy,
    progress,
    settings,
    sharing,
    squad,
)
from bot.handlers.request import Handler, on_command, on_message

COMMANDS: Mapping[str, Handler] = {
    "start": links.start,
    "help": help.help_,
    "checklist": checklist.checklist,
    "film": filming_guide.film,
    "history": history.history,
    "progress": progress.progress,
    "cancel": clip.cancel,
    "settings": settings.settings,
    "share": sharing.share,
    "squad": squad.squad,
    "height": about.height,
    "timezone": settings.timezone,
    "privacy": privacy.privacy,
    "delete": privacy.ask_to_delete,
}
VIDEO = filters.VIDEO | filters.ANIMATION | filters.VIDEO_NOTE
PICTURE = filters.PHOTO | filters.Document.IMAGE
ALLOWED_UPDATES = [Update.MESSAGE, Update.CALLBACK_QUERY]


def register(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Add every handler; the gate goes before all others."""
    application.add_handler(TypeHandler(Update, access.gate), group=-1)
    for name, handler in COMMANDS.items():
        application.add_handler(CommandHandler(name, on_command(handler)))
    application.add_handler(CallbackQueryHandler(callbacks.press))
    for wanted, handler in (
        (VIDEO, clip.take_clip),
        (PICTURE, help.photo),
        (filters.Document.ALL, clip.take_clip),
        (filters.COMMAND, help.help_),
        (filters.TEXT, answers.text),
        (filters.VOICE, answers.voice),
        (filters.ALL, help.anything_else),
    ):
        application.add_handler(MessageHandler(wanted, on_message(handler)))
    application.add_error_handler(errors.sorry)
