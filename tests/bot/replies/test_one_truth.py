"""/progress, the weekly summary and a clip's own reply never contradict each other."""

import re
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from analysis.scoring.checklist import load_checklist
from analysis.serialization import from_json
from bot.progress.standing import standing
from bot.progress.week import week_of
from bot.replies.coaching import coaching
from bot.replies.standing import progress_text
from bot.replies.weekly import weekly_text
from bot.store.models import About
from content.words import load_words
from tests.bot.starts import filmed

UTC = ZoneInfo("UTC")
WORDS = load_words("en")
TRAINED, NEW = About(experience="club"), About(experience="new")
SIX = {
    "body_line_exit": 66.0,
    "trunk_set": -40.0,
    "front_knee_exit": 140.0,
    "trunk_exit": 70.0,
    "front_hip_exit": 140.0,
    "shin_touchdown_1": 100.0,
}
# A trunk that is high in set, and the line that is too steep because of it.
CAUSE = {"trunk_set": 10.0, "body_line_exit": 70.0, "trunk_exit": 44.0}


def clean(values=tuple(SIX)):
    """In the middle of green, or just within it where that is open."""
    made = {}
    for id in values:
        low, high = load_checklist().check(id).band.green
        edges = [edge for edge in (low, high) if edge is not None]
        made[id] = float(np.mean(edges)) + (8.0 if high is None else 0.0)
    return made


def at_chance(number):
    """A history of one to eight starts, each off here and there."""
    chance = np.random.default_rng(number)
    return [
        {id: value + chance.normal(0, 12) for id, value in clean().items()}
        for _ in range(1 + number % 8)
    ]


HISTORIES = {
    "one bad": [SIX],
    "one clean": [clean()],
    "bad, then clean": [SIX, clean()],
    "clean, then bad": [clean(), SIX],
    "a cause": [CAUSE],
    "a cause, then clean": [CAUSE, clean()],
    "three bad, two clean": [SIX] * 3 + [clean()] * 2,
    "long ago bad": [SIX] * 9 + [clean()] * 5,
    "nothing judged": [{}],
    **{f"chance {number}": at_chance(number) for number in range(24)},
}


class Told:
    """What the three pages tell of one history, block by block."""

    def __init__(self, history, about):
        checklist = load_checklist(about.level)
        clips = [
            filmed(values, level=about.level, day=day)
            for day, values in enumerate(history)
        ]
        self.found = standing(clips, checklist, UTC)
        week = week_of(clips[-4:])
        self.last = from_json(clips[-1].analysis)
        self.reply = _blocks(coaching(self.last, "c", WORDS, about)[1].html)
        self.progress = _blocks(progress_text(self.found, checklist, WORDS, UTC, about))
        self.weekly = _blocks(
            weekly_text(week, self.found, checklist, WORDS, UTC, about)
        )


def _blocks(html):
    """Blocks by the sign they begin with."""
    plain = re.sub(r"<[^>]+>", "", html)
    return {block[0]: block for block in plain.split("\n\n")}


@pytest.mark.parametrize("about", [TRAINED, NEW], ids=["trained", "new"])
@pytest.mark.parametrize("history", HISTORIES.values(), ids=HISTORIES)
def test_no_page_contradicts_another(history, about):
    told = Told(history, about)
    for sign in "🎯✅🌱":
        assert told.progress.get(sign) == told.weekly.get(sign)
    assert ("🌱" in told.reply) == ("🌱" in told.progress) == (about == NEW)
    _check_counts(told.found, told.progress)
    newest = history[-5:]
    if len(newest) == 1 or all(one == newest[0] for one in newest):
        _check_like_the_reply(told)
    if len(newest) <= 2 and told.last.focus:
        assert told.found.focus is not None


def _check_counts(found, told):
    focus, keep = found.focus, found.keep
    if focus:
        assert focus.off * 2 >= focus.clips
        assert keep is None or keep.check != focus.check
    if focus and focus.clips > 1:
        assert f"Off in {focus.off} of {focus.clips} starts." in told["🎯"]
    if keep and keep.clips > 1:
        assert keep.good * 2 > keep.clips
        assert f"Good in {keep.good} of {keep.clips} starts." in told["✅"]


def _check_like_the_reply(told):
    """Of one start, or of such as are all alike, all say the same."""
    found, last = told.found, told.last
    assert (found.focus and found.focus.check) == last.focus
    assert found.cause == last.cause
    assert (found.keep and found.keep.check) == last.praise
    if found.focus:
        said = told.progress["🎯"].splitlines()
        own = told.reply["🎯"].splitlines()
        assert said[:2] == own[:2]  # what to do
        assert said[-1] == own[-1]  # the drill
    if last.cause:
        assert WORDS.text(f"cause.{last.cause}") in told.progress["🎯"]
