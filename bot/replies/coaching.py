"""What the athlete gets for a clip: pictures, one thing done well, one to work on.

Pure: an analysis and words go in, messages come out. One message, made for one screen
of a phone; the rest is behind its buttons.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from analysis.measurement.definitions import told_deg
from analysis.scoring.findings import phase_verdict
from analysis.types import Analysis, ClipInfo, Finding, Measure, Note, Refusal
from analysis.visuals.angle_marks import read_here
from bot.chat.callback_data import Action, callback_data
from bot.chat.messages import (
    ALBUM_LIMIT,
    Album,
    Button,
    Message,
    Photo,
    Picture,
    Rows,
    Text,
)
from bot.chat.paging import fitted
from bot.replies.numbers import whole
from bot.replies.picture_alts import card_alt
from bot.replies.readings import about_text, aim_text
from bot.replies.verdict_emoji import line_of_phases
from bot.store import About
from bot.store.models import NOBODY
from content.words import Words

# By convention: what could not be drawn is left out when it is sent.
STRIP, PATH, SLOW = "strip.jpg", "path.jpg", "slow.mp4"
# Notes shown elsewhere: in the line of what was seen, the reasons, or all numbers.
TOLD_ELSEWHERE = frozenset(
    {"slow_motion", "slow_motion_unknown", "low_frame_rate", "variable_frame_rate"}
    | {"starts_late", "ends_early", "far_leg_wider", "error_basis"}
    | {"leaves_picture", "steps_not_found", "stumbles"}
)
# Comes before all else: a start that ends so is first of all one to get over.
STUMBLES = "note.stumbles"
# Told on a line of its own, so that no other note pushes it out.
OF_SOUND = frozenset({"reaction", "reaction_early"})
MOST_REASONS = MOST_NOTES = 2
MOST_NUMBERS = 8  # as many buttons as fit in a row
# Refusals of a start that may be another person's.
SOMEBODY_ELSE = frozenset(
    {"several_athletes", "nobody", "no_start", "cut_off", "too_small"}
)


def coaching(
    analysis: Analysis,
    clip_id: str,
    words: Words,
    about: About = NOBODY,
    over: str = "",
    own: bool = True,
) -> tuple[Message, ...]:
    """Turn an analysis, or the refusal in it, into messages in the order of sending.

    ``over`` is what stands over it as HTML: whose it is, the clip's note; ``own`` is
    whether the reader may put it right.
    """
    if analysis.refusal is not None:
        return (refusal(analysis.refusal, words, _who(analysis, clip_id, words)),)
    first, *rest = _blocks(analysis, words, about)
    blocks = [f"{over}\n{first}" if over else first, *rest]
    text = fitted(blocks, _buttons(analysis, clip_id, words, own))
    return (_album(analysis, words), text)


def refusal(refused: Refusal, words: Words, more: Rows = ()) -> Text | Photo:
    """Say what is wrong, show it where it can be seen, and say how to film the next."""
    key = f"refusal.{refused.code}"
    what, fix = f"{key}.what", f"{key}.fix"
    if refused.people:
        what, fix = "bot.reply.which_one", "bot.reply.tap_number"
    said = f"<b>{escape(words.text(what))}</b>\n\n{escape(words.text(fix))}"
    film = Button(words.text("bot.button.film"), data=callback_data("film"))
    if refused.picture:
        return Photo(refused.picture, said, ((film,), *more))
    return Text(said, ((film,), *more))


def failure(code: str, words: Words) -> Text:
    """Say that we failed, not the clip."""
    return Text(escape(words.text(f"bot.failed.{code}")))


def _album(analysis: Analysis, words: Words) -> Album:
    title = f"<b>{escape(words.text('bot.reply.album'))}</b>"
    caption = f"{title}\n{escape(words.text('bot.reply.signs'))}"
    cards = [
        Picture(phase.picture, alt=card_alt(phase, analysis, words))
        for phase in analysis.phases
        if phase.picture
    ]
    strip = Picture(STRIP, caption, words.text("alt.strip"))
    film = Picture(SLOW, alt=words.text("alt.slow"))
    return Album((strip, *cards, film)[:ALBUM_LIMIT])


def _blocks(analysis: Analysis, words: Words, about: About) -> list[str]:
    seen = escape(_seen(analysis, words))
    blocks = [
        f"{seen}\n{line_of_phases(analysis)}",
        f"💛 {escape(words.text(STUMBLES))}" if _stumbles(analysis) else "",
        _praise(analysis, words),
        _focus(analysis, words),
        progression(about, words),
        _untold(analysis, words),
        _notes(analysis, words),
        _reaction(analysis, words),
    ]
    return [block for block in blocks if block]


def _seen(analysis: Analysis, words: Words) -> str:
    """Say in one line what the clip shows, how fast it was filmed and how it plays."""
    verdicts = [phase_verdict(phase, analysis) for phase in analysis.phases]
    said = words.text(
        "bot.reply.seen",
        seen=sum(phase.frame is not None for phase in analysis.phases),
        judged=sum(verdict not in (None, "cant_tell") for verdict in verdicts),
    )
    several = any(note.code == "speed_changes" for note in analysis.notes)
    pace = "" if analysis.clip is None else _pace(analysis.clip, several, words)
    return f"{said} · {pace}" if pace else said


def _pace(clip: ClipInfo, several: bool, words: Words) -> str:
    if clip.speed_factor is None:
        return words.text(f"bot.reply.{'speeds' if several else 'slow_unknown'}")
    fps = clip.median_fps * clip.speed_factor
    if clip.speed_factor == 1:
        return words.text("bot.reply.fps", fps=round(fps))
    # Inferred from how long a push takes: neither is known to its last digit.
    filmed = words.text("bot.reply.fps", fps=round(fps, -1))
    slow = words.text("bot.reply.slow", factor=round(clip.speed_factor))
    return f"{words.text('bot.number.about', value=filmed)} · {slow}"


def told(analysis: Analysis, check: str | None) -> tuple[Finding, Measure] | None:
    """The finding of a check with its measure; None when there is none."""
    for finding in analysis.findings:
        if finding.check == check:
            measures = {measure.id: measure for measure in analysis.measures}
            return finding, measures[finding.measure]
    return None


def _praise(analysis: Analysis, words: Words) -> str:
    found = told(analysis, analysis.praise)
    if found is None:
        return ""
    finding, measure = found
    assert measure.value is not None  # only what was measured is praised
    value = whole(told_deg(measure.id, measure.value), words.language)
    said = words.text(f"praise.{finding.check}", value=value)
    return f"✅ <b>{escape(words.text('bot.reply.praise'))}</b> {escape(said)}"


def _focus(analysis: Analysis, words: Words) -> str:
    found = told(analysis, analysis.focus)
    if found is None:
        return _without_focus(analysis, words)
    finding, measure = found
    cue = f"cue.{finding.cue}"
    # An old clip's cause may have left the content since.
    story = f"cause.{analysis.cause}"
    lines = [
        f"🎯 <b>{escape(words.text('bot.reply.focus'))}</b>",
        f"<b>{escape(words.text(f'{cue}.say'))}</b>",
        escape(reading_of(analysis, finding, measure, words)),
        labelled("bot.reply.why", story if words.has(story) else f"{cue}.why", words),
        labelled("bot.reply.drill", f"{cue}.drill", words),
    ]
    return "\n".join(lines)


def progression(about: About, words: Words) -> str:
    """In which order the young and the new learn to start: blocks come last."""
    if not about.builds_up:
        return ""
    return f"🌱 {escape(words.text('bot.about.progression'))}"


def _without_focus(analysis: Analysis, words: Words) -> str:
    """Say to go on like this, and mention what is off but never leads a reply."""
    if all(one.verdict == "cant_tell" for one in analysis.findings):
        return f"🎯 {escape(words.text('bot.reply.nothing_judged'))}"
    if _stumbles(analysis):
        return ""
    asides = (f"aside.{one.cue}" for one in analysis.findings if one.cue)
    keys = ["bot.reply.no_focus", *filter(words.has, asides)]
    return f"🎯 {escape(' '.join(map(words.text, keys[:2])))}"


def _stumbles(analysis: Analysis) -> bool:
    return any(f"note.{note.code}" == STUMBLES for note in analysis.notes)


def reading_of(
    analysis: Analysis, finding: Finding, measure: Measure, words: Words
) -> str:
    """The number with its ± and frame, what is good, and the sheet's target."""
    name = words.text(f"check.{finding.check}.name")
    said = words.text(
        "bot.reply.reading",
        name=name[:1].upper() + name[1:],
        value=about_text(measure, words),
        aim=aim_text(measure.id, finding.band, words),
        phase=measure.phase,
        frame=_frame(analysis, measure),
    )
    if finding.seed_target is not None:
        said += " " + words.text(f"seed.{finding.check}")
    if finding.close:
        said += " " + words.text("bot.reply.close")
    return said


