"""Then and now: which earlier clip, which phase, and the words under the picture. Pure.

The picture itself is drawn by ``analysis.visuals.comparison.ghost``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from analysis.errors import OutdatedAnalysis
from analysis.scoring.comparison import Compared, Comparison, why_unlike
from analysis.serialization import from_json
from analysis.types import Analysis
from bot.chat.callback_data import callback_data
from bot.chat.messages import CAPTION_LIMIT, Button, Rows
from bot.chat.paging import within
from bot.replies.numbers import clock_text, exact_clock_text, seconds_text
from bot.replies.readings import angle_text
from bot.replies.whose import NOTE, shortened
from bot.store import ClipRow
from content.words import Words, locale_of

MOST_CHANGES = 5
# Other clips to choose from: the ones just before and the very first.
MOST_OTHERS = 3
# Where two starts are compared when nothing else says where.
USUAL_PHASE = 3
# So much of a note is shown.
MOST_NOTED = 60
# No time in the film is told more exactly.
LEAST_S = 0.01
_NUMBER = re.compile(r"still_(\d)\.jpg")


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier clip that still has its stills, and what it says."""

    row: ClipRow
    analysis: Analysis


def pasts(later: ClipRow, rows: Iterable[ClipRow]) -> list[Past]:
    """The clips of ``rows`` before ``later``, in their order; unreadable ones not."""
    found = []
    for row in rows:
        if row.analysis and (row.received_at, row.id) < (later.received_at, later.id):
            with suppress(OutdatedAnalysis):
                found.append(Past(row, from_json(row.analysis)))
    return found


def choose(later: Analysis, past: Sequence[Past]) -> Past | None:
    """The newest clip whose numbers compare, else any."""
    alike = [one for one in past if why_unlike(one.analysis, later) is None]
    return next(iter([*alike, *past]), None)


