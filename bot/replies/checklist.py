"""The eight phases in words: the checklist's pages, and every number of one clip."""

from __future__ import annotations

from html import escape

from analysis.types import Analysis, Finding, Measure
from bot.chat.messages import Rows, Text
from bot.chat.paging import pages
from bot.replies.metres import metres_block
from bot.replies.readings import reading_text
from bot.replies.verdict_emoji import mark_of
from bot.store import About
from bot.store.models import NOBODY
from content.words import Words

PHASES = 8


def every_measure(
    analysis: Analysis, words: Words, buttons: Rows, about: About = NOBODY
) -> tuple[Text, ...]:
    """Show all measures of a clip, phase by phase, with verdicts, and all notes."""
    findings = {finding.measure: finding for finding in analysis.findings}
    blocks = []
    for number in range(1, PHASES + 1):
        measures = [one for one in analysis.measures if one.phase == number]
        title = words.text(f"phase.{number}.title")
        lines = [f"<b>{number}. {escape(title)}</b>"]
        lines += [_measure_line(one, findings.get(one.id), words) for one in measures]
        if not measures:
            lines.append(f"<i>{escape(words.text('bot.phases.picture_only'))}</i>")
        blocks.append("\n".join(lines))
    blocks += filter(None, [metres_block(analysis, about, words)])
    blocks.append("\n".join(escape(line) for line in _legend(analysis, words)))
    return pages(blocks, buttons)


def _legend(analysis: Analysis, words: Words) -> list[str]:
    signs = [words.text("bot.reply.signs"), words.text("bot.phases.legend")]
    notes = (words.text(f"note.{note.code}", **note.values) for note in analysis.notes)
    return [*signs, *(f"ℹ️ {note}" for note in notes)]


def _measure_line(measure: Measure, finding: Finding | None, words: Words) -> str:
    mark = mark_of(finding.verdict if finding else None)
    name = words.text(f"measure.{measure.id}.name")
    if measure.why is not None:
        said = words.text(f"why.{measure.why}")
        return f"❔ {escape(name)}: <i>{escape(said)}</i>"
    said = f"{name}: {reading_text(measure, words)}"
    if measure.far_side:
        said += " " + words.text("bot.phases.far_side")
    return f"{mark} {escape(said)}"
