"""The filming card: drawn in every language, few words, the same each time."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from analysis.visuals import theme
from analysis.visuals.filming_guide import diagrams
from analysis.visuals.filming_guide.card import TIP_PX, TIPS, draw_film_card, film_card
from content.words import languages, load_words

IN_THE_PICTURE = ("title", "whole", "before", "beyond", "distance", "hips", *TIPS)


@pytest.mark.parametrize("language", languages())
def test_the_card_is_drawn_in_every_language(language: str) -> None:
    card = draw_film_card(load_words(language))
    assert card.size == theme.CARD_PX
    shades = np.asarray(card).std(axis=(0, 1))
    assert (shades > 30).all()


@pytest.mark.parametrize("language", languages())
def test_a_tip_has_at_most_two_lines_beside_its_sign(language: str) -> None:
    words = load_words(language)
    for tip in TIPS:
        text = words.text(f"film_card.{tip}")
        assert len(theme.wrapped(text, 494 - 136, TIP_PX, bold=True)) <= 2, text


@pytest.mark.parametrize("language", languages())
def test_the_words_on_the_card_are_few(language: str) -> None:
    words = load_words(language)
    texts = [words.text(f"film_card.{part}") for part in IN_THE_PICTURE]
    assert max(map(len, texts)) <= 48
    assert {key for key in words if key.startswith("film_card.")} == {
        f"film_card.{part}" for part in IN_THE_PICTURE
    }


def test_the_drawing_holds_the_lengths_that_its_words_name() -> None:
    words = load_words("en")
    assert words.text("film_card.before") == f"{diagrams.BEFORE_M} m"
    assert words.text("film_card.beyond") == f"{diagrams.BEYOND_M} m"


def test_the_card_is_the_same_every_time_and_light_to_send() -> None:
    first = film_card("en")
    film_card.cache_clear()
    assert film_card("en") == first
    assert len(first) < 250_000


def test_the_athlete_in_the_drawn_picture_is_the_brightest_thing_on_the_track() -> None:
    with Image.open(io.BytesIO(film_card("en"))) as card:
        track = np.asarray(card.convert("L"), dtype=float)[300:530, 60:1020]
    left, right = np.split(track, [400], axis=1)
    assert (left > 225).sum() > 20 * (right > 225).sum()
