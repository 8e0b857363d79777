"""What the athlete gets for a clip: pictures, one thing to work on, one done well.

Pure: an analysis and words go in, messages come out.
"""

from __future__ import annotations

from html import escape

from analysis.types import Analysis, Finding, Measure, Refusal
from bot.messages import ALBUM_LIMIT, Album, Button, Message, Photo, Picture, Rows, Text
from bot.numbers import beyond_text, easy_to_read, range_text, value_text, whole
from bot.pages import fitted
from content.words import Words


def coaching(analysis: Analysis, clip_id: str, words: Words) -> tuple[Message, ...]:
    """Turn an analysis, or the refusal in it, into messages in the order of sending."""
    if analysis.refusal is not None:
        return (refusal(analysis.refusal, words),)
    album = _album(analysis, words)
    text = fitted(_blocks(analysis, words), _buttons(clip_id, words))
    return (album, text) if album else (text,)


def refusal(refused: Refusal, words: Words) -> Text | Photo:
    """Say, and where it can be seen show, what is wrong and how to film the next."""
    key = f"refusal.{refused.code}"
    what, fix = words.text(f"{key}.what"), words.text(f"{key}.fix")
    said = f"<b>{escape(what)}</b>\n\n{escape(fix)}"
    buttons = ((_film_button(words),),)
    return (
        Photo(refused.picture, said, buttons)
        if refused.picture
        else Text(said, buttons)
    )


def failure(code: str, words: Words) -> Text:
    """Say that we failed, not the clip."""
    return Text(escape(words.text(f"bot.failed.{code}")))


def _album(analysis: Analysis, words: Words) -> Album | None:
    shown = [phase for phase in analysis.phases if phase.picture][:ALBUM_LIMIT]
    if not shown:
        return None
    titles = "\n".join(
        f"{phase.number}  {words.text(f'phase.{phase.number}.short')}"
        for phase in shown
    )
    caption = f"<b>{escape(words.text('bot.reply.album'))}</b>\n{escape(titles)}"
    names = [phase.picture or "" for phase in shown]
    first = Picture(names[0], caption)
    return Album((first, *(Picture(name) for name in names[1:])))


def _blocks(analysis: Analysis, words: Words) -> list[str]:
    findings = {finding.check: finding for finding in analysis.findings}
    measures = {measure.id: measure for measure in analysis.measures}
    blocks = []
    if analysis.focus is not None:
        finding = findings[analysis.focus]
        blocks.append(_focus(finding, measures[finding.measure], words))
    else:
        blocks.append(escape(words.text("bot.reply.no_focus")))
    if analysis.praise is not None:
        finding = findings[analysis.praise]
        blocks.append(_praise(finding, measures[finding.measure], words))
    blocks += _untold(analysis, words)
    blocks += _notes(analysis, words)
    return blocks


def _focus(finding: Finding, measure: Measure, words: Words) -> str:
    cue = f"cue.{finding.cue}"
    name = words.text(f"check.{finding.check}.name")
    lines = [
        f"🎯 <b>{escape(words.text('bot.reply.focus'))}</b>",
        f"<b>{escape(words.text(f'{cue}.say'))}</b>",
        "",
        escape(_reading(name, finding, measure, words)),
        "",
        _labelled("bot.reply.why", f"{cue}.why", words),
        _labelled("bot.reply.drill", f"{cue}.drill", words),
    ]
    return "\n".join(lines)


def _reading(name: str, finding: Finding, measure: Measure, words: Words) -> str:
    """Tell the number with its ± and frame, the band, and the seed's target."""
    green = finding.band.green
    easy = easy_to_read(green)
    said = words.text(
        "bot.reply.reading" if easy else "bot.reply.beyond",
        name=name,
        value=value_text(measure, words.language),
        band=range_text(green, words),
        beyond=beyond_text(measure, green, words.language),
        phase=measure.phase,
        frame=measure.frame,
    )
    if finding.seed_target is not None:
        target = f"{finding.seed_target:.0f}°"
        said += " " + words.text("bot.reply.target", target=target)
    if finding.close:
        said += " " + words.text("bot.reply.close")
    return said


def _praise(finding: Finding, measure: Measure, words: Words) -> str:
    assert measure.value is not None  # nobody praises what nobody saw
    value = whole(measure.value, words.language)
    said = words.text(f"praise.{finding.check}", value=value)
    return f"✅ <b>{escape(words.text('bot.reply.praise'))}</b>\n{escape(said)}"


def _labelled(label: str, key: str, words: Words) -> str:
    return f"<i>{escape(words.text(label))}</i> {escape(words.text(key))}"


def _untold(analysis: Analysis, words: Words) -> list[str]:
    """Say which checks have no verdict, one line per reason."""
    reasons: dict[str, list[str]] = {}
    for finding in analysis.findings:
        if finding.verdict == "cant_tell" and finding.why:
            name = words.text(f"check.{finding.check}.name")
            reasons.setdefault(finding.why, []).append(name)
    if not reasons:
        return []
    lines = [f"❔ <b>{escape(words.text('bot.reply.cant_tell'))}</b>"]
    lines += [
        f"• {escape(', '.join(names))} – {escape(words.text(f'why.{why}'))}"
        for why, names in reasons.items()
    ]
    return ["\n".join(lines)]


def _notes(analysis: Analysis, words: Words) -> list[str]:
    if not analysis.notes:
        return []
    lines = [f"ℹ️ <b>{escape(words.text('bot.reply.notes'))}</b>"]
    lines += [
        f"• {escape(words.text(f'note.{note.code}', **note.values))}"
        for note in analysis.notes
    ]
    return ["\n".join(lines)]


def _buttons(clip_id: str, words: Words) -> Rows:
    phases = Button(words.text("bot.button.phases"), data=f"v1:all:{clip_id}")
    checklist = Button(words.text("bot.button.checklist"), data="v1:checklist")
    return ((phases,), (checklist, _film_button(words)))


def _film_button(words: Words) -> Button:
    return Button(words.text("bot.button.film"), data="v1:film")
