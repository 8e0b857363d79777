"""Every language says everything, in what Telegram takes, and the code says nothing."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.core import Locale

from bot.chat.messages import CAPTION_LIMIT, TEXT_LIMIT
from bot.replies.menu import menu
from content.words import FALLBACK, FOLDER, languages, read_words

ROOT = Path(__file__).parents[2]
STYLES = {"bold red"}  # of the terminal
FORMS = {"zero", "one", "two", "few", "many", "other"}
# Telegram's, and what a button holds on a phone in rows of one or two, and of three.
DESCRIPTION_LIMIT, BUTTON_LIMIT, BUTTON_LIMIT_OF_THREE = 256, 32, 12
IN_ROWS_OF_THREE = {
    f"bot.button.{name}"
    for name in ("why", "drill", "then", "slow", "path", "other", "turn")
}
OTHERS = [language for language in languages() if language != FALLBACK]
# Modules whose texts reach an athlete or the terminal, and not a log or a developer.
SPEAKING = [
    *sorted((ROOT / "bot/handlers").glob("*.py")),
    *sorted((ROOT / "bot/replies").glob("*.py")),
    *(
        ROOT / "bot" / f"{name}.py"
        for name in (
            *("jobs/status_message", "jobs/delivery", "chat/paging"),
            *("services", "maintenance"),
        )
    ),
    *sorted((ROOT / "analysis/visuals").rglob("*.py")),
    ROOT / "analysis/report.py",
    *(ROOT / "analysis/scoring" / f"{name}.py" for name in ("notes", "findings")),
]


@cache
def own_words(language):
    """The words in the language's own folder, where English stands in for nothing."""
    return read_words(FOLDER / language)


def family_of(key, keys):
    """A key without the form of its number, where it has forms."""
    head, _, form = key.rpartition(".")
    counted = {f"{head}.one", f"{head}.other"} <= keys
    return head if form in FORMS and counted else key


def families(words):
    """What every key asks for, and in which forms it is told."""
    keys = set(words)
    found = {}
    for key in keys:
        family = family_of(key, keys)
        asked, forms = found.setdefault(family, (set(), set()))
        asked.update(words.placeholders(key))
        if family != key:
            forms.add(key.rpartition(".")[2])
    return found


@pytest.fixture(params=OTHERS)
def other(request):
    return own_words(request.param)


@pytest.fixture(params=languages())
def words(request):
    return own_words(request.param)


def test_there_are_english_spanish_and_ukrainian():
    assert set(languages()) == {"en", "es", "uk"}


def test_every_language_has_every_key_and_no_other(other):
    english = families(own_words(FALLBACK))
    own = families(other)
    assert (set(english) - set(own), set(own) - set(english)) == (set(), set())


def test_every_text_asks_for_the_same_values_in_every_language(other):
    english, own = families(own_words(FALLBACK)), families(other)
    for family in set(english) & set(own):
        assert english[family][0] == own[family][0], family


def test_a_number_has_every_form_its_language_counts_with(words):
    rule = Locale.parse(words.language).plural_form
    needed = {rule(count) for count in range(1000)} | {"other"}
    for family, (_, forms) in families(words).items():
        assert not forms or forms == needed, family


def test_every_text_fits_a_message(words):
    for key in words:
        text = words.text(key, **dict.fromkeys(words.placeholders(key), "x"))
        assert 0 < len(text) <= TEXT_LIMIT, key


def test_what_is_told_in_pieces_fits_as_a_whole(words):
    film = [words.text(f"film.{part}") for part in ("title", "card", "send", "safety")]
    assert sum(map(len, film)) <= TEXT_LIMIT // 2


def test_captions_fit_under_their_picture(words):
    album = words.text("bot.reply.album") + words.text("bot.reply.signs")
    assert len(album) <= CAPTION_LIMIT // 4, "and under the arrows that turn them"
    for key in words:
        if key.startswith("refusal.") and key.endswith(".what"):
            both = words.text(key) + words.text(key.replace(".what", ".fix"))
            assert len(both) <= CAPTION_LIMIT // 2


def test_the_menu_of_commands_fits(words):
    for name, text in menu(words).commands:
        assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
        assert 1 <= len(text) <= DESCRIPTION_LIMIT


def test_a_button_can_be_read_on_a_phone(words):
    for key in words:
        if key.startswith("bot.button."):
            limit = BUTTON_LIMIT_OF_THREE if key in IN_ROWS_OF_THREE else BUTTON_LIMIT
            assert len(words.text(key, **as_asked(words, key))) <= limit, key


@pytest.mark.parametrize("language", ["uk"])
def test_ukrainian_is_written_in_its_own_letters(language):
    words = own_words(language)
    russian = re.compile(r"[ыэёъ]", re.IGNORECASE)
    latin = re.compile(r"\b(?!Telegram)[A-Za-z]{3,}\b")
    for key in words:
        text = re.sub(r"[/{]\w+( Kyiv)?", "", words.text(key, **as_asked(words, key)))
        assert not russian.search(text), key
        assert not latin.search(text), (key, latin.search(text))
        assert "'" not in text, f"{key}: the apostrophe is ’"


def as_asked(words, key):
    return {name: "1" for name in words.placeholders(key)}


def test_a_question_in_spanish_is_opened():
    words = own_words("es")
    for key in words:
        text = words.text(key, **as_asked(words, key))
        assert text.count("?") == text.count("¿"), key
        assert text.count("!") == text.count("¡"), key


def test_nobody_is_called_bad_in_any_language(words):
    hard = re.compile(
        r"\b(mal[oa]?s?|peor|error tuyo|culpable|vag[oa]|débil|"
        r"пога\w+|слабк\w+|ледач\w+|неправильн\w+|помилков\w+)\b",
        re.IGNORECASE,
    )
    for key in words:
        if key.split(".")[0] in ("cue", "praise", "bot", "phase", "check"):
            assert not hard.search(words.text(key, **as_asked(words, key))), key


def docstrings(tree):
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    for node in ast.walk(tree):
        if isinstance(node, kinds) and ast.get_docstring(node) is not None:
            yield node.body[0].value


def for_developers(tree):
    """Texts of errors, assertions and the log."""
    for node in ast.walk(tree):
        logged = isinstance(node, ast.Call) and "log." in ast.unparse(node.func)
        if logged or isinstance(node, ast.Raise | ast.Assert):
            yield from ast.walk(node)


def texts_in(path):
    tree = ast.parse(path.read_text())
    beside = {id(node) for node in (*docstrings(tree), *for_developers(tree))}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in beside
    ]


def test_no_sentence_is_left_in_the_code():
    sentence = re.compile(r"[^\W\d_]{2,}[,;:]? [^\W\d_]{2,}")
    left = {
        (path.name, text)
        for path in SPEAKING
        for text in texts_in(path)
        if sentence.search(text) and text not in STYLES
    }
    assert left == set()


def keys_asked_for(path):
    """Keys written out in full where the code asks for words."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr in ("text", "say_words") and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def test_every_key_the_code_asks_for_has_words():
    asked = {key for path in SPEAKING for key in keys_asked_for(path) if "." in key}
    assert asked
    assert {key for key in asked if not own_words(FALLBACK).has(key)} == set()
