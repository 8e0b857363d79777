"""The weekly summary and /progress as the athlete reads them."""

from html import escape
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest

from analysis.scoring.checklist import load_checklist
from bot.progress.aggregate import progress_of
from bot.replies.progress_summary import summary_text
from content.words import Words, load_words
from tests.bot.starts import MONDAY, body_line, refused, start

CHECKLIST = load_checklist()
WORDS = load_words("en")
LONDON = ZoneInfo("Europe/London")


def said(*clips, earlier=(), language=WORDS, zone=LONDON, **rest):
    progress = progress_of(clips, earlier, CHECKLIST)
    return summary_text(progress, CHECKLIST, language, zone, **rest)


def words(key, **values):
    """The English words as they stand in HTML."""
    return escape(WORDS.text(key, **values))


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


class TestSummary:
    def test_it_leads_with_one_thing_to_work_on_and_its_cue(self):
        text = said(*[body_line("work_on")] * 3)
        cue = CHECKLIST.check("body_line_exit").cue_high
        assert f"<b>{words(f'cue.{cue}.say')}</b>" in text
        assert words(f"cue.{cue}.drill") in text
        assert "Off in 3 of 3 starts. Body line out of the blocks: typically" in text
        assert "typically 60° ± 2°. Good: 40° to 50°." in text
        assert "40° to 50°" in text
        assert text.count("🎯") == 1

    def test_angles_below_zero_are_told_as_a_way(self):
        low = start({"trunk_set": "work_on"}, values={"trunk_set": -42.0})
        assert "Hip height in set: hips higher than shoulders by 42° ± 2°." in said(low)
        assert "Good: hips higher than shoulders by 5° to 30°." in said(low)
        assert "−42" not in said(low)

    def test_a_cue_that_has_left_the_content_leaves_the_rest(self):
        old = body_line("work_on")
        for finding in old.analysis["findings"]:
            finding["cue"] = finding["cue"] and "no_such_cue"
        assert "Body line out of the blocks: 60° ± 2°." in said(old)

    def test_it_keeps_one_thing_done_well(self):
        text = said(*[body_line("good")] * 2)
        assert words("praise.body_line_exit", value="45") in text
        assert "Good in 2 of 2 starts." in text

    def test_one_start_is_told_without_counting(self):
        text = said(body_line("work_on"))
        assert "1 start, on Mar 2." in text
        assert "Body line out of the blocks: 60° ± 2°." in text

    def test_days_are_those_of_the_athlete(self):
        late = [body_line(day=0), body_line(day=2)]
        assert "2 starts, Mar 2 to Mar 4." in said(*late)
        assert "2 starts, Mar 3 to Mar 5." in said(*late, zone=ZoneInfo("Asia/Tokyo"))
        assert "2 starts, all on Mar 2." in said(body_line(), body_line())

    def test_every_phase_names_what_is_off_the_worst_first(self):
        verdicts = {
            "front_knee_set": "good",
            "rear_knee_set": "minor",
            "trunk_set": "work_on",
            "trunk_exit": "good",
        }
        lines = said(start(verdicts)).splitlines()
        assert "1 Set ○ hip height in set, ◐ back knee in set" in lines
        assert "2 Drive out –" in lines
        assert "3 Full extension ●" in lines
        numbers = [
            line[0] for line in lines if line[:2] in {f"{n} " for n in range(1, 9)}
        ]
        assert numbers[-8:] == list("12345678")

    def test_of_much_that_is_off_in_a_phase_two_are_named_and_the_rest_counted(self):
        verdicts = dict.fromkeys(("front_knee_set", "rear_knee_set"), "minor")
        lines = said(start(verdicts | {"trunk_set": "work_on"})).splitlines()
        assert "1 Set ○ hip height in set, ◐ front knee in set +1" in lines

    def test_a_real_change_is_told_and_an_apparent_one_is_not(self):
        before = [body_line(value=60, verdict="work_on")] * 3
        real = said(*[body_line(value=48)] * 3, earlier=before)
        apparent = said(*[body_line(value=58, verdict="work_on")] * 3, earlier=before)
        assert "from 60° to 48°, closer to a good start" in real
        assert "📈" not in apparent

    def test_clips_of_an_older_version_are_said_to_be_left_out(self):
        text = said(body_line(version="1.0"), body_line(version="2.0", day=1))
        assert "Not counted in: 1 from before my last update" in text

    def test_the_sunday_summary_says_how_to_stop_it_and_progress_does_not(self):
        weekly, asked = said(body_line()), said(body_line(), weekly=False)
        assert words("bot.weekly.turn_off") in weekly
        assert words("bot.weekly.turn_off") not in asked
        assert words("bot.progress.heading") in asked

    def test_without_a_start_it_says_so(self):
        assert words("bot.progress.none") in said(weekly=False)
        assert words("bot.progress.none") in said(refused(), weekly=False)

    def test_a_steady_week_has_nothing_to_work_on(self):
        assert words("bot.progress.focus_none") in said(body_line())

    @pytest.mark.parametrize("verdict", ["good", "minor", "work_on"])
    def test_every_check_has_words_for_every_verdict(self, verdict):
        for check in CHECKLIST.checks:
            for value in (check.band.green[0], check.band.green[1]):
                if value is None:
                    continue
                outside = value - 90 if value == check.band.green[0] else value + 90
                given = start({check.id: verdict}, values={check.id: outside})
                text = said(*[given] * 3)
                Tags(text)
                assert len(text) <= 4096

    def test_words_with_signs_of_html_stay_words(self, nasty):
        before = [body_line("work_on")] * 3
        told = dict.fromkeys((check.id for check in CHECKLIST.checks), "good")
        mixed = start(told | {"trunk_exit": "work_on"}, values={"body_line_exit": 45})
        text = said(*[mixed] * 3, earlier=before, language=nasty)
        Tags(text)
        assert "<&>" not in text
        assert "&lt;&amp;&gt;" in text

    def test_a_language_of_long_words_loses_the_end_not_the_beginning(self):
        long = {key: WORDS._texts[key] + " ä" * 200 for key in WORDS}
        text = said(*[body_line("work_on")] * 3, language=Words("en", long))
        Tags(text)
        assert len(text) <= 4096
        assert "🎯" in text


def test_the_made_up_week_starts_on_a_monday():
    assert MONDAY.isoweekday() == 1
