from html import escape

import pytest

from analysis.scoring.checklist import load_checklist
from bot.replies.checklist import checklist_page, every_measure
from content.words import load_words
from tests.bot.analyses import analysis

WORDS, CHECKLIST = load_words(), load_checklist()


@pytest.mark.parametrize("number", range(1, 9))
def test_every_phase_has_a_page_with_its_title_and_buttons(number):
    page = checklist_page(number, CHECKLIST, WORDS, analysis())
    assert f"Phase {number} of 8: {WORDS.text(f'phase.{number}.title')}" in page.html
    data = [button.data for row in page.buttons for button in row]
    assert data[:8] == [f"v1:chk:{n}" for n in range(1, 9)]
    assert data[8:] == [f"v1:chk:{(number - 2) % 8 + 1}", f"v1:chk:{number % 8 + 1}"]


def test_the_page_shows_my_last_verdicts():
    html = checklist_page(3, CHECKLIST, WORDS, analysis()).html
    assert "❗ front knee out of the blocks: 165° or more. Your last clip: 135°" in html
    assert "✅ body line out of the blocks" in html


def test_angles_nobody_can_picture_are_told_as_a_way():
    html = checklist_page(1, CHECKLIST, WORDS, analysis()).html
    assert "✅ head in set: in line with your back, at most 40° down" in html
    assert "Your last clip: chin down by 39° ± 4°, good" in html
    assert "−" not in html


def test_without_a_clip_the_page_invites_one():
    html = checklist_page(3, CHECKLIST, WORDS, None).html
    assert "▫️ front knee out of the blocks: 165° or more\n" in html
    assert "Send me a clip" in html


def test_every_measure_is_shown_with_value_or_reason():
    shown = analysis(hidden=("trunk_exit",))
    (text,) = every_measure(shown, WORDS, ())
    for measure in shown.measures:
        assert escape(WORDS.text(f"measure.{measure.id}.name")) in text.html
    assert "❔ trunk, leaving the blocks: <i>A joint was hidden" in text.html
    for number in range(1, 9):
        assert f"<b>{number}. " in text.html


def test_every_note_is_told_with_the_numbers():
    shown = analysis(notes=[("error_basis", {}), ("slow_motion", {"factor": 8.0})])
    html = every_measure(shown, WORDS, ())[-1].html
    assert "about 8 times slower than life" in html
    assert WORDS.text("note.error_basis") in html
