"""/history in words: a page of clips, one clip, and the choice of two. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from analysis.errors import OutdatedAnalysis
from analysis.serialization import from_json
from analysis.types import Verdict
from analysis.visuals.clip_rows import ClipStrip
from bot.chat.callback_data import callback_data
from bot.chat.messages import CAPTION_LIMIT, Button, Photo, Rows
from bot.chat.paging import within
from bot.replies.numbers import clock_text, day_text
from bot.replies.verdict_emoji import line_of_phases
from bot.replies.whose import NOTE, shortened
from bot.store import ClipRow
from content.words import Words

PICTURE = "history.jpg"
PAGE = 5
# Of what came of a clip and of its note, so that a page fits under its picture.
MOST_SAID, MOST_NOTED = 90, 40


@dataclass(frozen=True, slots=True)
class Page:
    """A page of somebody's clips.

    Attributes
    ----------
    number
        From 0, the newest.
    rows
        Its clips, newest first.
    more
        Whether there are older ones.
    chosen
        Id of the clip that another is looked for to compare with; empty for none.
    athlete
        Id of whose clips these are, where it is not the usual one; else 0.
    others
        Names of the athletes whose clips can be looked through as well, by id.
    own
        Whether any of them may be deleted.
    """

    number: int
    rows: Sequence[ClipRow]
    more: bool
    chosen: str = ""
    athlete: int = 0
    others: Mapping[int, str] = field(default_factory=dict)
    own: bool = True


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads it: their words, where they live, and what time it is."""

    words: Words
    zone: ZoneInfo
    now: datetime


def history_page(page: Page, reader: Reader) -> Photo:
    """A page: a numbered line and a button for each clip."""
    words = reader.words
    hint = "hint" if page.own else "hint_seen"
    wanted = "pick" if page.chosen else hint
    blocks = [
        f"<b>{escape(words.text('bot.history.title'))}</b>",
        "\n".join(_entry(n, row, reader) for n, row in enumerate(page.rows, 1)),
        f"<i>{escape(words.text(f'history.{wanted}'))}</i>",
    ]
    html = within(blocks, limit=CAPTION_LIMIT)
    alt = words.text("history.alt", count=len(page.rows))
    return Photo(PICTURE, html, _page_buttons(page, words), alt)


def strip_of(
    number: int, row: ClipRow, stills: Mapping[int, bytes], reader: Reader
) -> ClipStrip:
    """What the picture shows of a clip."""
    said, verdict = _outcome(row, reader.words)
    return ClipStrip(number, when(row, reader), said, verdict, stills)


def when(row: ClipRow, reader: Reader) -> str:
    """Day and time of a clip: ``Mar 12, 5:30 PM``; of another year with that."""
    language, at = reader.words.language, row.received_at
    day = day_text(at, reader.zone, language, reader.now)
    return f"{day}, {clock_text(at, reader.zone, language)}"


def clip_page(row: ClipRow, page: int, reader: Reader, *, own: bool) -> Photo:
    """One clip: what came of it, and what can be done with it.

    Parameters
    ----------
    own
        Whether it may be deleted.
    """
    words = reader.words
    said = _in_words(row, words)
    blocks = [f"<b>{escape(when(row, reader))}</b>", escape(said)]
    if phases := _phases(row):
        blocks.append(phases)
    return Photo(
        PICTURE,
        within(blocks, "\n", CAPTION_LIMIT),
        _clip_buttons(row, page, own, words),
        words.text("history.alt_one", said=said),
    )


def ask_to_delete(row: ClipRow, page: int, reader: Reader) -> Photo:
    """Ask before a clip is gone for good."""
    words = reader.words
    asked = words.text("history.delete_ask", time=when(row, reader))
    yes, no = (words.text(f"history.button.delete_{one}") for one in ("yes", "no"))
    buttons = (
        (Button(yes, data=callback_data("drop", row.id, page, "yes"), style="danger"),),
        (Button(no, data=callback_data("hclip", row.id, page)),),
    )
    alt = words.text("history.alt_one", said=_in_words(row, words))
    return Photo(PICTURE, escape(asked), buttons, alt)


def _entry(number: int, row: ClipRow, reader: Reader) -> str:
    told = _in_words(row, reader.words)
    said = [when(row, reader), shortened(told, MOST_SAID)]
    if row.note:
        said.append(f"{NOTE} {shortened(row.note, MOST_NOTED)}")
    return f"{number}. {escape(' · '.join(said))}"


def _in_words(row: ClipRow, words: Words) -> str:
    """``work on front knee out of the blocks``, where the picture has a sign."""
    said, verdict = _outcome(row, words)
    if verdict in ("minor", "work_on"):
        return words.text("bot.history.focus", name=said)
    return said


def _outcome(row: ClipRow, words: Words) -> tuple[str, Verdict | None]:
    """The thing to work on with its verdict, why there is none, or that we failed."""
    if row.state == "refused":
        return words.text(f"refusal.{row.refusal_code}.what"), "cant_tell"
    if row.state != "analysed" or row.analysis is None:
        return words.text("bot.history.failed"), None
    try:
        found = from_json(row.analysis)
    except OutdatedAnalysis:
        return words.text("history.outdated"), None
    if found.focus is None:
        return words.text("bot.history.no_focus"), "good"
    # An old clip's check may have left the checklist since.
    known = words.has(f"check.{found.focus}.name")
    name = words.text(f"check.{found.focus}.name") if known else found.focus
    verdicts = (one.verdict for one in found.findings if one.check == found.focus)
    return name, next(verdicts, None)


def _phases(row: ClipRow) -> str:
    """Number and sign of every phase; empty where nothing was judged."""
    if row.state != "analysed" or row.analysis is None:
        return ""
    try:
        return line_of_phases(from_json(row.analysis))
    except OutdatedAnalysis:
        return ""


def _page_buttons(page: Page, words: Words) -> Rows:
    rows = [tuple(_choose(n, row, page) for n, row in enumerate(page.rows, 1))]
    turns = []
    if page.number:
        turns.append(_turn("◀", page, page.number - 1))
    if page.more:
        turns.append(_turn("▶", page, page.number + 1))
    rows.append(tuple(turns))
    rows += [
        (Button(name, data=callback_data("hpage", 0, page.chosen, athlete)),)
        for athlete, name in page.others.items()
    ]
    if page.chosen:
        back = words.text("history.button.stop")
        rows.append((Button(back, data=callback_data("hpage", page.number)),))
    return tuple(row for row in rows if row)


def _choose(number: int, row: ClipRow, page: Page) -> Button:
    """Open the clip; or lay it beside the one that was chosen before."""
    label = str(number)
    if not page.chosen:
        return Button(label, data=callback_data("hclip", row.id, page.number))
    if row.id == page.chosen:
        return Button(f"• {label} •", data=callback_data("hclip", row.id, page.number))
    return Button(label, data=callback_data("then", page.chosen, 0, row.id))


def _turn(label: str, page: Page, to: int) -> Button:
    return Button(label, data=callback_data("hpage", to, page.chosen, page.athlete))


def _clip_buttons(row: ClipRow, page: int, own: bool, words: Words) -> Rows:
    def button(name: str, data: str) -> Button:
        return Button(words.text(f"history.button.{name}"), data=data)

    rows = [[button("open", callback_data("show", row.id))]]
    if row.state == "analysed":
        rows[0].append(button("compare", callback_data("hpage", page, row.id)))
    if own:
        rows.append([button("delete", callback_data("drop", row.id, page))])
    rows.append([button("back", callback_data("hpage", page))])
    return tuple(map(tuple, rows))
