"""What hiding a face does, and the button that changes it. Pure."""

from __future__ import annotations

from html import escape

from bot.chat.callback_data import callback_data
from bot.chat.messages import Button, Text
from bot.replies.whose import headed
from bot.store import Athlete
from content.words import Words

HIDE, SHOW = "hide", "show"


def faces_page(athlete: Athlete, words: Words) -> Text:
    """Tell whether their face is hidden, what that does, and what it does not."""
    hidden = athlete.faces_hidden
    parts = ["on" if hidden else "off", "how", "not", *([] if hidden else ["before"])]
    title = f"<b>{escape(words.text('bot.faces.title'))}</b>"
    said = [escape(words.text(f"bot.faces.{part}")) for part in parts]
    other = SHOW if hidden else HIDE
    button = Button(
        words.text(f"bot.button.faces_{other}"), data=callback_data("faces", other)
    )
    return Text("\n\n".join((headed(athlete.name or "", title), *said)), ((button,),))


def faces_button(words: Words) -> Button:
    """The button that leads to it."""
    return Button(words.text("bot.button.faces"), data=callback_data("faces"))


def faces_line(athlete: Athlete, words: Words) -> str:
    """Whether their face is hidden, in a line."""
    return words.text(f"bot.faces.line_{'on' if athlete.faces_hidden else 'off'}")