def _frame(analysis: Analysis, measure: Measure) -> int | None:
    """The frame of the phase's picture where that is next to where it was read."""
    phase = analysis.phases[measure.phase - 1]
    return phase.frame if read_here(measure, phase) else measure.frame


def labelled(label: str, key: str, words: Words) -> str:
    """A text after its label, as HTML."""
    return f"<i>{escape(words.text(label))}</i> {escape(words.text(key))}"


def _untold(analysis: Analysis, words: Words) -> str:
    """Say why phases have no verdict at all, the commonest reasons first."""
    phase_of = {measure.id: measure.phase for measure in analysis.measures}
    left_open = {
        phase.number
        for phase in analysis.phases
        if phase_verdict(phase, analysis) == "cant_tell"
    }
    reasons: dict[str, list[int]] = {}
    for finding in analysis.findings:
        number = phase_of[finding.measure]
        if number in left_open and finding.why:
            reasons.setdefault(finding.why, []).append(number)
    commonest = sorted(reasons.items(), key=lambda reason: -len(reason[1]))
    return "\n".join(
        f"❔ {escape(_left_open(phases, why, words))}"
        for why, phases in commonest[:MOST_REASONS]
    )


def _left_open(phases: Sequence[int], why: str, words: Words) -> str:
    numbers = sorted(set(phases))
    listed = ", ".join(str(number) for number in numbers)
    reason = words.text(f"why.{why}")
    return words.text("bot.reply.open", count=len(numbers), phases=listed, why=reason)


