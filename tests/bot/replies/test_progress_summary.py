"""/history as the athlete reads it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

import pytest

from bot.replies.progress_summary import history_text
from bot.store import ClipRow
from content.words import Words, load_words
from tests.bot.starts import body_line

WORDS = load_words("en")
LONDON = ZoneInfo("Europe/London")


def words(key, **values):
    """The English words as they stand in HTML."""
    return escape(WORDS.text(key, **values))


def row(number=0, state="analysed", analysis=None, refusal_code=None):
    return ClipRow(
        id=f"c{number}",
        athlete_id=1,
        chat_id=1,
        received_at=datetime(2026, 7, 5, 22, 30, tzinfo=UTC) - timedelta(days=number),
        kind="video",
        file_id="f",
        message_id=1,
        status_message_id=None,
        state=state,
        analysis=analysis,
        refusal_code=refusal_code,
        analysis_version="1.0",
        pictures={},
        finished_at=None,
    )


@pytest.fixture(scope="module")
def nasty():
    """The English words with signs in them that HTML would take for its own."""
    return Words("en", {key: f"<&> {WORDS._texts[key]}" for key in WORDS})


class TestHistory:
    def test_each_clip_is_a_numbered_line_in_local_time(self):
        analysis = body_line("work_on").analysis | {"focus": "body_line_exit"}
        rows = [row(0, analysis=analysis), row(1, analysis=body_line().analysis)]
        first, second = history_text(
            rows, WORDS, ZoneInfo("Asia/Kathmandu")
        ).splitlines()
        assert first.startswith("1. Jul 6, 4:15")
        assert words("check.body_line_exit.name") in first
        assert second.startswith("2. Jul 5, 4:15")
        assert words("bot.history.no_focus") in second

    def test_the_second_page_counts_on(self):
        assert (
            history_text([row(state="failed")], WORDS, LONDON, first=11)[:4] == "11. "
        )

    def test_a_refusal_says_what_was_wrong(self):
        refusal = row(state="refused", refusal_code="no_start")
        line = history_text([refusal], WORDS, LONDON)
        assert words("refusal.no_start.what") in line

    def test_a_failure_is_ours(self):
        line = history_text([row(state="failed")], WORDS, LONDON)
        assert words("bot.history.failed") in line

    def test_a_check_that_has_left_the_checklist_is_still_named(self):
        old = body_line().analysis | {"focus": "left_ear_angle"}
        assert "left_ear_angle" in history_text([row(analysis=old)], WORDS, LONDON)

    def test_no_clips_are_told_kindly(self):
        assert history_text([], WORDS, LONDON) == words("bot.history.empty")

    def test_a_long_history_ends_at_a_whole_line(self):
        refusal = row(state="refused", refusal_code="not_side_on")
        rows = [replace(refusal, id=str(number)) for number in range(200)]
        lines = history_text(rows, WORDS, LONDON).splitlines()
        assert len("\n".join(lines)) <= 4096
        assert 10 < len(lines) < 200
        assert {line.split(". ", 1)[1] for line in lines} == {
            lines[0].split(". ", 1)[1]
        }

    def test_words_with_signs_of_html_stay_words(self, nasty):
        rows = [row(state="refused", refusal_code="no_start"), row(state="failed")]
        assert "<" not in history_text(rows, nasty, LONDON)
