"""Where an athlete stands, in words: what /progress and the weekly summary share. Pure.

HTML for Telegram, a block for each thing told; an empty one says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from zoneinfo import ZoneInfo

from analysis.measurement.definitions import told_deg
from analysis.scoring.checklist import Checklist
from analysis.types import Verdict
from bot.chat.paging import within
from bot.progress.change import Change
from bot.progress.standing import CheckStanding, Standing
from bot.progress.starts import Start
from bot.replies.coaching import progression
from bot.replies.numbers import clock_text, day_text, whole
from bot.replies.readings import aim_text, angle_text
from bot.replies.whose import headed
from bot.store.models import NOBODY, About
from content.words import Words

DOTS: dict[Verdict, str] = {"good": "●", "minor": "◐", "work_on": "○", "cant_tell": "–"}
OFF: tuple[Verdict, ...] = ("work_on", "minor")
MOST_CHANGES, MOST_OFF = 3, 2


def progress_text(
    standing: Standing,
    checklist: Checklist,
    words: Words,
    zone: ZoneInfo,
    about: About = NOBODY,
    name: str = "",
) -> str:
    """Answer /progress, in at most 4096 characters.

    Parameters
    ----------
    checklist
        The one the standing was made with.
    about, name
        The athlete's; the name is what the reader calls somebody else.
    """
    title = headed(name, bold(words.text("bot.progress.heading")))
    if not standing.starts:
        return f"{title}\n{escape(words.text('bot.progress.none'))}"
    blocks = [
        f"{title}\n{newest_block(standing, words, zone)}",
        focus_block(standing, checklist, words),
        progression(about, words),
        keep_block(standing, checklist, words),
        changes_block(standing.changes[:MOST_CHANGES], checklist, words),
        checklist_block(standing, checklist, words),
    ]
    return within([block for block in blocks if block])


def bold(text: str) -> str:
    """A text in bold."""
    return f"<b>{escape(text)}</b>"


def check_name(check: str, words: Words) -> str:
    """What a check is called, at the beginning of a sentence."""
    name = words.text(f"check.{check}.name")
    return name[:1].upper() + name[1:]


def newest_block(standing: Standing, words: Words, zone: ZoneInfo) -> str:
    """Say which starts decide, and which don't count and why."""
    count = len(standing.starts)
    lines = [words.text("bot.progress.newest", count=count)]
    lines[0] += f" {when(standing.starts, words, zone)}"
    lines += [
        words.text(f"bot.progress.left_out_{why}", count=number)
        for why, number in sorted(standing.left_out.items())
    ]
    return "\n".join(map(escape, lines))


def when(starts: Sequence[Start], words: Words, zone: ZoneInfo) -> str:
    """From which day to which these starts are."""
    first, last = (
        day_text(one.at, zone, words.language) for one in (starts[0], starts[-1])
    )
    key = "on" if first == last else "from_to"
    return words.text(f"bot.progress.{key}", first=first, last=last)


def start_names(starts: Sequence[Start], words: Words, zone: ZoneInfo) -> list[str]:
    """What tells starts apart: the day, the hour where two share it, and the note."""
    days = [day_text(one.at, zone, words.language) for one in starts]
    times = Counter(days)
    return [
        " · ".join(filter(None, (_moment(day, times[day], one, words, zone), one.note)))
        for day, one in zip(days, starts, strict=True)
    ]


def _moment(day: str, times: int, start: Start, words: Words, zone: ZoneInfo) -> str:
    if times == 1:
        return day
    return f"{day}, {clock_text(start.at, zone, words.language)}"


def focus_block(standing: Standing, checklist: Checklist, words: Words) -> str:
    """The one thing to work on, why where it begins a story, and its drill."""
    state = standing.focus
    if state is None:
        return f"🎯 {escape(_without_focus(standing, words))}"
    lines = [f"🎯 {bold(words.text('bot.progress.focus'))}"]
    # An old clip's cue, or cause, may have left the content since.
    known = words.has(f"cue.{state.cue}.say")
    lines += [bold(words.text(f"cue.{state.cue}.say"))] if known else []
    lines.append(escape(_reading(state, checklist, words)))
    if words.has(f"cause.{standing.cause}"):
        lines.append(_labelled("bot.reply.why", f"cause.{standing.cause}", words))
    if known:
        lines.append(_labelled("bot.reply.drill", f"cue.{state.cue}.drill", words))
    return "\n".join(lines)


def _labelled(label: str, key: str, words: Words) -> str:
    return f"<i>{escape(words.text(label))}</i> {escape(words.text(key))}"


def _without_focus(standing: Standing, words: Words) -> str:
    """Say to go on like this, and mention what is off but never leads."""
    if all(one.verdict == "cant_tell" for one in standing.checks):
        return words.text("bot.progress.nothing_judged")
    asides = (f"aside.{one.cue}" for one in standing.checks if one.cue)
    keys = ["bot.progress.focus_none", *filter(words.has, asides)]
    return " ".join(map(words.text, keys[:2]))


def _reading(state: CheckStanding, checklist: Checklist, words: Words) -> str:
    """Say how often a check was off, and by how much."""
    measure = checklist.check(state.check).measure
    return words.text(
        f"bot.progress.{_how_often(state)}",
        name=check_name(state.check, words),
        value=angle_text(measure, state.value, state.plus_minus, words),
        aim=aim_text(measure, state.band, words),
        off=state.off,
        clips=state.clips,
    )


def _how_often(state: CheckStanding) -> str:
    if state.clips == 1:
        return "reading"
    return "reading_once" if (state.off, state.clips) == (1, 2) else "readings"


def keep_block(standing: Standing, checklist: Checklist, words: Words) -> str:
    """The one thing to keep."""
    state = standing.keep
    if state is None or state.value is None:
        return ""
    measure = checklist.check(state.check).measure
    value = whole(told_deg(measure, state.value), words.language)
    said = [words.text(f"praise.{state.check}", value=value)]
    if state.clips > 1:
        count = {"good": state.good, "clips": state.clips}
        said.append(words.text("bot.progress.keep_count", **count))
    return f"✅ {bold(words.text('bot.progress.keep'))}\n{escape(' '.join(said))}"


def checklist_block(standing: Standing, checklist: Checklist, words: Words) -> str:
    """A line for every phase."""
    lines = [bold(words.text("bot.progress.checklist"))]
    for phase in checklist.phases:
        title = words.text(f"phase.{phase.number}.title")
        said = _phase(standing.of_phase(phase.number), words)
        lines.append(f"{phase.number} {escape(title)} {escape(said)}")
    legend = escape(words.text("bot.progress.legend"))
    return "\n".join([*lines, f"<i>{legend}</i>"])


def _phase(checks: Sequence[CheckStanding], words: Words) -> str:
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


def changes_block(changes: Sequence[Change], checklist: Checklist, words: Words) -> str:
    """What really changed."""
    if not changes:
        return ""
    lines = [f"📈 {bold(words.text('bot.progress.changed'))}"]
    lines += [f"• {escape(_change(change, checklist, words))}" for change in changes]
    return "\n".join([*lines, escape(words.text("bot.progress.chance"))])


def _change(change: Change, checklist: Checklist, words: Words) -> str:
    measure = checklist.check(change.check).measure
    return words.text(
        f"bot.progress.{'closer' if change.closer else 'further'}",
        name=check_name(change.check, words),
        before=angle_text(measure, change.before, None, words),
        after=angle_text(measure, change.after, None, words),
    )