def _notes(analysis: Analysis, words: Words) -> str:
    apart = TOLD_ELSEWHERE | OF_SOUND
    notes = [note for note in analysis.notes if note.code not in apart]
    return "\n".join(_note("ℹ️", note, words) for note in notes[:MOST_NOTES])


def _reaction(analysis: Analysis, words: Words) -> str:
    notes = [note for note in analysis.notes if note.code in OF_SOUND]
    return "\n".join(_note("⏱", note, words) for note in notes)


def _note(sign: str, note: Note, words: Words) -> str:
    return f"{sign} {escape(words.text(f'note.{note.code}', **note.values))}"


def path_caption(analysis: Analysis, words: Words) -> str:
    """What there is to see in the path, as HTML under it."""
    beats = ["beats"] if analysis.sure_factor is not None else []
    told = (words.text(f"bot.path.{part}") for part in ("numbers", *beats, "marks"))
    return f"<b>{escape(words.text('bot.path.title'))}</b>\n{escape(' '.join(told))}"


def _who(analysis: Analysis, clip_id: str, words: Words) -> Rows:
    """Under a refusal: somebody else may be the one, or may have been."""
    assert analysis.refusal is not None
    if people := analysis.refusal.people:
        numbers = range(1, min(people, MOST_NUMBERS) + 1)
        return (
            tuple(
                Button(str(n), data=callback_data("me", clip_id, n)) for n in numbers
            ),
        )
    names: list[Action] = []
    names += ["other"] if analysis.refusal.code in SOMEBODY_ELSE else []
    names += ["as_it_was"] if analysis.corrections else []
    keys = (
        Button(words.text(f"bot.button.{name}"), data=callback_data(name, clip_id))
        for name in names
    )
    return ((*keys,),) if names else ()


def _buttons(analysis: Analysis, clip_id: str, words: Words, own: bool) -> Rows:
    def button(name: Action) -> Button:
        label = words.text(f"bot.button.{name}")
        return Button(label, data=callback_data(name, clip_id))

    phases = tuple(
        Button(str(phase.number), data=callback_data("phase", clip_id, phase.number))
        for phase in analysis.phases
    )
    focus = (button("why"), button("drill")) if analysis.focus else ()
    rows = (
        phases,
        focus,
        (button("slow"), button("path"), button("then")),
        (button("put"),) if own else (),
    )
    return tuple(row for row in rows if row)
