"""A squad's week, a line per athlete. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from bot.chat.callback_data import Action, callback_data
from bot.chat.messages import Button, Rows
from bot.chat.paging import within
from bot.progress.standing import Standing
from bot.replies.whose import SIGN
from content.words import Words


@dataclass(frozen=True, slots=True)
class Week:
    """An athlete's name, how many starts the week had, and how they stand."""

    name: str
    starts: int
    standing: Standing


def squad_week(weeks: Sequence[Week], words: Words) -> tuple[str, Rows]:
    """The text, and buttons to the board and the squad."""
    title = f"<b>{escape(words.text('bot.squad.week'))}</b>"
    started = [_line(week, words) for week in weeks if week.starts]
    rested = [week.name for week in weeks if not week.starts]
    lines = [title, "", *started]
    if rested:
        said = words.text("bot.squad.rested", names=", ".join(rested))
        lines += ["", escape(said)]
    actions: tuple[Action, ...] = ("board", "squad")
    row = tuple(
        Button(words.text(f"bot.button.{one}"), data=callback_data(one))
        for one in actions
    )
    return within(lines, "\n"), (row,)


def _line(week: Week, words: Words) -> str:
    name = f"{SIGN} <b>{escape(week.name)}</b>"
    count = words.text("bot.squad.starts", count=week.starts)
    parts = [f"{count}: {_focus(week.standing, words)}"]
    for change in week.standing.changes[:1]:
        key = "closer" if change.closer else "further"
        what = words.text(f"check.{change.check}.name")
        parts.append(words.text(f"bot.squad.{key}", name=what))
    return f"{name} · {escape('. '.join(parts))}"


def _focus(standing: Standing, words: Words) -> str:
    if standing.focus is None:
        return words.text("bot.history.no_focus")
    name = words.text(f"check.{standing.focus.check}.name")
    return words.text("bot.history.focus", name=name)
