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
    admin,
    answers,
    best,
    callbacks,
    checklist,
    clip,
    export,
    filming_guide,
    help,
    history,
    line,
    links,
    notes,
    other_media,
    privacy,
    progress,
    settings,
    sharing,
    squad,
    weekly,
)
from bot.handlers.request import Handler, on_command, on_message

COMMANDS: Mapping[str, Handler] = {
    "start": links.start,
    "help": help.help_,
    "checklist": checklist.checklist,
    "best": best.best,
    "film": filming_guide.film,
    "history": history.history,
    "progress": progress.progress,
    "weekly": weekly.weekly,
    "cancel": line.cancel,
    "settings": settings.settings,
    "share": sharing.share,
    "squad": squad.squad,
    "height": about.height,
    "timezone": settings.timezone,
    "privacy": privacy.privacy,
    "export": export.export,
    "delete": privacy.ask_to_delete,
    "status": admin.status,
    "allow": admin.allow,
    "block": admin.block,
    "invite": admin.invite,
}
VIDEO = filters.VIDEO | filters.ANIMATION | filters.VIDEO_NOTE
PICTURE = filters.PHOTO | filters.Document.IMAGE
PLACE = filters.LOCATION | filters.VENUE | filters.CONTACT | filters.POLL
ALLOWED_UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY]


def register(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Add every handler; the gate goes before all others."""
    application.add_handler(TypeHandler(Update, access.gate), group=-1)
    # First of all: what is edited is no new command, question or clip.
    changed = filters.UpdateType.EDITED_MESSAGE
    application.add_handler(MessageHandler(changed, on_message(notes.edited)))
    for name, handler in COMMANDS.items():
        application.add_handler(CommandHandler(name, on_command(handler)))
    application.add_handler(CallbackQueryHandler(callbacks.press))
    for wanted, handler in (
        (VIDEO, clip.take_clip),
        (PICTURE, other_media.photo),
        (filters.Document.ALL, clip.take_clip),
        (filters.COMMAND, help.help_),
        (filters.TEXT, answers.text),
        (filters.VOICE | filters.AUDIO, answers.voice),
        (filters.Sticker.ALL, other_media.sticker),
        (PLACE, other_media.place),
        # Not what the app says itself, such as that a message was pinned.
        (filters.ALL & ~filters.StatusUpdate.ALL, other_media.anything_else),
    ):
        application.add_handler(MessageHandler(wanted, on_message(handler)))
