"""What a coach reads of a squad: the list, one athlete, and what can be done. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from analysis.scoring.findings import phase_verdict
from analysis.types import Analysis
from bot.chat.callback_data import Action, callback_data
from bot.chat.messages import Button, Rows, Text
from bot.chat.paging import fitted
from bot.replies.verdict_emoji import line_of_phases
from bot.replies.whose import SIGN, headed
from bot.store import Member
from content.words import Words

# Buttons with a name fit two in a row on a phone.
IN_A_ROW = 2
MYSELF = "0"


@dataclass(frozen=True, slots=True)
class Standing:
    """An athlete's last start: its day in words, and what was found; None without."""

    member: Member
    day: str | None
    last: Analysis | None


def squad_page(squad: Sequence[Standing], subject: int | None, words: Words) -> Text:
    """Every athlete in a line, whose clips are looked at, and what can be done."""
    title = f"<b>{escape(words.text('bot.squad.title'))}</b>"
    if not squad:
        return Text(f"{title}\n\n{escape(words.text('bot.squad.empty'))}", _more(words))
    lines = [_line(one, words) for one in squad]
    now = next((one.member.name for one in squad if one.member.id == subject), "")
    key = "bot.squad.looks_at" if now else "bot.squad.looks_at_self"
    parts = (title, "\n".join(lines), escape(words.text(key, name=now)))
    rows = _members("member", (one.member for one in squad))
    own = _button("look", "myself", words, 0) if now else None
    board = _button("board", "board", words)
    extra: Rows = ((board, own),) if own else ((board,),)
    return fitted(parts, (*rows, *extra, *_more(words)))


def member_page(one: Standing, looks: bool, others: bool, words: Words) -> Text:
    """One athlete: the last start, and what the coach can do."""
    member = one.member
    kind = "kept" if member.kept else "shares"
    said = words.text(f"bot.squad.{kind}", name=member.name)
    parts = [headed(member.name), escape(said)]
    if one.last is not None:
        day = words.text("bot.squad.last", day=one.day or "")
        parts.append(f"{escape(day)}\n{line_of_phases(one.last)}\n{_focus(one, words)}")
    else:
        parts.append(escape(words.text("bot.squad.no_clip")))
    if looks:
        told = words.text("bot.squad.looking", name=member.name)
        parts.append(escape(told))
    return Text("\n\n".join(parts), _of_member(one, looks, others, words))


def board_alt(squad: Sequence[Standing], words: Words) -> str:
    """The board for who can't see it: ``Ana: 1 good, 2 a little off; Ben: …``."""
    return "; ".join(f"{one.member.name}: {_phases(one, words)}" for one in squad)


def _phases(one: Standing, words: Words) -> str:
    if one.last is None:
        return words.text("bot.squad.no_clip")
    told = [
        (phase.number, verdict)
        for phase in one.last.phases
        if (verdict := phase_verdict(phase, one.last))
    ]
    return ", ".join(
        f"{number} {words.text(f'verdict.{verdict}')}" for number, verdict in told
    )


def choose_against(member: Member, others: Iterable[Member], words: Words) -> Text:
    """Ask with whom an athlete is compared."""
    keys = [
        Button(one.name, data=callback_data("against", member.id, str(one.id)))
        for one in others
    ]
    return Text(escape(words.text("bot.squad.against", name=member.name)), _rows(keys))


def ask_to_leave(member: Member, words: Words) -> Text:
    """Ask whether an athlete really leaves the squad, and say what that deletes."""
    kind = "kept" if member.kept else "shares"
    said = words.text(f"bot.squad.leave_{kind}", name=member.name)
    yes = Button(
        words.text(f"bot.button.leave_{kind}"),
        data=callback_data("leave", member.id, "yes"),
        style="danger",
    )
    no = _button("member", "leave_no", words, member.id)
    return Text(escape(said), ((yes,), (no,)))


def handed_over(member: Member, words: Words) -> Text:
    """Say what the link does by which an athlete takes over their own starts."""
    said = words.text("bot.squad.hand_over", name=member.name)
    return Text(escape(said), ((_button("member", "back", words, member.id),),))


def whose_page(clip_id: str, squad: Iterable[Member], words: Words) -> Text:
    """Ask whose start a clip is."""
    names = [
        *((str(one.id), one.name) for one in squad),
        (MYSELF, words.text("bot.button.myself")),
    ]
    keys = [
        Button(name, data=callback_data("whose", clip_id, id)) for id, name in names
    ]
    return Text(escape(words.text("bot.squad.whose")), _rows(keys))


def _line(one: Standing, words: Words) -> str:
    name = f"<b>{escape(one.member.name)}</b>"
    if one.last is None or one.day is None:
        return f"{SIGN} {name}: {escape(words.text('bot.squad.no_clip'))}"
    return f"{SIGN} {name} · {escape(one.day)}: {_focus(one, words)}"


def _focus(one: Standing, words: Words) -> str:
    if one.last is None or one.last.focus is None:
        return escape(words.text("bot.history.no_focus"))
    name = words.text(f"check.{one.last.focus}.name")
    return escape(words.text("bot.history.focus", name=name))


def _of_member(one: Standing, looks: bool, others: bool, words: Words) -> Rows:
    member = one.member
    first = [] if looks else [_button("look", "look", words, member.id)]
    if others and one.last is not None:
        first.append(_button("against", "against", words, member.id))
    names: list[Action] = ["rename", "leave"]
    last = [_button(name, name, words, member.id) for name in names]
    if member.kept:
        last.insert(1, _button("hand_over", "hand_over", words, member.id))
    about: tuple[Button, ...] = ()
    if member.kept and looks:
        label = words.text("bot.button.about_them", name=member.name)
        about = (Button(label, data=callback_data("about")),)
    rows = (tuple(first), about, tuple(last), (_button("squad", "squad", words),))
    return tuple(row for row in rows if row)


def _members(action: Action, members: Iterable[Member]) -> Rows:
    return _rows(
        [Button(one.name, data=callback_data(action, one.id)) for one in members]
    )


def _rows(keys: Sequence[Button]) -> Rows:
    return tuple(
        tuple(keys[at : at + IN_A_ROW]) for at in range(0, len(keys), IN_A_ROW)
    )


def _more(words: Words) -> Rows:
    return (
        (_button("add_athlete", "add_athlete", words),),
        (_button("share", "share", words),),
    )


def _button(action: Action, label: str, words: Words, *values: int) -> Button:
    return Button(
        words.text(f"bot.button.{label}"), data=callback_data(action, *values)
    )
