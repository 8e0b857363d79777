"""What is said when the same video comes again. Pure."""

from __future__ import annotations

from html import escape

from bot.chat.callback_data import callback_data
from bot.chat.messages import Button, Text
from content.words import Words


def known(clip_id: str, words: Words) -> Text:
    """That it came before, and a button to look at it anew."""
    anew = Button(words.text("bot.button.anew"), data=callback_data("anew", clip_id))
    return Text(escape(words.text("bot.clip.known")), ((anew,),))
