"""What the athlete reads: the texts of one language as one table of dotted keys.

Every ``*.toml`` in a language's folder is a part of the table; how they are split is up
to the coach. ``phase.3.title`` is ``title`` in ``[phase.3]`` of any of them.
Where a number changes the words around it, the key is a table of the forms the language
has (``one``, ``few``, ``many``, ``other``), and ``count`` chooses among them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any

from babel.core import Locale, UnknownLocaleError
from babel.numbers import format_decimal

FOLDER = Path(__file__).parent
FALLBACK = "en"
ANY = "other"  # the form for numbers that have no form of their own

_HTML = re.compile(r"</?[a-zA-Z!]|&#?\w+;")
_URL = re.compile(
    r"://|\bwww\.|\b[\w-]+\.(?:com|org|net|io|edu|de|uk)\b", re.IGNORECASE
)
_STRAY_SPACE = re.compile(r"^\s|\s$|  |\t| \n|\n ")


class ContentError(ValueError):
    """A content file is not as it must be; the message says where and what."""


class Words:
    """The texts of one language.

    Attributes
    ----------
    language
        The folder's name, such as ``en``.
    """

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        self.language = language
        self._locale = locale_of(language)
        self._texts = MappingProxyType(dict(texts))

    def text(self, key: str, **values: object) -> str:
        """The text under a dotted key with its ``{placeholders}`` filled.

        Numbers are rounded to one decimal, those below 1 to two, and written as the
        language does, whole ones without a decimal. Values the text does not ask for
        are ignored.

        Raises
        ------
        KeyError
            When there is no such key, or a placeholder has no value; it names both.
        """
        template = self._template(key, values.get("count"))
        missing = [name for name in placeholders(template) if name not in values]
        if missing:
            raise KeyError(f"the words for {key!r} need a value for {missing[0]!r}")
        plain = {name: self._plain(value) for name, value in values.items()}
        return template.format_map(plain)

    def has(self, key: str) -> bool:
        """Whether there are words under this key, maybe in the forms of a number."""
        return key in self._texts or f"{key}.{ANY}" in self._texts

    def _template(self, key: str, count: object) -> str:
        if key in self._texts:
            return self._texts[key]
        if isinstance(count, int | float):
            for form in (self._locale.plural_form(count), ANY):
                if f"{key}.{form}" in self._texts:
                    return self._texts[f"{key}.{form}"]
        raise KeyError(f"no words for {key!r} in {self.language!r}")

    def _plain(self, value: object) -> object:
        if isinstance(value, float):
            form = "0.00" if 0 < abs(value) < 1 else "0.#"
            return format_decimal(value, form, locale=self._locale)
        return value

    def __iter__(self) -> Iterator[str]:
        """All keys, in alphabetical order."""
        return iter(sorted(self._texts))

    def placeholders(self, key: str) -> tuple[str, ...]:
        """Names of the values the text under this key asks for."""
        return placeholders(self._texts[key])


def locale_of(language: str) -> Locale:
    """What Babel knows of a language, such as ``uk``; English when it knows nothing."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FALLBACK)


def placeholders(template: str) -> tuple[str, ...]:
    """Names between braces, in order of appearance."""
    return tuple(
        name for _, name, _, _ in Formatter().parse(template) if name is not None
    )


def languages() -> tuple[str, ...]:
    """Languages that have a folder."""
    return tuple(sorted(p.name for p in FOLDER.iterdir() if any(p.glob("*.toml"))))


def load_words(language: str = FALLBACK) -> Words:
    """The words of a language such as ``en`` or ``en-GB``, English when unknown.

    English also stands in for a text the language lacks.

    Raises
    ------
    ContentError
        When a file breaks a rule: names the file, the key and the rule.
    """
    short = language.replace("_", "-").split("-")[0].lower()
    return _load(short if short in languages() else FALLBACK)


@cache
def _load(language: str) -> Words:
    texts = _texts_of(FOLDER / FALLBACK) | _texts_of(FOLDER / language)
    return Words(language, texts)


def read_words(folder: Path) -> Words:
    """Every ``*.toml`` of a folder, merged and checked; its name is the language."""
    return Words(folder.name, _texts_of(folder))


def _texts_of(folder: Path) -> dict[str, str]:
    texts: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        for key, text in _leaves(read_toml(path)):
            if key in texts:
                raise ContentError(f"{path.name}: {key} is already in another file")
            texts[key] = _checked(path.name, key, text)
    return texts


def read_toml(path: Path) -> dict[str, Any]:
    """A content file as a table; ContentError names the file and line of a mistake."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path.name}: {error}") from error


def _leaves(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict):
            yield from _leaves(value, f"{key}.")
        else:
            yield key, value


def _checked(file: str, key: str, text: object) -> str:
    if not isinstance(text, str) or not text.strip():
        raise ContentError(f"{file}: {key} must be a text that is not empty")
    for rule, broken in (
        ("HTML has no place here", _HTML.search(text)),
        ("addresses have no place here", _URL.search(text)),
        ("stray space", _STRAY_SPACE.search(text)),
    ):
        if broken:
            raise ContentError(f"{file}: {key}: {rule}: {broken.group()!r}")
    _check_placeholders(file, key, text)
    return text


def _check_placeholders(file: str, key: str, text: str) -> None:
    try:
        fields = list(Formatter().parse(text))
    except ValueError as error:
        raise ContentError(f"{file}: {key}: {error}") from error
    for _, name, form, conversion in fields:
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise ContentError(f"{file}: {key}: {{{name}}} must be a plain name")
