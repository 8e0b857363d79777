"""/best in words: of every phase the start that came closest to the aim. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from analysis.scoring.checklist import Checklist
from analysis.scoring.findings import phase_verdict
from bot.chat.callback_data import callback_data
from bot.chat.messages import CAPTION_LIMIT, Button, Photo
from bot.chat.paging import within
from bot.progress.board import PHASES, Start
from bot.replies.board import numbers
from bot.replies.picture_alts import card_alt, part_and_value
from bot.replies.readings import aim_text
from bot.replies.verdict_emoji import MARKS, mark_of
from content.words import Words

PICTURE = "best.jpg"


def best_overview(
    best: Mapping[int, Start],
    days: Mapping[int, str],
    checklist: Checklist,
    words: Words,
) -> Photo:
    """Every phase with its day and its heaviest number, under one picture."""
    lines = [_line(number, best, days, checklist, words) for number in PHASES]
    title = f"<b>{escape(words.text('best.title'))}</b>"
    note = f"<i>{escape(words.text('best.note'))}</i>"
    html = within([title, escape("\n".join(lines)), note], limit=CAPTION_LIMIT)
    alt = words.text("best.alt", phases="; ".join(lines))
    return Photo(PICTURE, html, (*numbers("best", 0), _to_board(words)), alt)


def _line(
    number: int,
    best: Mapping[int, Start],
    days: Mapping[int, str],
    checklist: Checklist,
    words: Words,
) -> str:
    title = words.text(f"phase.{number}.title")
    if number not in best:
        return f"{number} {title}: –"
    told = _values(number, best[number], checklist, words)
    return " · ".join([f"{number} {title}: {days[number]}", *told[:1]])


def best_page(
    number: int, start: Start, day: str, checklist: Checklist, words: Words
) -> Photo:
    """One phase of the start that came closest, with all its numbers."""
    phase = start.analysis.phases[number - 1]
    title = words.text(f"phase.{number}.title")
    title = words.text("best.phase", number=number, title=title, day=day)
    mark = mark_of(phase_verdict(phase, start.analysis))
    told = _values(number, start, checklist, words, marked=True)
    blocks = [f"{mark} <b>{escape(title)}</b>", escape("\n".join(told))]
    html = within([block for block in blocks if block], limit=CAPTION_LIMIT)
    opening = Button(
        words.text("history.button.open"), data=callback_data("show", start.row.id)
    )
    rows = (*numbers("best", number), (opening,), _back(words))
    return Photo(PICTURE, html, rows, card_alt(phase, start.analysis, words))


def _values(
    number: int,
    start: Start,
    checklist: Checklist,
    words: Words,
    *,
    marked: bool = False,
) -> list[str]:
    """Part and value of every check with a verdict, the heaviest first."""
    checks = [check for check in checklist.checks if check.phase == number]
    lines = []
    for check in sorted(checks, key=lambda check: -check.weight):
        told = start.told(check)
        if told is None or told[1].value is None or told[0].verdict == "cant_tell":
            continue
        line = part_and_value(told[1], words)
        if marked:
            aim = aim_text(check.measure, check.band, words)
            aim = words.text("bot.detail.aim", aim=aim)
            line = f"{MARKS[told[0].verdict]} {line} · {aim}"
        lines.append(line)
    return lines


def _to_board(words: Words) -> tuple[Button, ...]:
    label = words.text("bot.button.checklist")
    return (Button(label, data=callback_data("phases", 0)),)


def _back(words: Words) -> tuple[Button, ...]:
    label = words.text("board.button.every")
    return (Button(label, data=callback_data("best", 0)),)
