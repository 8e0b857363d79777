"""The weekly summary as the athlete reads it."""

from html import escape
from zoneinfo import ZoneInfo

import pytest

from analysis.scoring.checklist import load_checklist
from bot.progress.standing import standing
from bot.progress.week import week_of
from bot.replies.weekly import quiet_text, weekly_text
from bot.store.models import About
from content.words import languages, load_words
from tests.bot.replies.test_standing import Tags
from tests.bot.starts import MONDAY, Start, body_line, start

CHECKLIST = load_checklist()
WORDS = load_words("en")
LONDON = ZoneInfo("Europe/London")


def said(*week, earlier=(), words=WORDS, **whose):
    found = standing([*earlier, *week], CHECKLIST, LONDON)
    text = weekly_text(week_of(week), found, CHECKLIST, words, LONDON, **whose)
    Tags(text)
    return text


def three(verdict, *, day=7, **rest):
    return [body_line(verdict, day=day + n, **rest) for n in range(3)]


def told(key, **values):
    return escape(WORDS.text(key, **values))


def test_a_whole_week():
    both = {"body_line_exit": "good", "touchdown_distance_1": "good"}
    values = {"body_line_exit": 46.0, "touchdown_distance_1": -0.1}
    week = [start(both, values=values, day=7 + n, plus_minus=0.5) for n in range(3)]
    text = said(*week, earlier=three("work_on", day=0))
    assert text.startswith("<b>Your week on the blocks</b>\n3 starts: Mar 9 to Mar 11.")
    assert "from 60° to 46°, closer to a good start" in text
    assert "Body line out of the blocks: the same every time" in text
    assert told("bot.progress.checklist") in text
    assert text.count("🎯") == text.count("✅") == text.count("📈") == 1


def test_a_week_of_few_starts_says_which_ones_decide():
    text = said(body_line(day=7), earlier=three("good", day=0))
    assert "1 start: Mar 9." in text
    assert "From your last 4 starts: Mar 2 to Mar 9." in text
    assert told("bot.weekly.no_change") in text


def test_starts_that_differ_by_more_than_the_error_are_told_so():
    week = [body_line("minor", value=v, day=n) for n, v in enumerate((54, 62, 70))]
    assert "± 8° from start to start, more than my measuring error of ± 2°." in said(
        *week
    )


def test_a_week_that_cant_be_read_any_more_says_so():
    stale = Start(MONDAY, {"analysis_version": "1.0", "refusal": None})
    assert told("bot.weekly.unread") in said(stale)


def test_somebody_elses_week_stands_under_their_name():
    text = said(body_line(), name="Ana", about=About(age_group="under_14"))
    assert text.startswith("👤 <b>Ana</b>\n<b>")
    assert told("bot.about.progression") in text


@pytest.mark.parametrize("language", languages())
def test_quiet_weeks_have_a_line_each(language):
    words = load_words(language)
    lines = {quiet_text(weeks, words) for weeks in (1, 2, 3)}
    assert len(lines) == 3
    assert all(len(line) < 200 for line in lines)
