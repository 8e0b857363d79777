from html import escape

from bot.replies.checklist import every_measure
from content.words import load_words
from tests.bot.analyses import analysis

WORDS = load_words()


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
