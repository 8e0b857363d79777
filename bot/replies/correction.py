"""What can be put right in a clip, page by page, and what became of it. Pure.

A page that leads to another look says first what it will change and how long it takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from analysis.corrections import NOTHING, Corrections
from analysis.scoring.apply_corrections import (
    MOMENTS,
    SPANS,
    frame_of,
    may_move,
    phases_of,
)
from analysis.scoring.findings import phase_verdict
from analysis.types import Analysis
from bot.chat.callback_data import callback_data
from bot.chat.messages import Button, Photo, Rows, Text
from bot.chat.paging import fitted
from bot.replies.coaching import MOST_NUMBERS, STRIP
from content.words import Words

# How many times slower than life a clip can be played, by the buttons.
PACES = (1, 2, 4, 8)
AS_READ = "as_read"
MIRRORED = "mirrored"
PEOPLE = "people"
MENU, WHO, MOMENTS_OF, PACE, DELETE = "", "who", "moments", "pace", "delete"
A_SECOND_MS = 1000


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages about one clip; ``about`` says how long another look takes."""

    analysis: Analysis
    clip_id: str
    words: Words
    about: str

    def page(self, choice: str, value: str = "") -> Text | None:
        """The page of this name; None when there is no such page."""
        if choice in MOMENTS:
            return self.moment(choice, _whole(value))
        if choice == PACE and value:
            return self.pace(value)
        pages = {
            MENU: self.menu,
            WHO: self.who,
            MOMENTS_OF: self.moments,
            PACE: self.paces,
            DELETE: self.delete,
        }
        return pages[choice]() if choice in pages else None

    def menu(self) -> Text:
        """Everything that can be put right."""
        refused = self.analysis.refusal is not None
        rows: list[tuple[Button, ...]] = [
            (self._goes(self._other(), WHO),),
            (self._turns(),),
            (self._goes("pace", PACE), self._goes("delete", DELETE)),
        ]
        if not refused:
            rows.insert(1, (self._goes("moment", MOMENTS_OF),))
        return self._said("menu", (*rows, *taking_back(self.analysis, self)))

    def who(self) -> Text:
        """Somebody else, or another start, in the same clip."""
        return self._asked(self._other(), WHO, "")

    def numbered(self, picture: str) -> Photo:
        """Everybody in numbered boxes: a tap on a number is what looks again."""
        numbers = tuple(
            Button(str(n), data=callback_data("do", self.clip_id, WHO, str(n)))
            for n in range(1, min(people_in(picture), MOST_NUMBERS) + 1)
        )
        keys = ("bot.reply.tap_number", "bot.fix.somebody_else_ask", "bot.fix.takes")
        said = " ".join(self.words.text(key, about=self.about) for key in keys)
        return Photo(picture, escape(said), (numbers,))

    def moments(self) -> Text:
        """Every moment that was seen, in the order of the start."""
        seen = [n for n in MOMENTS if frame_of(self.analysis, n) is not None]
        seen.sort(key=lambda name: frame_of(self.analysis, name) or 0)
        keys = [
            Button(self._name(name), data=callback_data("fix", self.clip_id, name))
            for name in seen
        ]
        rows = [tuple(keys[at : at + 2]) for at in range(0, len(keys), 2)]
        return self._said("moments", (*rows, (self._back(),)))

    def moment(self, name: str, frames: int) -> Text:
        """One moment, and by how many frames it would be moved."""
        words, frame = self.words, frame_of(self.analysis, name)
        if frame is None:
            return self._said("not_seen", ((self._back(MOMENTS_OF),),), "bot.correct")
        if frames and not may_move(self.analysis, name, frames):
            way = "too_early" if frames < 0 else "too_late"
            stay = frames + (1 if frames < 0 else -1)
            back = self._goes("one_back", name, str(stay))
            return self._said(way, ((back,),), "bot.correct")
        title = f"<b>{escape(self._name(name))}</b>"
        lines = [escape(words.text("bot.fix.here", frame=frame))]
        if frames:
            lines = [escape(self._moved(frames)), escape(self._changes(name))]
        earlier = self._goes("earlier", name, str(frames - 1))
        later = self._goes("later", name, str(frames + 1))
        do = (self._does(name, f"{frames}"),) if frames else ()
        rows = ((earlier, later), do, (self._back(MOMENTS_OF),))
        return fitted(["\n".join([title, *lines])], tuple(row for row in rows if row))

    def paces(self) -> Text:
        """How slowly the clip is played."""
        keys = tuple(
            Button(f"{n}×", data=callback_data("fix", self.clip_id, PACE, str(n)))
            for n in PACES
        )
        read = self._goes("as_read", PACE, AS_READ)
        return self._said("paces", (keys, (read,), (self._back(),)))

    def pace(self, value: str) -> Text | None:
        """What taking the clip as this slow will change."""
        if value == AS_READ:
            return self._asked("as_read", PACE, value)
        times, clip = _whole(value), self.analysis.clip
        if times not in PACES:
            return None
        fps = round(clip.median_fps * times) if clip else 0
        key = "real_time" if times == 1 else "slower"
        return self._asked(key, PACE, value, factor=times, fps=fps)

    def delete(self) -> Text:
        """Ask before a clip is forgotten."""
        yes = Button(
            self.words.text("bot.fix.delete_yes"),
            data=callback_data("do", self.clip_id, DELETE),
            style="danger",
        )
        return self._said("delete_ask", ((yes,), (self._back(),)))

    def _name(self, moment: str) -> str:
        section = "bot.fix.name" if moment in SPANS else "event"
        named = self.words.text(f"{section}.{moment}")
        return named[:1].upper() + named[1:]

    def _other(self) -> str:
        """Where one of several starts was looked at, another is the one before."""
        starts = any(note.code == "last_start" for note in self.analysis.notes)
        return "start_before" if starts else "somebody_else"

    def _moved(self, frames: int) -> str:
        clip = self.analysis.clip
        step_s = abs(frames) / clip.median_fps / (clip.speed_factor or 1) if clip else 0
        way = "move_earlier" if frames < 0 else "move_later"
        count, ms = abs(frames), round(step_s * A_SECOND_MS)
        return self.words.text(f"bot.fix.{way}", count=count, ms=ms)

    def _changes(self, name: str) -> str:
        numbers = ", ".join(map(str, phases_of(name)))
        key = "changes_phases" if numbers else "changes_times"
        told = self.words.text(
            f"bot.fix.{key}", count=len(phases_of(name)), phases=numbers
        )
        return f"{told} {self.words.text('bot.fix.takes', about=self.about)}"

    def _asked(self, key: str, choice: str, value: str, **values: object) -> Text:
        """Say what will happen and how long it takes, over the button that does it."""
        said = self.words.text(f"bot.fix.{key}_ask", **values)
        takes = self.words.text("bot.fix.takes", about=self.about)
        rows = ((self._does(choice, value),), (self._back(),))
        return Text(escape(f"{said} {takes}"), rows)

    def _said(self, key: str, rows: Rows, section: str = "bot.fix") -> Text:
        return Text(escape(self.words.text(f"{section}.{key}")), rows)

    def _goes(self, label: str, choice: str, value: str = "") -> Button:
        data = callback_data("fix", self.clip_id, choice, *([value] if value else []))
        return Button(self.words.text(f"bot.fix.button.{label}"), data=data)

    def _back(self, choice: str = MENU) -> Button:
        return self._goes("back", choice)

    def _does(self, choice: str, value: str) -> Button:
        data = callback_data("do", self.clip_id, choice, value)
        return Button(self.words.text("bot.fix.do"), data=data, style="primary")

    def _turns(self) -> Button:
        mirrored = self.analysis.corrections.mirrored
        label = "as_it_looks" if mirrored else "turn"
        way = "no" if mirrored else "yes"
        data = callback_data("do", self.clip_id, MIRRORED, way)
        return Button(self.words.text(f"bot.button.{label}"), data=data)


