"""What stands over a clip: whose it is, and what its sender wrote under it. Pure."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from bot.chat.messages import CAPTION_LIMIT, Photo

SIGN, NOTE = "👤", "📝"
# So much of a note is shown; a caption may have 1,024 characters.
MOST_LETTERS = 120


def heading(name: str, note: str | None = None) -> str:
    """The athlete's name and the clip's note in a line of HTML; empty without both."""
    parts = [f"{SIGN} <b>{escape(name)}</b>"] if name else []
    parts += [f"{NOTE} <i>{escape(shortened(note))}</i>"] if note else []
    return " · ".join(parts)


def headed(name: str, html: str = "", note: str | None = None) -> str:
    """A text under its heading; without one the text alone."""
    return "\n".join(part for part in (heading(name, note), html) if part)


def photo_of(name: str, photo: Photo, note: str | None = None) -> Photo:
    """A picture's words under their heading, where there is room for it."""
    html = headed(name, photo.html, note)
    return replace(photo, html=html) if len(html) <= CAPTION_LIMIT else photo


def shortened(text: str, most: int = MOST_LETTERS) -> str:
    """As much of a text as is shown."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
