"""Bot API methods that put new messages into a chat."""

from __future__ import annotations

from bot.localchat.files import Upload
from bot.localchat.message_hub import Exchange
from bot.localchat.request import Call, formatted
from bot.localchat.state import File, Json
from bot.localchat.telegram_errors import (
    WRONG_FILE,
    Refused,
    check_album,
    check_caption,
    check_keyboard,
    check_text,
)


def chat_of(exchange: Exchange, call: Call) -> int:
    """Give the chat a call is for; refuse one that never wrote to the bot."""
    text = call.text("chat_id")
    if not text:
        raise Refused("Bad Request: chat_id is empty")
    chat = int(text) if text.lstrip("-").isdigit() else 0
    if exchange.state.chat(chat) is None:
        raise Refused("Bad Request: chat not found")
    return chat


def keyboard(call: Call) -> Json:
    """Give `reply_markup` as a part of a message, empty without inline buttons.

    A question that wants an answer is kept for the page: it isn't in Telegram's JSON.
    """
    markup = call.get("reply_markup")
    if not markup:
        return {}
    if not isinstance(markup, dict):
        raise Refused("Bad Request: object expected as reply markup")
    if markup.get("force_reply"):
        return {"asks": markup.get("input_field_placeholder", "")}
    if "inline_keyboard" not in markup:
        return {}
    check_keyboard(markup)
    return {"reply_markup": markup} if markup["inline_keyboard"] else {}


def reply_to(exchange: Exchange, call: Call, chat: int) -> int:
    """Give the id of the message that is answered, 0 for none."""
    wanted = call.get("reply_parameters") or {}
    message_id = int(wanted.get("message_id", 0)) or call.number("reply_to_message_id")
    if not message_id or exchange.state.message(chat, message_id):
        return message_id
    if wanted.get("allow_sending_without_reply"):
        return 0
    raise Refused("Bad Request: message to be replied not found")


def text_content(call: Call) -> Json:
    """Give the text of a call as a part of a message."""
    text, entities = call.formatted("text")
    check_text(text)
    return {"text": text, **({"entities": entities} if entities else {})}


def caption_content(call: Call) -> Json:
    """Give the caption of a call as a part of a message."""
    text, entities = call.formatted("caption")
    check_caption(text)
    if not text:
        return {}
    return {
        "caption": text,
        **({"caption_entities": entities} if entities else {}),
        **(
            {"show_caption_above_media": True}
            if call.yes("show_caption_above_media")
            else {}
        ),
    }


def alt_content(call: Call) -> Json:
    """Give what a picture shows, for who can't see it: only this chat takes that."""
    alt = call.text("alt")
    return {"alt": alt} if alt else {}


async def send_message(exchange: Exchange, call: Call) -> Json:
    """Post a text."""
    chat = chat_of(exchange, call)
    content = text_content(call) | keyboard(call)
    return exchange.post(chat, content, reply_to(exchange, call, chat))


async def send_media(exchange: Exchange, call: Call) -> Json:
    """Post a photo, film, file, video note, voice message or sound."""
    kind = {"sendvideonote": "video_note"}.get(call.method, call.method[4:])
    chat = chat_of(exchange, call)
    content = caption_content(call) | alt_content(call) | keyboard(call)
    answered = reply_to(exchange, call, chat)
    file = await media_file(exchange, call, kind, call.text(kind) or f"attach://{kind}")
    return exchange.post(chat, {kind: file.content, **content}, answered)


async def media_file(exchange: Exchange, call: Call, kind: str, source: str) -> File:
    """Give the file a call names.

    Parameters
    ----------
    source
        `attach://name` for an upload of this call, or a file_id.
    """
    if source.startswith("attach://"):
        upload = _upload(call, source)
        if upload is None:
            raise Refused(f"Bad Request: there is no {kind} in the request")
        if upload.size == 0:
            raise Refused("Bad Request: file must be non-empty")
        # An address or a file_id is no thumbnail: it has to come with the film.
        small = _upload(call, call.text("thumbnail") or "attach://thumbnail")
        return await exchange.shelf.add(upload, kind, call.values, thumbnail=small)
    if "://" in source:
        raise Refused("Bad Request: failed to get HTTP URL content")
    file = exchange.state.files.get(source)
    if file is None or not exchange.shelf.where(file).exists():
        raise Refused(WRONG_FILE)
    if file.kind != kind:
        raise Refused(f"Bad Request: can't use file of type {file.kind} as {kind}")
    return file


def _upload(call: Call, source: str) -> Upload | None:
    return call.uploads.get(source.removeprefix("attach://"))


async def send_media_group(exchange: Exchange, call: Call) -> list[Json]:
    """Post an album."""
    chat = chat_of(exchange, call)
    items = call.get("media")
    if not isinstance(items, list):
        raise Refused("Bad Request: can't parse media JSON object")
    check_album([item["type"] for item in items])
    answered = reply_to(exchange, call, chat)
    contents = [await media_content(exchange, call, item) for item in items]
    album = str(exchange.state.next_number())
    return [
        exchange.post(chat, {"media_group_id": album, **content}, answered)
        for content in contents
    ]


async def media_content(exchange: Exchange, call: Call, item: Json) -> Json:
    """Give one InputMedia as a part of a message."""
    kind = item["type"]
    text, entities = formatted(
        item.get("caption") or "",
        item.get("parse_mode") or "",
        item.get("caption_entities"),
    )
    check_caption(text)
    one = Call(call.method, item, call.uploads)
    file = await media_file(exchange, one, kind, str(item.get("media", "")))
    content: Json = {kind: file.content, **alt_content(one)}
    if text:
        content["caption"] = text
    if entities:
        content["caption_entities"] = entities
    return content


async def send_chat_action(exchange: Exchange, call: Call) -> bool:
    """Show that the bot is busy."""
    chat = chat_of(exchange, call)
    if not call.text("action"):
        raise Refused("Bad Request: wrong parameter action in request")
    exchange.act(chat, call.text("action"))
    return True