def shared_phases(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[int]:
    """Numbers of the phases both clips have a still of."""
    found = (_NUMBER.fullmatch(name) for name in one.keys() & other.keys())
    return sorted(int(match[1]) for match in found if match)


def best_phase(
    phases: Sequence[int], comparison: Comparison, later: Analysis, wished: str
) -> int:
    """The phase wished for, else of the clearest change, else of the focus."""
    focus = [f.measure for f in later.findings if f.check == later.focus]
    told = [one.phase for one in comparison.changes]
    told += [m.phase for m in later.measures if m.id in focus]
    if wished.isdecimal():
        told.insert(0, int(wished))
    told.append(USUAL_PHASE)
    return next((number for number in told if number in phases), phases[0])


def dates(
    one: datetime, other: datetime, zone: ZoneInfo, language: str
) -> tuple[str, str]:
    """Both days in the shortest form in which they differ; year, time if need be."""
    local = one.astimezone(zone), other.astimezone(zone)
    skeleton = "MMMd" if local[0].year == local[1].year else "yMMMd"
    days = [
        format_skeleton(skeleton, time, locale=locale_of(language)) for time in local
    ]
    if days[0] != days[1]:
        return days[0], days[1]
    clocks = [clock_text(time, zone, language) for time in local]
    if clocks[0] == clocks[1]:
        clocks = [exact_clock_text(time, zone, language) for time in local]
    return f"{days[0]}, {clocks[0]}", f"{days[1]}, {clocks[1]}"


def _labels(
    offered: Sequence[Past], later: ClipRow, zone: ZoneInfo, language: str
) -> list[str]:
    """The days of earlier clips, with the time where several are of one day."""
    times = [one.row.received_at for one in offered]
    labels = []
    for number, time in enumerate(times):
        others = [later.received_at, *times[:number], *times[number + 1 :]]
        told = (dates(time, other, zone, language)[0] for other in others)
        labels.append(max(told, key=len))
    return labels


def caption(
    comparison: Comparison,
    days: tuple[str, str],
    words: Words,
    notes: Sequence[str] = (),
) -> str:
    """What changed, over all phases, as HTML under the picture.

    ``notes`` are those of the clips, see ``notes_of``.
    """
    family = "then" if comparison.of_one else "history.two"
    title = words.text(f"{family}.title", before=days[0], after=days[1])
    lines = [f"<b>{escape(title)}</b>", *notes]
    changes = comparison.changes
    if comparison.unlike is not None:
        lines.append(escape(words.text(f"then.unlike.{comparison.unlike}")))
    elif not changes:
        lines.append(escape(words.text(f"{family}.nothing")))
    else:
        told = [_change(one, words) for one in changes[:MOST_CHANGES]]
        lines += [f"• {escape(one)}" for one in told]
        more = len(changes) - MOST_CHANGES
        rest = (
            words.text("then.more", count=more) if more > 0 else words.text("then.rest")
        )
        lines.append(escape(rest))
    return within(lines, "\n", CAPTION_LIMIT)


def notes_of(rows: Iterable[ClipRow], days: Iterable[str]) -> list[str]:
    """What was written under the clips, with their days, each in a line of HTML."""
    return [
        f"{NOTE} {escape(day)}: <i>{escape(shortened(row.note, MOST_NOTED))}</i>"
        for row, day in zip(rows, days, strict=True)
        if row.note
    ]


def motion_button(later: ClipRow, shown: Past, words: Words) -> Button:
    """Leads from the picture of two clips to their film."""
    label = words.text("bot.button.motion")
    return Button(f"▶️ {label}", data=callback_data("motion", later.id, shown.row.id))


def motion_caption(
    comparison: Comparison,
    days: tuple[str, str],
    plus_minus_s: float,
    words: Words,
    notes: Sequence[str] = (),
) -> str:
    """What the film shows and how sure its times are, as HTML under it."""
    title = words.text("bot.motion.title", before=days[0], after=days[1])
    sure = seconds_text(max(plus_minus_s, LEAST_S), words.language)
    sure = words.text("slow.time", seconds=sure)
    said = [words.text("bot.motion.drawn"), words.text("bot.motion.sure", sure=sure)]
    if comparison.unlike is not None:
        said.append(words.text(f"then.unlike.{comparison.unlike}"))
    return "\n".join((f"<b>{escape(title)}</b>", *notes, escape(" ".join(said))))


def no_motion(past: Past, later: Analysis, day: str, words: Words) -> str:
    """Why two clips can't be shown in motion."""
    speeds = [one.clip and one.clip.speed_factor for one in (past.analysis, later)]
    if None in speeds:
        return words.text("bot.motion.speed_unknown")
    return words.text("bot.motion.none", day=day)


def _change(one: Compared, words: Words) -> str:
    told = {
        "name": words.text(f"measure.{one.measure}.name"),
        "before": angle_text(one.measure, one.before, None, words),
        "after": angle_text(one.measure, one.after, None, words),
    }
    if one.outcome == "differs":
        return words.text("history.two.change", **told)
    said = words.text(f"then.said.{one.outcome}")
    return words.text("then.change", **told, said=said)


def buttons(
    later: ClipRow,
    shown: Past,
    phase: int,
    phases: Sequence[int],
    past: Sequence[Past],
    zone: ZoneInfo,
    language: str,
) -> Rows:
    """The phases both have, and other earlier clips by their day."""

    def data(number: int, other: str) -> str:
        return callback_data("then", later.id, number, other)

    numbers = [
        Button(f"• {n} •" if n == phase else str(n), data=data(n, shown.row.id))
        for n in phases
    ]
    half = (len(numbers) + 1) // 2 if len(numbers) > 4 else len(numbers)
    lines = [tuple(numbers[:half]), tuple(numbers[half:])]
    rest = [one for one in past if one is not shown]
    offered = rest if len(rest) <= MOST_OTHERS else [*rest[: MOST_OTHERS - 1], rest[-1]]
    labels = _labels(offered, later, zone, language)
    lines += [
        (Button(f"🕰 {label}", data=data(phase, one.row.id)),)
        for one, label in zip(offered, labels, strict=True)
    ]
    return tuple(line for line in lines if line)
