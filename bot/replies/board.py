"""The athlete's board in words: all phases, one phase, and what to think of. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from analysis.measurement.definitions import DEFINED
from analysis.types import Verdict
from bot.chat.callback_data import callback_data
from bot.chat.messages import CAPTION_LIMIT, Button, Photo, Rows
from bot.chat.paging import within
from bot.progress.board import PHASES, Board, Line, Start
from bot.replies.picture_alts import card_alt
from bot.replies.readings import aim_text, reading_text
from content.words import Words

PICTURE = "board.jpg"
DOTS: dict[Verdict, str] = {"good": "●", "minor": "◐", "work_on": "○", "cant_tell": "–"}
TABS = ("cue", "why", "drill", "sheet")
OFF: tuple[Verdict, ...] = ("work_on", "minor")
MOST_NAMED = 2


def overview(board: Board, words: Words) -> Photo:
    """All eight phases: what is off in each, under one picture."""
    title = f"<b>{escape(words.text('board.title'))}</b>"
    told = words.text("board.none")
    if board.newest:
        told = words.text("board.newest", count=len(board.newest))
    if board.left_out:
        told += " " + words.text("board.left_out", count=board.left_out)
    lines = [_line(number, board, words) for number in PHASES]
    blocks = [f"{title}\n{escape(told)}", escape("\n".join(lines))]
    if board.newest:
        blocks.append(f"<i>{escape(words.text('board.signs'))}</i>")
    html = within(blocks, limit=CAPTION_LIMIT)
    alt = words.text("board.alt", phases="; ".join(lines))
    best = Button(words.text("board.button.best"), data=callback_data("best", 0))
    rows = (*numbers("phases", 0), (best,) if board.best else ())
    return Photo(PICTURE, html, tuple(row for row in rows if row), alt)


def _line(number: int, board: Board, words: Words) -> str:
    """``3 ○ Full extension: front knee, front hip``; the worst is named first."""
    title = words.text(f"phase.{number}.title")
    verdict = board.verdict(number)
    if verdict is None:
        return f"{number} {title}"
    off = [
        _part(one, words)
        for wanted in OFF
        for one in board.of_phase(number)
        if one.over_all.verdict == wanted
    ]
    said = f"{number} {DOTS[verdict]} {title}"
    more = f" +{len(off) - MOST_NAMED}" if len(off) > MOST_NAMED else ""
    return f"{said}: {', '.join(off[:MOST_NAMED])}{more}" if off else said


def phase_page(number: int, tab: str, board: Board, day: str, words: Words) -> Photo:
    """One phase under its picture.

    Parameters
    ----------
    tab
        One of TABS for what to think of, why, how to train it, what the sheet says;
        anything else for the verdicts.
    day
        Of the start whose frame is shown; empty where it is drawn.
    """
    title = words.text(
        "bot.checklist.title", number=number, title=words.text(f"phase.{number}.title")
    )
    blocks = [f"<b>{escape(title)}</b>"]
    if tab in TABS:
        blocks += _told(number, tab, board, words)
    else:
        tab = ""
        blocks.append(escape(words.text(f"phase.{number}.look_for")))
        blocks.append("\n".join(_checks(number, board, words)))
        shown = words.text("board.own", day=day) if day else words.text("board.drawn")
        blocks.append(f"<i>{escape(shown)}</i>")
    html = within([block for block in blocks if block], limit=CAPTION_LIMIT)
    alt = _alt(number, board.best.get(number), words)
    return Photo(
        PICTURE, html, (*_tabs(number, tab, board, words), *_turn(number, words)), alt
    )


def _checks(number: int, board: Board, words: Words) -> list[str]:
    lines = []
    for one in board.of_phase(number):
        marks = "".join(DOTS[mark] for mark in one.over_all.verdicts)
        last = board.newest[-1].told(one.check) if board.newest else None
        value = last and last[1].value is not None and reading_text(last[1], words)
        aim = aim_text(one.check.measure, one.check.band, words)
        aim = words.text("bot.detail.aim", aim=aim)
        named = f"{marks} {_part(one, words)}".strip()
        named = f"{named}: {value}" if value else named
        lines.append(escape(f"{named} · {aim}"))
    return lines or [escape(words.text("bot.phases.picture_only"))]


def talking_point(number: int, board: Board) -> tuple[Line, str, bool] | None:
    """The check of a phase that is worth a word, its cue, and whether it is off."""
    for verdict in OFF:
        off = [o for o in board.of_phase(number) if o.over_all.verdict == verdict]
        for one in sorted(off, key=lambda one: -one.check.weight):
            if one.over_all.cue:
                return one, one.over_all.cue, True
    for one in sorted(board.of_phase(number), key=lambda one: -one.check.weight):
        cue = one.check.cue_low or one.check.cue_high
        if cue and one.check.leads:
            return one, cue, False
    return None


def _told(number: int, tab: str, board: Board, words: Words) -> list[str]:
    heading = f"<b>{escape(words.text(f'board.button.{tab}'))}</b>"
    if tab == "sheet":
        return [f"{heading}\n{escape(words.text(f'phase.{number}.seed'))}"]
    point = talking_point(number, board)
    if point is None or not words.has(f"cue.{point[1]}.say"):
        return [escape(words.text("bot.phases.picture_only"))]
    standing, cue, off = point
    part = words.text("board.about", part=_part(standing, words))
    said = words.text(f"cue.{cue}.{'say' if tab == 'cue' else tab}")
    if tab == "cue" and not off:
        # The first sentence says what is off; here nothing is.
        said = said.partition(". ")[2] or said
    blocks = [f"{heading}\n{escape(said)}", f"<i>{escape(part)}</i>"]
    if not off and board.newest:
        blocks.append(escape(words.text("board.nothing_off")))
    return blocks


def _tabs(number: int, shown: str, board: Board, words: Words) -> Rows:
    """What to think of, why, and how to train it; and what the sheet says."""
    told = TABS if talking_point(number, board) else TABS[-1:]
    tabs = [_tab(number, tab, tab == shown, words) for tab in told]
    return tuple(row for row in (tuple(tabs[:-1]), tuple(tabs[-1:])) if row)


def _tab(number: int, tab: str, shown: bool, words: Words) -> Button:
    label = words.text(f"board.button.{tab}")
    if shown:
        return Button(f"• {label} •", data=callback_data("phases", number))
    return Button(label, data=callback_data("phases", number, tab))


def _turn(number: int, words: Words) -> Rows:
    back, on = (number - 2) % len(PHASES) + 1, number % len(PHASES) + 1
    every = words.text("board.button.every")
    return (
        (
            Button("◀", data=callback_data("phases", back)),
            Button(every, data=callback_data("phases", 0)),
            Button("▶", data=callback_data("phases", on)),
        ),
    )


def numbers(action: str, shown: int) -> Rows:
    """Buttons of the eight phases in two rows."""

    def row(which: Sequence[int]) -> tuple[Button, ...]:
        return tuple(_number(action, n, n == shown) for n in which)

    return row(range(1, 5)), row(range(5, 9))


def _number(action: str, number: int, shown: bool) -> Button:
    label = f"• {number} •" if shown else str(number)
    if action == "best":
        return Button(label, data=callback_data("best", number))
    return Button(label, data=callback_data("phases", number))


def _alt(number: int, best: Start | None, words: Words) -> str:
    if best is None:
        return words.text("board.alt_drawn", number=number)
    return card_alt(best.analysis.phases[number - 1], best.analysis, words)


def _part(one: Line, words: Words) -> str:
    return words.text(f"part.{DEFINED[one.check.measure].part}")
