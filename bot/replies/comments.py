"""What coaches said about a clip, as its athlete reads or hears it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from zoneinfo import ZoneInfo

from bot.chat.callback_data import callback_data
from bot.chat.messages import CAPTION_LIMIT, Button, Text, Voice
from bot.replies.numbers import time_text
from bot.store import ClipRow, Comment
from content.words import Words

SIGN = "💬"


def comment_message(
    comment: Comment, clip: ClipRow, words: Words, zone: ZoneInfo
) -> Text | Voice:
    """A new comment, with a button that shows the clip again."""
    time = time_text(clip.received_at, zone, words.language)
    head = words.text("bot.comment.told", name=comment.author, time=time)
    show = Button(
        words.text("bot.button.show_clip"), data=callback_data("show", clip.id)
    )
    html = f"{SIGN} <b>{escape(head)}</b>"
    if comment.voice:
        return Voice(comment.voice, html, ((show,),))
    return Text(f"{html}\n\n{escape(comment.text)[: CAPTION_LIMIT * 3]}", ((show,),))


def said_before(comments: Iterable[Comment]) -> Iterator[Text | Voice]:
    """What was said about a clip, for when it is shown again."""
    for one in comments:
        html = f"{SIGN} <b>{escape(one.author)}</b>"
        if one.voice:
            yield Voice(one.voice, html)
        else:
            yield Text(f"{html}: {escape(one.text)[: CAPTION_LIMIT * 3]}")
