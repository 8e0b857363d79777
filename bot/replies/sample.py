"""The sample: the whole reply to a rendered start, with the buttons that work. Pure."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from analysis.types import Analysis
from bot.chat.callback_data import Action, read
from bot.chat.messages import Album, Rows, Text
from bot.chat.paging import fitted
from bot.replies.coaching import coaching
from content.words import Words

# Its id in the buttons below it, where a clip of somebody has one of its own.
SAMPLE = "sample"
# What a clip of nobody can show. It can't be corrected, nor laid over another.
WORKS: frozenset[Action] = frozenset(
    {"all", "checklist", "drill", "page", "path", "phase", "slow", "why"}
)


def sample_reply(analysis: Analysis, words: Words) -> tuple[Album, Text]:
    """The reply as an athlete gets it, which says what it is and asks for theirs."""
    album, text = coaching(analysis, SAMPLE, words)
    assert isinstance(album, Album)
    assert isinstance(text, Text)
    first, *rest = album.pictures
    title = f"<b>{escape(words.text('bot.sample.title'))}</b>"
    named = replace(first, caption=f"{title}\n{first.caption}")
    yours = escape(words.text("bot.sample.yours"))
    return Album((named, *rest)), fitted((text.html, yours), working(text.buttons))


def working(rows: Rows) -> Rows:
    """The buttons of a reply that work for the sample."""
    kept = (
        tuple(one for one in row if read(one.data or "").action in WORKS)
        for row in rows
    )
    return tuple(row for row in kept if row)
