"""Pictures and films as Telegram's methods take them, and the ids it gives for them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, TypeAlias

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    InputMediaVideo,
    ReplyParameters,
)
from telegram import Message as Posted
from telegram.constants import ParseMode

from bot.chat.messages import Button, Picture, Rows

Content: TypeAlias = bytes | str  # a picture, or the file_id Telegram gave for it


def item(
    picture: Picture,
    contents: Mapping[str, Content],
    extras: dict[str, str] | None = None,
) -> InputMediaPhoto | InputMediaVideo:
    """One item of an album, with what this chat service alone understands."""
    content, caption = contents[picture.name], picture.caption
    if not picture.moving:
        return InputMediaPhoto(content, caption, ParseMode.HTML, api_kwargs=extras)
    return InputMediaVideo(
        content,
        caption,
        parse_mode=ParseMode.HTML,
        api_kwargs=extras,
        **film_facts(picture, contents),
    )


def film_facts(picture: Picture, contents: Mapping[str, Content]) -> dict[str, Any]:
    """What makes a new film play in its place; nothing for one Telegram has already."""
    content = contents[picture.name]
    if isinstance(content, str):
        return {}
    facts: dict[str, Any] = {"filename": picture.name, "supports_streaming": True}
    thumbnail = contents.get(picture.thumbnail)
    if isinstance(thumbnail, bytes):
        facts["thumbnail"] = thumbnail
    return facts | _size_and_length(content)


def _size_and_length(film: bytes) -> dict[str, int]:
    """Width, height and seconds of a film of ours; nothing of what is no film."""
    # Slow to load, and not needed before the first answer.
    import av

    try:
        # Who drew it had decoded a stranger's file: nothing of it is decoded here.
        ways = {"codec_whitelist": "none"}
        with av.open(
            io.BytesIO(film), "r", format="mov", container_options=ways
        ) as container:
            stream, length = container.streams.video[0], container.duration or 0
            size = {"width": stream.width, "height": stream.height}
            return size | {"duration": round(length / av.time_base)}
    except (av.FFmpegError, IndexError):
        return {}


def file_id_of(posted: Posted) -> str:
    """The id to send it again by: of the largest photo, or of the film.

    A film without sound may come back as an animation.
    """
    if posted.photo:
        return posted.photo[-1].file_id
    film = posted.video or posted.animation or posted.document
    assert film is not None  # nothing else was sent
    return film.file_id


def seconds_of(duration: int | timedelta) -> float:
    """A length of time, in either of the ways the library gives it."""
    if isinstance(duration, timedelta):  # what python-telegram-bot is moving to
        return duration.total_seconds()
    return float(duration)


def answering(message_id: int | None) -> ReplyParameters | None:
    """Point at the message that is answered, if it is still there."""
    if message_id is None:
        return None
    return ReplyParameters(message_id, allow_sending_without_reply=True)


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """Buttons as Telegram takes them, None without any."""
    keys = [[_key(button) for button in row] for row in rows]
    return InlineKeyboardMarkup(keys) if keys else None


def _key(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        button.label, url=button.url, callback_data=button.data, style=button.style
    )
