"""What is said while a guardian's yes is missing, given or taken back. Pure."""

from __future__ import annotations

from html import escape
from typing import Literal, TypeAlias

from bot.chat.callback_data import callback_data
from bot.chat.messages import Button, Rows, Text
from bot.store import Athlete
from content.words import Words

Answer: TypeAlias = Literal["yes", "no", "back"]


def ask_guardian(words: Words, *before: str, kept: int = 0) -> Text:
    """Ask for the yes, after what else there is to say.

    ``kept`` is the id of an athlete on a coach's phone, 0 for who talks to the bot.
    """
    said = (*before, words.text("bot.guardian.ask"))
    keys = (_key(words, "yes", kept), _key(words, "no", kept))
    return Text(escape("\n\n".join(said)), (keys,))


def agreed(released: int, words: Words) -> Text:
    """Thank both, and say that the clips that waited go on."""
    parts = [words.text("bot.guardian.yes")]
    if released:
        parts.insert(0, words.text("bot.guardian.go_on", count=released))
    return Text(escape(" ".join(parts)))


def not_yet(words: Words, kept: int = 0) -> Text:
    """Take it kindly; the yes stays at hand."""
    return Text(escape(words.text("bot.guardian.no")), ((_key(words, "yes", kept),),))


def taken_back(words: Words, kept: int = 0) -> Text:
    """Say what a yes taken back means; it can be given again."""
    said = words.text("bot.guardian.back")
    return Text(escape(said), ((_key(words, "yes", kept),),))


def guardian_line(athlete: Athlete, words: Words) -> str:
    """Whether somebody said yes, for the pages about the athlete; empty if no need."""
    if not athlete.about.young:
        return ""
    return words.text(f"bot.guardian.line_{'no' if athlete.waits else 'yes'}")


def guardian_button(athlete: Athlete, words: Words) -> Rows:
    """The button that gives the yes or takes it back; none if no need."""
    if not athlete.about.young:
        return ()
    kept = athlete.id if athlete.kept_by else 0
    return ((_key(words, "yes" if athlete.waits else "back", kept),),)


def _key(words: Words, answer: Answer, kept: int) -> Button:
    label = words.text(f"bot.button.guardian_{answer}")
    values = (answer, kept) if kept else (answer,)
    return Button(label, data=callback_data("guardian", *values))
