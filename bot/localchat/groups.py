"""Groups: several people and the bot in one chat."""

from __future__ import annotations

from bot.localchat.html_entities import utf16_slice
from bot.localchat.state import Json

# Chats of people have their own numbers, groups are below zero, as at Telegram.
FIRST_GROUP = -1_000


def new_group(number: int, title: str, members: list[int]) -> Json:
    """Give what is kept of a group."""
    return {"id": FIRST_GROUP - number, "title": title, "members": members}


def reaches_the_bot(message: Json, bot: Json) -> bool:
    """Whether a bot sees a message: in groups only what is meant for it.

    Commands without a name count, as the bot is the only one here.
    """
    if message["chat"]["type"] == "private":
        return True
    if message.get("reply_to_message", {}).get("from", {}).get("id") == bot["id"]:
        return True
    text = message.get("text") or message.get("caption") or ""
    entities = message.get("entities") or message.get("caption_entities") or []
    name = f"@{bot['username']}".lower()
    said = [(one["type"], utf16_slice(text, one).lower()) for one in entities]
    return any(
        part == name
        if kind == "mention"
        else kind == "bot_command" and ("@" not in part or part.endswith(name))
        for kind, part in said
    )
