"""Bot API methods about the bot itself: who it is, its menu, its updates."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from typing import Any

from bot.localchat.message_hub import Exchange
from bot.localchat.page_view import conversation
from bot.localchat.request import Call
from bot.localchat.state import BOT, Json
from bot.localchat.telegram_errors import (
    LOST_FILE,
    OTHER_POLLER,
    Refused,
)

LONGEST_POLL_S = 50
UPDATES_AT_ONCE = 100
COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


async def get_me(exchange: Exchange, call: Call) -> Json:
    """Give the bot's own user."""
    return BOT | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


async def get_updates(exchange: Exchange, call: Call) -> list[Json]:
    """Give updates from `offset` on, waiting up to `timeout` seconds for one.

    Updates before the offset are confirmed and forgotten; all others come again.
    """
    exchange.poller += 1
    me = exchange.poller
    exchange.news.set()  # an older poll ends
    offset = call.number("offset")
    state = exchange.state
    if offset < 0:
        offset = ([0, *state.updates][offset:] or [0])[0]
    if any(update < offset for update in state.updates):
        state.record("confirmed", before=offset)
    until = time.monotonic() + min(call.number("timeout"), LONGEST_POLL_S)
    while not state.updates and time.monotonic() < until:
        exchange.news.clear()
        await _wait(exchange.news, until - time.monotonic())
        if exchange.poller != me:
            raise Refused(OTHER_POLLER, 409)
    limit = call.number("limit", UPDATES_AT_ONCE)
    return list(state.updates.values())[:limit]


async def _wait(news: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await news.wait()


async def get_webhook_info(exchange: Exchange, call: Call) -> Json:
    """Report that no webhook is set."""
    waiting = len(exchange.state.updates)
    return {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": waiting,
    }


async def delete_webhook(exchange: Exchange, call: Call) -> bool:
    """Drop the waiting updates when asked to; there is no webhook."""
    if call.yes("drop_pending_updates") and exchange.state.updates:
        exchange.state.record("confirmed", before=max(exchange.state.updates) + 1)
    return True


def _commands_key(call: Call) -> str:
    scope = call.get("scope") or {"type": "default"}
    chat = f":{scope['chat_id']}" if "chat_id" in scope else ""
    return f"commands/{scope['type']}{chat}/{call.text('language_code')}"


async def set_my_commands(exchange: Exchange, call: Call) -> bool:
    """Set the commands menu of a scope and language."""
    commands = call.get("commands")
    if not isinstance(commands, list) or len(commands) > COMMANDS:
        raise Refused("Bad Request: can't parse commands JSON object")
    for one in commands:
        if not _COMMAND.fullmatch(one["command"].removeprefix("/")):
            raise Refused("Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(one["description"]) <= 256:
            raise Refused("Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    _set(exchange, _commands_key(call), commands)
    return True


async def delete_my_commands(exchange: Exchange, call: Call) -> bool:
    """Take a commands menu away."""
    _set(exchange, _commands_key(call), [])
    return True


async def get_my_commands(exchange: Exchange, call: Call) -> Any:
    """Give the commands menu of a scope and language."""
    return exchange.state.profile.get(_commands_key(call)) or []


def _set(exchange: Exchange, key: str, value: Any) -> None:
    if exchange.state.profile.get(key) == value:
        return
    exchange.state.record("profile", key=key, value=value)
    for user in exchange.state.people:
        shown = conversation(exchange.state, user)
        about = {"bot": shown["bot"], "commands": shown["commands"]}
        exchange.listeners.tell_person(user, "about", about)


PROFILE_TEXTS = {
    "name": ("name", 64),
    "description": ("description", 512),
    "shortdescription": ("short_description", 120),
}


async def set_profile_text(exchange: Exchange, call: Call) -> bool:
    """Set the bot's name, description or short description in a language."""
    name, longest = PROFILE_TEXTS[call.method.removeprefix("setmy")]
    text = call.text(name)
    if len(text) > longest:
        raise Refused(f"Bad Request: bot {name.replace('_', ' ')} is too long")
    _set(exchange, f"{name}/{call.text('language_code')}", text)
    return True


async def get_profile_text(exchange: Exchange, call: Call) -> Json:
    """Give the bot's name, description or short description in a language."""
    name, _ = PROFILE_TEXTS[call.method.removeprefix("getmy")]
    language = call.text("language_code")
    default = BOT["first_name"] if name == "name" else ""
    return {name: exchange.state.profile.get(f"{name}/{language}") or default}


async def set_chat_menu_button(exchange: Exchange, call: Call) -> bool:
    """Accept any menu button; the page always shows the commands."""
    return True


async def get_file(exchange: Exchange, call: Call) -> Json:
    """Give the path under which a file can be fetched."""
    file = exchange.state.files.get(call.text("file_id"))
    if file is None or not exchange.shelf.where(file).exists():
        raise Refused(LOST_FILE)
    return {
        "file_id": file.file_id,
        "file_unique_id": f"local{file.file_id.split('-', 2)[1]}",
        "file_size": file.size,
        "file_path": file.path,
    }
