"""The weekly summary and /progress as HTML for Telegram. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from analysis.measurement.definitions import told_deg
from analysis.scoring.checklist import Checklist
from analysis.types import Verdict
from bot.chat.paging import within
from bot.progress.aggregate import CheckProgress, Progress
from bot.progress.change import Change
from bot.replies.numbers import whole
from bot.replies.readings import aim_text, angle_text
from content.words import Words, locale_of

DOTS: dict[Verdict, str] = {"good": "●", "minor": "◐", "work_on": "○", "cant_tell": "–"}
OFF: tuple[Verdict, ...] = ("work_on", "minor")
MOST_CHANGES, MOST_OFF = 3, 2


def summary_text(
    progress: Progress,
    checklist: Checklist,
    words: Words,
    zone: ZoneInfo,
    *,
    weekly: bool = True,
) -> str:
    """Say how the starts of a period went, in at most 4096 characters.

    Parameters
    ----------
    checklist
        The one ``progress`` was made with.
    weekly
        Whether this is the Sunday summary, or the answer to /progress.
    """
    family = "bot.weekly" if weekly else "bot.progress"
    title = _bold(words.text(f"{family}.heading"))
    if progress.clips == 0:
        return f"{title}\n{escape(words.text('bot.progress.none'))}"
    blocks = [
        "\n".join([title, *_counted(progress, zone, words)]),
        _focus(progress.focus, checklist, words),
        _keep(progress.keep, checklist, words),
        _checklist(progress, checklist, words),
        _changes(progress.changes[:MOST_CHANGES], checklist, words),
        escape(words.text("bot.weekly.turn_off")) if weekly else "",
    ]
    return within([block for block in blocks if block])


def _bold(text: str) -> str:
    return f"<b>{escape(text)}</b>"


def _day(time: datetime, zone: ZoneInfo, words: Words) -> str:
    locale = locale_of(words.language)
    text: str = format_skeleton("MMMd", time.astimezone(zone), locale=locale)
    return text


def _counted(progress: Progress, zone: ZoneInfo, words: Words) -> list[str]:
    """Say how many starts there were, and when."""
    assert progress.first_at is not None and progress.last_at is not None
    first, last = (
        _day(at, zone, words) for at in (progress.first_at, progress.last_at)
    )
    key = "starts_of_a_day" if first == last else "starts"
    count = progress.clips
    said = words.text(f"bot.progress.{key}", count=count, first=first, last=last)
    lines = [escape(said)]
    if progress.left_out:
        left = words.text("bot.progress.left_out", count=progress.left_out)
        lines.append(escape(left))
    return lines


def _focus(state: CheckProgress | None, checklist: Checklist, words: Words) -> str:
    if state is None:
        return f"🎯 {escape(words.text('bot.progress.focus_none'))}"
    reading = escape(_reading(state, checklist, words))
    lines = [f"🎯 {_bold(words.text('bot.progress.focus'))}", reading]
    # An old clip's cue may have left the content since.
    if words.has(f"cue.{state.cue}.say"):
        lines.insert(1, _bold(words.text(f"cue.{state.cue}.say")))
        drill = escape(words.text(f"cue.{state.cue}.drill"))
        lines.append(f"<i>{escape(words.text('bot.progress.drill'))}</i> {drill}")
    return "\n".join(lines)


def _reading(state: CheckProgress, checklist: Checklist, words: Words) -> str:
    """Say how often a check was off, and by how much."""
    check = checklist.check(state.check)
    name = words.text(f"check.{state.check}.name")
    return words.text(
        f"bot.progress.{'reading' if state.clips == 1 else 'readings'}",
        name=name[:1].upper() + name[1:],
        value=angle_text(check.measure, state.value, state.plus_minus, words),
        aim=aim_text(check.measure, state.band, words),
        off=state.minor + state.work_on,
        clips=state.clips,
    )


def _keep(state: CheckProgress | None, checklist: Checklist, words: Words) -> str:
    if state is None or state.value is None:
        return ""
    measure = checklist.check(state.check).measure
    value = whole(told_deg(measure, state.value), words.language)
    said = [words.text(f"praise.{state.check}", value=value)]
    if state.clips > 1:
        count = {"good": state.good, "clips": state.clips}
        said.append(words.text("bot.progress.keep_count", **count))
    title = _bold(words.text("bot.progress.keep"))
    return f"✅ {title}\n{escape(' '.join(said))}"


def _checklist(progress: Progress, checklist: Checklist, words: Words) -> str:
    lines = [_bold(words.text("bot.progress.checklist"))]
    for phase in checklist.phases:
        title = words.text(f"phase.{phase.number}.title")
        checks = [one for one in progress.checks if one.phase == phase.number]
        said = _standing(checks, words)
        lines.append(f"{phase.number} {escape(title)} {escape(said)}")
    legend = escape(words.text("bot.progress.legend"))
    return "\n".join([*lines, f"<i>{legend}</i>"])


def _standing(checks: Sequence[CheckProgress], words: Words) -> str:
    """A sign alone where nothing is off, else what is, the worst first."""
    off = [
        f"{DOTS[verdict]} {words.text(f'check.{one.check}.name')}"
        for verdict in OFF
        for one in checks
        if one.verdict == verdict
    ]
    more = [f"+{len(off) - MOST_OFF}"] if len(off) > MOST_OFF else []
    if off:
        return " ".join([", ".join(off[:MOST_OFF]), *more])
    good = any(one.verdict == "good" for one in checks)
    return DOTS["good" if good else "cant_tell"]


def _changes(changes: Sequence[Change], checklist: Checklist, words: Words) -> str:
    if not changes:
        return ""
    lines = [f"📈 {_bold(words.text('bot.progress.changed'))}"]
    lines += [f"• {escape(_change(change, checklist, words))}" for change in changes]
    return "\n".join([*lines, escape(words.text("bot.progress.chance"))])


def _change(change: Change, checklist: Checklist, words: Words) -> str:
    measure = checklist.check(change.check).measure
    return words.text(
        f"bot.progress.{'closer' if change.closer else 'further'}",
        name=words.text(f"check.{change.check}.name"),
        before=angle_text(measure, change.before, None, words),
        after=angle_text(measure, change.after, None, words),
    )
