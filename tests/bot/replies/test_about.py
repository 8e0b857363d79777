from datetime import UTC, datetime
from html import escape

import pytest

from bot.replies.about import about_page
from bot.replies.coaching import coaching
from bot.store import About, Athlete
from bot.store.models import NOBODY
from content.words import languages, load_words
from tests.bot.analyses import analysis

NOW = datetime(2026, 3, 2, tzinfo=UTC)
YOUNG = About("club", "under_14")


def athlete(about):
    return Athlete(1, "en", None, None, True, NOW, about)


def reply(about, language):
    return coaching(analysis(), "tg-1", load_words(language), about)[-1].html


@pytest.mark.parametrize("language", languages())
def test_the_young_and_the_new_are_told_to_build_their_start_up(language):
    steps = escape(load_words(language).text("bot.about.progression"))
    assert steps in reply(YOUNG, language)
    assert steps in reply(About("new"), language)
    for other in (NOBODY, About("club", "under_16"), About("national", "older")):
        assert steps not in reply(other, language)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("about", [NOBODY, YOUNG, About("new", "older", 181)])
def test_the_page_says_what_is_known_and_whose_ranges_count(about, language):
    words = load_words(language)
    page = about_page(athlete(about), words)
    assert escape(words.text(f"bot.about.judged_{about.level}")) in page.html
    assert escape(words.text("bot.about.from_now")) in page.html
    pressed = {button.data for row in page.buttons for button in row}
    assert ("v1:about:forget" in pressed) == bool(about)
    assert ("v1:height" in pressed) == (about.height_cm is not None)
