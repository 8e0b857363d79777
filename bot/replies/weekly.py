"""The weekly summary of one athlete, and the line of a week without a start. Pure."""

from __future__ import annotations

from html import escape
from zoneinfo import ZoneInfo

from analysis.scoring.checklist import Checklist
from analysis.wording import quantity, spread
from bot.chat.paging import within
from bot.progress.standing import Standing
from bot.progress.week import Steadiness, Week
from bot.replies.coaching import progression
from bot.replies.standing import (
    bold,
    changes_block,
    check_name,
    checklist_block,
    focus_block,
    keep_block,
    newest_block,
    when,
)
from bot.replies.whose import headed
from bot.store.models import NOBODY, About
from content.words import Words

MOST_TRENDS = 2


def weekly_text(
    week: Week,
    standing: Standing,
    checklist: Checklist,
    words: Words,
    zone: ZoneInfo,
    about: About = NOBODY,
    name: str = "",
) -> str:
    """Say how an athlete's week went, in at most 4096 characters.

    Parameters
    ----------
    week, standing
        Of the week's clips, and of all clips up to its end.
    checklist
        Of the athlete's level.
    about, name
        The athlete's; the name is what the reader calls somebody else.
    """
    title = headed(name, bold(words.text("bot.weekly.heading")))
    if not standing.starts:
        return f"{title}\n{escape(words.text('bot.weekly.unread'))}"
    blocks = [
        "\n".join([title, *_counted(week, standing, words, zone)]),
        focus_block(standing, checklist, words),
        progression(about, words),
        keep_block(standing, checklist, words),
        _changes(standing, checklist, words),
        _steadiness(week, words),
        checklist_block(standing, checklist, words),
    ]
    return within([block for block in blocks if block])


def quiet_text(weeks: int, words: Words) -> str:
    """The line of so many weeks in a row without a start, 1 to 3."""
    return escape(words.text(f"bot.weekly.quiet_{weeks}"))


def _counted(week: Week, standing: Standing, words: Words, zone: ZoneInfo) -> list[str]:
    """Say how many starts the week had, and which ones decide what follows."""
    if not week.starts:
        return [escape(words.text("bot.weekly.unread"))]
    count = words.text("bot.weekly.starts", count=len(week.starts))
    said = [escape(f"{count} {when(week.starts, words, zone)}")]
    if standing.left_out or len(standing.starts) != len(week.starts):
        said.append(newest_block(standing, words, zone))
    return said


def _changes(standing: Standing, checklist: Checklist, words: Words) -> str:
    told = changes_block(standing.changes[:MOST_TRENDS], checklist, words)
    return told or f"📈 {escape(words.text('bot.weekly.no_change'))}"


def _steadiness(week: Week, words: Words) -> str:
    if not week.steadiness:
        return ""
    lines = [f"🔁 {bold(words.text('bot.weekly.steady'))}"]
    lines += [f"• {escape(_steady(one, words))}" for one in week.steadiness]
    return "\n".join(lines)


def _steady(one: Steadiness, words: Words) -> str:
    return words.text(
        f"bot.weekly.{'alike' if one.alike else 'differs'}",
        name=check_name(one.measure, words),
        scatter=_amount(one.measure, one.scatter, words),
        error=_amount(one.measure, one.error, words),
    )


def _amount(measure: str, amount: float, words: Words) -> str:
    said = spread(measure, amount, words)
    return quantity(measure, said.replace("±", "± "), words)
