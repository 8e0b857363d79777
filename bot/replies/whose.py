"""Whose clips these are, where one person looks at several athletes'. Pure."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from bot.chat.messages import CAPTION_LIMIT, Photo

SIGN = "👤"


def headed(name: str, html: str = "") -> str:
    """A text under an athlete's name; without a name the text alone."""
    if not name:
        return html
    head = f"{SIGN} <b>{escape(name)}</b>"
    return f"{head}\n{html}" if html else head


def photo_of(name: str, photo: Photo) -> Photo:
    """A picture's words under an athlete's name, where there is room for it."""
    html = headed(name, photo.html)
    return replace(photo, html=html) if len(html) <= CAPTION_LIMIT else photo
