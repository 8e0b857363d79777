"""What Telegram refuses: its limits, error codes and descriptions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from telegram.constants import ReactionEmoji

from bot.localchat.html_entities import utf16_length

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
CALLBACK_DATA_BYTES = 64
CALLBACK_ANSWER_UNITS = 200
CALLBACK_LIFE_S = 600.0
ALBUM_ITEMS = range(2, 11)
BUTTONS = 100
PHOTO_BYTES = 10_000_000
UPLOAD_BYTES = 50_000_000
PERSON_UPLOAD_BYTES = 2_000_000_000

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply"
    " markup are exactly the same as a current content and reply markup of the message"
)
OLD_QUERY = (
    "Bad Request: query is too old and response timeout expired or query ID is invalid"
)
WRONG_FILE = "Bad Request: wrong file identifier/HTTP URL specified"
LOST_FILE = "Bad Request: wrong file_id or the file is temporarily unavailable"
OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request;"
    " make sure that only one bot instance is running"
)


class Refused(Exception):
    """A call that Telegram answers with `ok: false`.

    Parameters
    ----------
    description
        Telegram's sentence, with its "Bad Request: " in front.
    code
        HTTP status and `error_code`.
    retry_after
        Seconds to wait, for code 429.
    """

    def __init__(
        self, description: str, code: int = 400, retry_after: int | None = None
    ) -> None:
        super().__init__(description)
        self.description = description
        self.code = code
        self.retry_after = retry_after

    def as_json(self) -> dict[str, Any]:
        """Give the body Telegram sends with this refusal."""
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def check_text(text: str) -> None:
    """Refuse a message text that is empty or too long once it is parsed."""
    if not text:
        raise Refused("Bad Request: message text is empty")
    if utf16_length(text) > TEXT_UNITS:
        raise Refused("Bad Request: message is too long")


def check_caption(text: str) -> None:
    """Refuse a caption that is too long once it is parsed."""
    if utf16_length(text) > CAPTION_UNITS:
        raise Refused("Bad Request: message caption is too long")


def check_keyboard(markup: dict[str, Any]) -> None:
    """Refuse an inline keyboard Telegram would not show."""
    rows = markup.get("inline_keyboard")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise Refused("Bad Request: object expected as reply markup")
    buttons = [button for row in rows for button in row]
    if len(buttons) > BUTTONS:
        raise Refused("Bad Request: REPLY_MARKUP_TOO_LONG")
    for button in buttons:
        _check_button(button)


def _check_button(button: dict[str, Any]) -> None:
    if not str(button.get("text", "")).strip():
        raise Refused("Bad Request: BUTTON_TEXT_INVALID")
    if "callback_data" in button:
        size = len(str(button["callback_data"]).encode())
        if not 1 <= size <= CALLBACK_DATA_BYTES:
            raise Refused("Bad Request: BUTTON_DATA_INVALID")
    elif "url" in button:
        if not str(button["url"]).startswith(("http://", "https://", "tg://")):
            raise Refused("Bad Request: BUTTON_URL_INVALID")
    elif "copy_text" not in button:
        raise Refused(
            "Bad Request: can't parse inline keyboard button:"
            " Text buttons are unallowed in the inline keyboard"
        )
    if button.get("style") not in (None, "danger", "success", "primary"):
        raise Refused("Bad Request: BUTTON_STYLE_INVALID")


def check_album(kinds: Sequence[str]) -> None:
    """Refuse an album of the wrong size or of kinds that do not mix."""
    if len(kinds) not in ALBUM_ITEMS:
        raise Refused("Bad Request: there must be from 2 to 10 media in the group")
    if not set(kinds) <= {"photo", "video", "document", "audio"}:
        raise Refused("Bad Request: can't use the media type in a group")
    alone = {"document", "audio"}
    if alone & set(kinds) and len(set(kinds)) > 1:
        raise Refused("Bad Request: document can't be mixed with other media types")


def check_photo(size: int, width: int, height: int) -> None:
    """Refuse a photo too heavy (bytes), too large or too long in shape (px)."""
    if size > PHOTO_BYTES:
        raise Refused(
            f"Bad Request: file of size {size} bytes is too big for a photo;"
            f" the maximum size is {PHOTO_BYTES} bytes"
        )
    longest, shortest = max(width, height), min(width, height)
    if width + height > 10_000 or longest > 20 * shortest:
        raise Refused("Bad Request: PHOTO_INVALID_DIMENSIONS")


def check_reaction(reaction: Sequence[dict[str, Any]]) -> list[str]:
    """Give the emoji of a reaction; refuse one that bots can't set."""
    emoji = [str(item.get("emoji", "")) for item in reaction]
    if len(emoji) > 1:
        raise Refused("Bad Request: REACTIONS_TOO_MANY")
    if not set(emoji) <= {known.value for known in ReactionEmoji}:
        raise Refused("Bad Request: REACTION_INVALID")
    return emoji
