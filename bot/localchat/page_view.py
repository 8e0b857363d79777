"""A message as the page shows it: JSON of what is seen, nothing else."""

from __future__ import annotations

from bot.localchat.spoken import language_of
from bot.localchat.state import BOT, Json, State
from bot.localchat.telegram_errors import CAPTION_UNITS, TEXT_UNITS
from content.words import Words, load_words

MEDIA = ("photo", "animation", "video", "document", "video_note", "voice", "audio")
_QUOTE_LETTERS = 80
_OF_THE_PAGE = "localchat."


def page_message(state: State, message: Json) -> Json:
    """Give one message for the page.

    Returns
    -------
    dict
        `id`, `from` ("bot" or "user"), `sender` (`id`, `name`), `date` (Unix s),
        `edited`, `text`, `caption`, `entities` (of whichever of the two is there),
        `language` (of the words; None when in doubt), `album` (id or None), `media`
        (None or `kind`, `url`, `poster` (of a film, or None), `name`, `mime`, `size`,
        `width`, `height`, `duration`, `alt` (what it shows)), `buttons` (rows of
        `text`, `data`, `url`, `copy`, `style`), `asks` (None, or what to write in the
        field for the answer it wants), `reactions`, `reply_to` (None or `id`, `text`).
    """
    chat, message_id = message["chat"]["id"], message["message_id"]
    return {
        "id": message_id,
        "from": "bot" if message["from"]["is_bot"] else "user",
        "sender": {"id": message["from"]["id"], "name": message["from"]["first_name"]},
        "date": message["date"],
        "edited": "edit_date" in message,
        "text": message.get("text"),
        "caption": message.get("caption"),
        "entities": message.get("entities") or message.get("caption_entities") or [],
        "language": language_of(message.get("text") or message.get("caption") or ""),
        "album": message.get("media_group_id"),
        "media": _media(state, message),
        "buttons": _buttons(message),
        "asks": message.get("asks"),
        "reactions": state.reactions.get((chat, message_id), []),
        "reply_to": _reply(message),
    }


def media_kind(message: Json) -> str | None:
    """Kind of media that a message carries."""
    return next((kind for kind in MEDIA if kind in message), None)


def _media(state: State, message: Json) -> Json | None:
    kind = media_kind(message)
    if kind is None:
        return None
    content = message[kind]
    shown = content[-1] if kind == "photo" else content
    file = state.files.get(shown["file_id"])
    small = state.files.get(shown.get("thumbnail", {}).get("file_id", ""))
    return {
        "kind": kind,
        "url": f"/chat/media/{file.path}" if file else None,
        "poster": f"/chat/media/{small.path}" if small else None,
        "name": shown.get("file_name", ""),
        "mime": file.mime if file else "",
        "size": shown.get("file_size", 0),
        "width": shown.get("width") or shown.get("length") or 0,
        "height": shown.get("height") or shown.get("length") or 0,
        "duration": shown.get("duration", 0),
        "alt": message.get("alt", ""),
    }


def _buttons(message: Json) -> list[list[Json]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [
        [
            {
                "text": button["text"],
                "data": button.get("callback_data"),
                "url": button.get("url"),
                "copy": button.get("copy_text", {}).get("text"),
                "style": button.get("style"),
            }
            for button in row
        ]
        for row in rows
    ]


def _reply(message: Json) -> Json | None:
    quoted = message.get("reply_to_message")
    if quoted is None:
        return None
    kind = media_kind(quoted) or ""
    name = kind != "photo" and quoted.get(kind, {}).get("file_name")
    text = quoted.get("text") or quoted.get("caption") or name or kind.replace("_", " ")
    return {"id": quoted["message_id"], "text": text[:_QUOTE_LETTERS]}


def commands_for(state: State, chat: int, language: str) -> list[Json]:
    """Give the commands menu of a chat, the narrowest that is set."""
    everyone = "all_private_chats" if chat > 0 else "all_group_chats"
    scopes = (f"chat:{chat}", everyone, "default")
    for scope in scopes:
        for spoken in (language[:2], ""):
            commands: list[Json] | None = state.profile.get(
                f"commands/{scope}/{spoken}"
            )
            if commands:
                return commands
    return []


def profile_text(state: State, key: str, language: str) -> str:
    """Give the bot's name or description in a language, or the general one."""
    own = state.profile.get(f"{key}/{language[:2]}")
    return str(own or state.profile.get(f"{key}/") or "")


def conversation(state: State, user: int, chat: int = 0) -> Json:
    """Give a whole chat for the page of a person, by default their own."""
    chat = chat or user
    person = state.person(user) or {}
    language = person.get("language_code", "en")
    messages = state.messages.get(chat, {})
    words = load_words(language)
    return {
        "bot": {
            "name": profile_text(state, "name", language)
            or words.text("localchat.name"),
            "description": profile_text(state, "description", language),
        },
        "username": BOT["username"],
        "me": {"id": user, "name": person.get("first_name", "")},
        "group": state.groups.get(chat, {}).get("title"),
        "commands": commands_for(state, chat, language),
        "language": words.language,
        "words": _of_the_page(words),
        "limits": {"text": TEXT_UNITS, "caption": CAPTION_UNITS},
        "messages": [page_message(state, messages[key]) for key in sorted(messages)],
    }


def _of_the_page(words: Words) -> dict[str, str]:
    """Give what stands around the conversation, with its placeholders still open."""
    own = (key for key in words if key.startswith(_OF_THE_PAGE))
    return {key.removeprefix(_OF_THE_PAGE): _open(key, words) for key in own}


def _open(key: str, words: Words) -> str:
    blanks = {name: f"{{{name}}}" for name in words.placeholders(key)}
    return words.text(key, **blanks)