def people_in(picture: str) -> int:
    """How many people a picture has numbered, by its name: ``people_3.jpg``."""
    kind, _, number = picture.removesuffix(".jpg").partition("_")
    return _whole(number) if kind == PEOPLE else 0


def taking_back(analysis: Analysis, pages: Pages, one: bool = False) -> Rows:
    """Buttons that take corrections back: the last one, or all of them."""
    words, id = pages.words, pages.clip_id
    keys = []
    if one:
        step = words.text("bot.fix.button.one_step_back")
        keys.append(Button(step, data=callback_data("back", id)))
    if analysis.corrections:
        every = words.text("bot.button.as_it_was")
        keys.append(Button(every, data=callback_data("as_it_was", id)))
    return ((*keys,),) if keys else ()


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a correction.

    Attributes
    ----------
    now, before
        The analysis as it is and as it was; None where that can't be read any more.
    lost
        Pictures that could not be changed in the chat.
    without_words
        Whether the words of the reply could not.
    """

    now: Analysis
    before: Analysis | None
    lost: Sequence[str] = ()
    without_words: bool = False


def put_right(told: Told, clip_id: str, words: Words) -> Text | Photo:
    """Say that the reply was changed; show the card that matters if it couldn't be."""
    gone = told.without_words or bool(told.lost)
    different = _different(told)
    focus = _focus(told, words)
    said = [words.text("bot.fix.gone" if gone else "bot.fix.done"), focus]
    if different or not focus:
        phases = ", ".join(map(str, different))
        key = "changed" if different else "same"
        reads = words.text(f"bot.fix.{key}", count=len(different), phases=phases)
        said.insert(1, reads)
    pages = Pages(told.now, clip_id, words, "")
    before = told.before.corrections if told.before else NOTHING
    # From the first correction one step back is as it was.
    stepped = bool(before) and before != told.now.corrections
    more = Button(words.text("bot.button.put"), data=callback_data("put", clip_id))
    show = Button(
        words.text("bot.fix.button.show"), data=callback_data("show", clip_id)
    )
    rows = (
        *taking_back(told.now, pages, one=stepped),
        (more, show) if told.without_words else (more,),
    )
    html = escape("\n".join(part for part in said if part))
    card = _card(told, different)
    return Photo(card, html, rows) if card else Text(html, rows)


