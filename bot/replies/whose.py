"""What stands over a clip: whose it is, and what its sender wrote under it. Pure."""

from __future__ import annotations

from html import escape

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


def shortened(note: str) -> str:
    """As much of a note as is shown."""
    return note if len(note) <= MOST_LETTERS else f"{note[: MOST_LETTERS - 1]}…"
