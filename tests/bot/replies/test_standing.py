"""/progress as the athlete reads it."""

from datetime import UTC, datetime
from html import escape
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest

from analysis.scoring.checklist import load_checklist
from bot.progress.standing import standing
from bot.progress.starts import Start
from bot.replies.standing import progress_text, start_names
from bot.store.models import About
from content.words import Words, load_words
from tests.bot.starts import MONDAY, body_line, refused, start

CHECKLIST = load_checklist()
WORDS = load_words("en")
LONDON = ZoneInfo("Europe/London")


def said(*clips, language=WORDS, zone=LONDON, **whose):
    found = standing(clips, CHECKLIST, zone)
    return progress_text(found, CHECKLIST, language, zone, **whose)


def words(key, **values):
    """The English words as they stand in HTML."""
    return escape(WORDS.text(key, **values))


def three(verdict="good", *, day=0, **rest):
    return [body_line(verdict, day=day + n, **rest) for n in range(3)]


class Tags(HTMLParser):
    """Checks that every tag is closed in order and none is unknown to Telegram."""

    def __init__(self, html):
        super().__init__()
        self.open = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        assert tag in ("b", "i")
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def nasty():
    """The English words with signs in them that HTML would take for its own."""
    return Words("en", {key: f"<&> {WORDS._texts[key]}" for key in WORDS})


def test_it_leads_with_one_thing_to_work_on_and_its_cue():
    text = said(*three("work_on"))
    cue = CHECKLIST.check("body_line_exit").cue_high
    assert f"<b>{words(f'cue.{cue}.say')}</b>" in text
    assert words(f"cue.{cue}.drill") in text
    assert "Off in 3 of 3 starts. Body line out of the blocks: typically" in text
    assert "typically 60° ± 2°. Good: 40° to 50°." in text
    assert text.count("🎯") == 1


def test_what_leads_to_the_worst_is_told_with_its_story():
    off = {"body_line_exit": "work_on", "trunk_set": "minor"}
    text = said(start(off, values={"trunk_set": 40.0, "body_line_exit": 60.0}))
    assert words("check.trunk_set.name").capitalize() in text
    assert words("cause.low_hips_stand_up") in text


def test_who_is_new_is_told_the_order_of_learning_as_in_a_reply():
    new = said(*three(), about=About(experience="new"))
    assert words("bot.about.progression") in new
    assert words("bot.about.progression") not in said(*three())


def test_angles_below_zero_are_told_as_a_way():
    low = start({"trunk_set": "work_on"}, values={"trunk_set": -42.0})
    assert "Hip height in set: hips higher than shoulders by 42° ± 2°." in said(low)
    assert "−42" not in said(low)


def test_a_cue_that_has_left_the_content_leaves_the_rest():
    old = body_line("work_on")
    for finding in old.analysis["findings"]:
        finding["cue"] = finding["cue"] and "no_such_cue"
    assert "Body line out of the blocks: 60° ± 2°." in said(old)


def test_it_keeps_one_thing_done_well():
    text = said(*three()[:2])
    assert words("praise.body_line_exit", value="45") in text
    assert "Good in 2 of 2 starts." in text


def test_it_says_which_starts_decide_by_the_athletes_own_days():
    assert "From your last start: Mar 2." in said(body_line())
    late = [body_line(day=0), body_line(day=2)]
    assert "From your last 2 starts: Mar 2 to Mar 4." in said(*late)
    assert "Mar 3 to Mar 5." in said(*late, zone=ZoneInfo("Asia/Tokyo"))
    assert "last 5 starts: Mar 4 to Mar 8." in said(
        *[body_line(day=n) for n in range(7)]
    )


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"version": "0.9"}, "Not counted: 3 from before my last update."),
        ({"fps": 240.0}, "Not counted: 3 filmed from the other side,"),
        ({"level": "developing"}, "Not counted: 3 that I judged by the ranges"),
    ],
)
def test_it_says_what_is_left_out_and_why(other, why):
    assert why in said(*three(**other), body_line(day=3))


