"""Colours that all eyes tell apart, signs that need none, letters for each language."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from analysis.visuals import theme
from content.words import Words, languages, load_words

# How the three kinds of cones' lack mixes light red, green and blue (Machado 2009).
SEES = {
    "all colours": np.eye(3),
    "no red": np.array(
        [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]
    ),
    "no green": np.array(
        [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]
    ),
    "no blue": np.array(
        [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]]
    ),
}


def lab(colour: theme.Colour, eyes: np.ndarray) -> np.ndarray:
    """The colour in CIE L*a*b*, as these eyes see it."""
    share = np.array(colour) / 255
    light = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    seen = np.clip(eyes @ light, 0, 1)
    xyz = np.array([[0.412, 0.358, 0.181], [0.213, 0.715, 0.072], [0.019, 0.119, 0.95]])
    x, y, z = np.cbrt(np.maximum(xyz @ seen / [0.95, 1, 1.089], 1e-6))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("eyes", SEES)
def test_the_legs_are_told_apart_by_all_eyes(eyes: str) -> None:
    front, rear = (
        lab(colour, SEES[eyes]) for colour in (theme.FRONT_LEG, theme.REAR_LEG)
    )
    assert np.linalg.norm(front - rear) > 40


@pytest.mark.parametrize("eyes", ["all colours", "no red", "no green"])
def test_verdicts_are_told_apart_by_most_eyes(eyes: str) -> None:
    seen = {v: lab(c, SEES[eyes]) for v, c in theme.VERDICT_COLOUR.items()}
    for one, other in itertools.combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > 15, (one, other)


def test_every_verdict_has_its_own_sign_without_colour() -> None:
    verdicts = [*theme.VERDICT_COLOUR, None]
    shapes = [
        np.asarray(theme.sign(verdict, 40).convert("LA"), dtype=float).prod(axis=-1)
        for verdict in verdicts
    ]
    for one, other in itertools.combinations(shapes, 2):
        apart = np.abs(one / one.max() - other / other.max()) > 0.3
        assert apart.mean() > 0.05


def test_letters_come_with_us_and_know_every_language() -> None:
    assert languages()
    texts = [load_words(name) for name in languages()]
    asked = {letter for words in texts for key in words for letter in drawn(words, key)}
    for bold in (False, True):
        font = theme.letters(30, bold=bold)
        unknown = font.getmask("\uffff")
        blank = (unknown.size, bytes(unknown))
        for letter in sorted(asked | set("°±−–…іїєґІЇЄҐ’«»ñ¿¡áéíóúü")):
            mask = font.getmask(letter)
            assert letter.isspace() or (mask.size, bytes(mask)) != blank, letter


def drawn(words: Words, key: str) -> str:
    """The text under a key, when it is one that stands on pictures."""
    if not key.startswith(("picture.", "card.", "phase.", "why.", "verdict.")):
        return ""
    return words.text(key, **dict.fromkeys(words.placeholders(key), ""))


def test_text_too_wide_is_cut_at_a_word() -> None:
    assert theme.fitted("front knee", 1000, 20) == "front knee"
    assert theme.fitted("front knee, leaving the blocks", 150, 20) == "front knee, …"


def test_a_paragraph_keeps_every_word() -> None:
    text = "The back foot leaves its block after a real push"
    lines = theme.wrapped(text, 200, 24)
    assert len(lines) > 2
    assert " ".join(lines) == text
