"""What a picture shows, for who can't see it."""

import pytest

from bot.replies.coaching import coaching
from bot.replies.picture_alts import card_alt
from content.words import load_words
from tests.bot.analyses import analysis


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Phase 3"), ("es", "Fase 3"), ("uk", "Фаза 3")],
)
def test_a_card_tells_its_phase_and_what_was_found_the_worst_first(language, said):
    found, words = analysis(), load_words(language)
    alt = card_alt(found.phases[2], found, words)
    first, *rest = alt.split("; ")
    assert first.startswith(f"{said}, ")
    assert words.text("verdict.work_on") in first or not rest
    assert "±" not in alt


def test_every_picture_of_a_reply_says_what_it_shows():
    album = coaching(analysis(), "tg-1", load_words())[0]
    alts = [picture.alt for picture in album.pictures]
    assert all(alts)
    assert len(set(alts)) == len(alts)
