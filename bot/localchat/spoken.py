"""Which language a text is in, so that a screen reader says it right."""

from __future__ import annotations

import re
from functools import cache

from content.words import languages, load_words

_WORD = re.compile(r"[^\W\d_]{2,}")


def language_of(text: str) -> str | None:
    """Give the language most of whose words stand in the text; None when in doubt.

    Words that the content has in several languages say nothing.
    """
    told = _words_in(text)
    found = {language: len(told & own) for language, own in _own_words().items()}
    best, *others = sorted(found, key=lambda one: found[one], reverse=True)
    clear = found[best] > max((found[one] for one in others), default=0)
    return best if clear else None


def _words_in(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


@cache
def _own_words() -> dict[str, set[str]]:
    """For each language, the words of its content that no other's has."""
    spoken = {one: _all_words(one) for one in languages()}
    return {
        language: words.difference(
            *(others for name, others in spoken.items() if name != language)
        )
        for language, words in spoken.items()
    }


def _all_words(language: str) -> set[str]:
    words = load_words(language)
    blanks = (
        words.text(key, **dict.fromkeys(words.placeholders(key), "")) for key in words
    )
    return set().union(*map(_words_in, blanks))