def test_every_phase_names_what_is_off_the_worst_first():
    verdicts = {
        "front_knee_set": "minor",
        "rear_knee_set": "minor",
        "trunk_set": "work_on",
        "trunk_exit": "good",
    }
    lines = said(start(verdicts)).splitlines()
    assert "1 Set ○ hip height in set, ◐ front knee in set +1" in lines
    assert "2 Drive out –" in lines
    assert "3 Full extension ●" in lines
    numbers = [line[0] for line in lines if line[:2] in {f"{n} " for n in range(1, 9)}]
    assert numbers[-8:] == list("12345678")


def test_a_real_change_is_told_and_an_apparent_one_is_not():
    before = three("work_on")
    real = said(*before, *three("good", value=48, day=7))
    apparent = said(*before, *three("work_on", value=58, day=7))
    assert "from 60° to 48°, closer to a good start" in real
    assert "📈" not in apparent


def test_without_a_start_it_says_so():
    for clips in ((), (refused(),)):
        assert words("bot.progress.none") in said(*clips)


def test_where_nothing_could_be_judged_it_says_so():
    assert words("bot.progress.nothing_judged") in said(start({}))


def test_a_steady_athlete_has_nothing_to_work_on_but_hears_of_a_head():
    assert words("bot.progress.focus_none") in said(body_line())
    bowed = said(*[start({"head_pitch_exit": "minor"}, day=n) for n in range(3)])
    cue = CHECKLIST.check("head_pitch_exit").cue_high
    assert words(f"aside.{cue}") in bowed


def test_another_athletes_stands_under_their_name():
    assert said(body_line(), name="Ana <3").startswith("👤 <b>Ana &lt;3</b>\n<b>")


@pytest.mark.parametrize("verdict", ["good", "minor", "work_on"])
def test_every_check_has_words_for_every_verdict(verdict):
    for check in CHECKLIST.checks:
        for value in (check.band.green[0], check.band.green[1]):
            if value is None:
                continue
            outside = value - 90 if value == check.band.green[0] else value + 90
            text = said(start({check.id: verdict}, values={check.id: outside}))
            Tags(text)
            assert len(text) <= 4096


def test_words_with_signs_of_html_stay_words(nasty):
    told = dict.fromkeys((check.id for check in CHECKLIST.checks), "good")
    mixed = {"body_line_exit": 45}
    clips = [
        start(told | {"trunk_exit": "work_on"}, values=mixed, day=n) for n in (7, 8, 9)
    ]
    text = said(*three("work_on"), *clips, language=nasty)
    Tags(text)
    assert "<&>" not in text
    assert "&lt;&amp;&gt;" in text


def test_a_language_of_long_words_loses_the_end_not_the_beginning():
    long = {key: WORDS._texts[key] + " ä" * 100 for key in WORDS}
    text = said(*three("work_on"), language=Words("en", long))
    Tags(text)
    assert len(text) <= 4096
    assert "🎯" in text


def test_starts_are_named_by_day_hour_where_it_takes_one_and_note():
    at = [datetime(2026, 3, 2, 16, tzinfo=UTC), datetime(2026, 3, 2, 17, tzinfo=UTC)]
    starts = [
        Start(at[0], None, "spikes, wet"),
        Start(at[1], None),
        Start(datetime(2026, 3, 4, 16, tzinfo=UTC), None),
    ]
    first, second, third = start_names(starts, WORDS, LONDON)
    assert first.replace("\u202f", " ") == "Mar 2, 4:00 PM · spikes, wet"
    assert second.replace("\u202f", " ") == "Mar 2, 5:00 PM"
    assert third == "Mar 4"


def test_the_made_up_week_starts_on_a_monday():
    assert MONDAY.isoweekday() == 1
