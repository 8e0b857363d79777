"""Whose clips these are, where one person looks at several athletes'. Pure."""

from __future__ import annotations

from html import escape

SIGN = "👤"


def headed(name: str, html: str = "") -> str:
    """A text under an athlete's name; without a name the text alone."""
    if not name:
        return html
    head = f"{SIGN} <b>{escape(name)}</b>"
    return f"{head}\n{html}" if html else head
