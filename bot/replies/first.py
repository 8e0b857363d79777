"""The first minute: a hello on the filming card, and one question. Pure."""

from __future__ import annotations

from html import escape
from typing import get_args

from bot.chat.callback_data import callback_data
from bot.chat.messages import Button, Photo, Rows, Text
from bot.store import About
from bot.store.models import Experience
from content.words import Words

LINES = ("hello", "film", "reply")
CARD = "film.jpg"
SKIP = "skip"
YOUNG = ("under_14", "under_16")


def hello(words: Words) -> Photo:
    """Three lines under the filming card, and a sample at a tap."""
    first, *rest = (escape(words.text(f"bot.first.{line}")) for line in LINES)
    sample = Button(words.text("bot.button.sample"), data=callback_data("sample"))
    return Photo(CARD, "\n".join((f"<b>{first}</b>", *rest)), ((sample,),))


def question(words: Words) -> Text:
    """Ask for the level; whoever is young taps that."""
    new, *used = (_key(words, "experience", one) for one in get_args(Experience))
    skip = Button(words.text("bot.button.skip"), data=callback_data("first", SKIP))
    rows = ((new,), tuple(used), _young(words), (skip,))
    return Text(escape(words.text("bot.first.ask")), rows)


def thanks(about: About, words: Words) -> Text:
    """Say what the answer changes, and let the young say that they are."""
    parts = [words.text(f"bot.first.{about.level}"), words.text("bot.first.later")]
    rows: Rows = ()
    if about.age_group is None:
        parts.append(words.text("bot.first.young"))
        rows = (_young(words),)
    return Text(escape(" ".join(parts)), rows)


def skipped(words: Words) -> Text:
    """Leave it at that."""
    return Text(escape(words.text("bot.first.skipped")))


def _young(words: Words) -> tuple[Button, ...]:
    return tuple(_key(words, "age", one) for one in YOUNG)


def _key(words: Words, kind: str, one: str) -> Button:
    return Button(
        words.text(f"bot.button.{kind}_{one}"), data=callback_data("first", one)
    )
