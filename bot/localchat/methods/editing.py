"""Bot API methods that change messages already in a chat."""

from __future__ import annotations

from typing import Any

from bot.localchat.html_entities import utf16_length
from bot.localchat.message_hub import Exchange
from bot.localchat.methods.sending import (
    caption_content,
    chat_of,
    keyboard,
    media_content,
    text_content,
)
from bot.localchat.page_view import media_kind
from bot.localchat.request import Call
from bot.localchat.state import Json
from bot.localchat.telegram_errors import (
    CALLBACK_ANSWER_UNITS,
    NOT_MODIFIED,
    Refused,
    check_reaction,
)

DELETED_AT_ONCE = 100
_TEXT = {"text", "entities"}
_CAPTION = {"caption", "caption_entities", "show_caption_above_media"}
_MARKUP = {"reply_markup", "asks"}


def _message(exchange: Exchange, call: Call, purpose: str) -> Json:
    message = exchange.state.message(chat_of(exchange, call), call.number("message_id"))
    if message is None:
        raise Refused(f"Bad Request: message to {purpose} not found")
    return message


def _own_message(exchange: Exchange, call: Call) -> Json:
    message = _message(exchange, call, "edit")
    if not message["from"]["is_bot"]:
        raise Refused("Bad Request: message can't be edited")
    return message


def _change(exchange: Exchange, message: Json, drop: set[str], content: Json) -> Json:
    changed = {key: one for key, one in message.items() if key not in drop} | content
    if changed == message:
        raise Refused(NOT_MODIFIED)
    if drop != _MARKUP:
        changed["edit_date"] = int(exchange.clock().timestamp())
    exchange.keep(changed)
    return changed


async def edit_message_text(exchange: Exchange, call: Call) -> Json:
    """Replace a text and its buttons."""
    message = _own_message(exchange, call)
    if "text" not in message:
        raise Refused("Bad Request: there is no text in the message to edit")
    content = text_content(call) | keyboard(call)
    return _change(exchange, message, _TEXT | _MARKUP, content)


async def edit_message_caption(exchange: Exchange, call: Call) -> Json:
    """Replace a caption and the buttons."""
    message = _own_message(exchange, call)
    if media_kind(message) is None:
        raise Refused("Bad Request: there is no caption in the message to edit")
    content = caption_content(call) | keyboard(call)
    return _change(exchange, message, _CAPTION | _MARKUP, content)


async def edit_message_media(exchange: Exchange, call: Call) -> Json:
    """Replace a message's media, caption and buttons."""
    message = _own_message(exchange, call)
    item = call.get("media")
    if not isinstance(item, dict) or "type" not in item:
        raise Refused("Bad Request: can't parse media JSON object")
    content = keyboard(call) | await media_content(exchange, call, item)
    drop = _TEXT | _CAPTION | _MARKUP | {"alt", media_kind(message) or "text"}
    return _change(exchange, message, drop, content)


async def edit_message_reply_markup(exchange: Exchange, call: Call) -> Json:
    """Replace a message's buttons."""
    message = _own_message(exchange, call)
    return _change(exchange, message, _MARKUP, keyboard(call))


async def delete_message(exchange: Exchange, call: Call) -> bool:
    """Take one message out of a chat."""
    message = _message(exchange, call, "delete")
    exchange.remove(message["chat"]["id"], [message["message_id"]])
    return True


async def delete_messages(exchange: Exchange, call: Call) -> bool:
    """Take messages out of a chat; missing ones are passed over."""
    chat = chat_of(exchange, call)
    ids: Any = call.get("message_ids")
    if not isinstance(ids, list) or not 1 <= len(ids) <= DELETED_AT_ONCE:
        raise Refused("Bad Request: message identifiers are not specified")
    exchange.remove(chat, [int(one) for one in ids])
    return True


async def set_message_reaction(exchange: Exchange, call: Call) -> bool:
    """Set or take away the bot's reaction."""
    message = _message(exchange, call, "react")
    emoji = check_reaction(call.get("reaction") or [])
    chat, message_id = message["chat"]["id"], message["message_id"]
    exchange.state.record("reaction", chat=chat, message_id=message_id, emoji=emoji)
    exchange.show_again(message)
    return True


async def answer_callback_query(exchange: Exchange, call: Call) -> bool:
    """Answer a press of a button."""
    text = call.text("text")
    if utf16_length(text) > CALLBACK_ANSWER_UNITS:
        raise Refused("Bad Request: MESSAGE_TOO_LONG")
    exchange.answer(call.text("callback_query_id"), text, call.yes("show_alert"))
    return True