def _different(told: Told) -> list[int]:
    """Numbers of the phases whose key frame or verdict is another."""
    if told.before is None:
        return []
    before = {
        phase.number: (phase.frame, phase_verdict(phase, told.before))
        for phase in told.before.phases
    }
    return [
        phase.number
        for phase in told.now.phases
        if before.get(phase.number) != (phase.frame, phase_verdict(phase, told.now))
    ]


def _focus(told: Told, words: Words) -> str:
    """The one thing to work on, where it is another one now."""
    now = told.now
    before = told.before.focus if told.before else None
    cue = next((one.cue for one in now.findings if one.check == now.focus), None)
    if cue is None or now.focus == before:
        return ""
    return f"🎯 {words.text(f'cue.{cue}.say')}"


def _card(told: Told, different: Sequence[int]) -> str | None:
    """The one picture to show anew, of those that could not be changed."""
    cards = {phase.number: phase.picture for phase in told.now.phases}
    wanted = [cards[number] for number in different]
    if len(wanted) != 1:
        wanted.insert(0, STRIP)
    stills = [name for name in told.lost if not name.endswith(".mp4")]
    return next((name for name in wanted if name in stills), next(iter(stills), None))


def corrected(
    now: Corrections, choice: str, value: str, people: int = 0
) -> Corrections | None:
    """The corrections with what a button asks for; None when it asks for nothing.

    Moments that were moved belong to one person only.
    """
    frames = _whole(value)
    if choice in MOMENTS:
        return now.shifted(choice, frames) if frames else None
    if choice == WHO:
        athlete = (frames - 1 or people) if 0 < frames <= people else now.athlete + 1
        return Corrections(athlete, {}, now.mirrored, now.slow_motion)
    if choice == PACE and (value == AS_READ or frames in PACES):
        pace = None if value == AS_READ else float(frames)
        return Corrections(now.athlete, now.shifts, now.mirrored, pace)
    return None


def _whole(value: str) -> int:
    """A number as a button says it; 0 for anything else."""
    return int(value) if value.removeprefix("-").isdecimal() else 0
