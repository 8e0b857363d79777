"""The loader of words: what it gives, and what it refuses to take in."""

import pytest

from content.words import (
    FALLBACK,
    ContentError,
    Words,
    languages,
    load_words,
    read_words,
)


@pytest.fixture
def folder(tmp_path):
    """Write files of words into a folder called xx and give the folder back."""

    def write(**files):
        home = tmp_path / "xx"
        home.mkdir(exist_ok=True)
        for name, text in files.items():
            (home / f"{name}.toml").write_text(text, encoding="utf-8")
        return home

    return write


def test_files_of_a_folder_are_one_table_of_dotted_keys(folder):
    words = read_words(folder(a='[cue.one]\nsay = "Go"', b='[cue.two]\nsay = "Run"'))
    assert list(words) == ["cue.one.say", "cue.two.say"]
    assert words.text("cue.two.say") == "Run"
    assert words.language == "xx"


def test_placeholders_are_filled_and_extra_values_left_aside(folder):
    words = read_words(folder(a='hello = "Hello {name}, {count} clips"'))
    assert words.text("hello", name="Mo", count=3, age=13) == "Hello Mo, 3 clips"
    assert words.placeholders("hello") == ("name", "count")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        *((10.0, "10"), (29.97, "30"), (12.46, "12.5"), (-16.04, "-16"), (7, "7")),
        *((0.163, "0.16"), (0.2, "0.20"), (0.0, "0")),
    ],
)
def test_numbers_are_shown_plainly(folder, value, shown):
    assert read_words(folder(a='x = "{n}"')).text("x", n=value) == shown


def test_a_number_with_a_part_is_written_as_the_language_does():
    assert Words("uk", {"x": "{n}"}).text("x", n=12.46) == "12,5"
    assert Words("es", {"x": "{n}"}).text("x", n=10.0) == "10"


FORMS = {"one": "{count} кадр", "few": "{count} кадри", "many": "{count} кадрів"}


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "1 кадр"),
        (3, "3 кадри"),
        (11, "11 кадрів"),
        (21, "21 кадр"),
        (240, "240 кадрів"),
        (2.5, "2,5 кадру"),
    ],
)
def test_a_number_chooses_the_form_its_language_has_for_it(count, said):
    forms = {**FORMS, "other": "{count} кадру"}
    words = Words("uk", {f"frames.{form}": text for form, text in forms.items()})
    assert words.text("frames", count=count) == said
    assert words.has("frames")


def test_a_language_with_fewer_forms_takes_the_one_for_all_others():
    words = Words("en", {"x.one": "{count} clip", "x.other": "{count} clips"})
    assert words.text("x", count=1) == "1 clip"
    assert words.text("x", count=3) == "3 clips"
    with pytest.raises(KeyError, match="x"):
        words.text("x")


def test_a_missing_key_is_named(folder):
    words = read_words(folder(a='hello = "Hello"'))
    assert words.has("hello")
    assert not words.has("bye")
    with pytest.raises(KeyError, match=r"bye.*xx"):
        words.text("bye")


def test_a_missing_value_is_named_with_its_key(folder):
    words = read_words(folder(a='hello = "Hello {name}"'))
    with pytest.raises(KeyError, match=r"hello.*name"):
        words.text("hello", nmae="Mo")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('x = ""', "not empty"),
        ('x = "  "', "not empty"),
        ("x = 3", "must be a text"),
        ('x = ["a"]', "must be a text"),
        ('x = "a <b>bold</b> word"', "HTML"),
        ('x = "this &amp; that"', "HTML"),
        ('x = " leading"', "stray space"),
        ('x = "trailing\\n"', "stray space"),
        ('x = "two  spaces"', "stray space"),
        ('x = "line \\nbreak"', "stray space"),
        ('x = "see https://a.b"', "addresses"),
        ('x = "see www.somewhere"', "addresses"),
        ('x = "see somewhere.com"', "addresses"),
        ('x = "{}"', "plain name"),
        ('x = "{0}"', "plain name"),
        ('x = "{a.b}"', "plain name"),
        ('x = "{a:.1f}"', "plain name"),
        ('x = "{a!r}"', "plain name"),
        ('x = "{open"', "x"),
    ],
)
def test_a_text_that_breaks_a_rule_is_refused_with_file_key_and_rule(
    folder, text, rule
):
    with pytest.raises(ContentError, match=rf"a\.toml: x\b.*{rule}"):
        read_words(folder(a=text))


def test_less_than_and_ampersand_are_plain_characters(folder):
    words = read_words(folder(a='x = "3 < 4 & 5 > 4"'))
    assert words.text("x") == "3 < 4 & 5 > 4"


def test_a_key_in_two_files_is_refused(folder):
    with pytest.raises(ContentError, match=r"b\.toml: cue\.x"):
        read_words(folder(a='[cue]\nx = "a"', b='[cue]\nx = "b"'))


def test_a_slip_of_the_pen_names_its_file_and_line(folder):
    with pytest.raises(ContentError, match=r"a\.toml: .*line 2"):
        read_words(folder(a='x = "fine"\ny = open'))


def test_english_is_there_and_stands_in_for_an_unknown_language():
    assert FALLBACK in languages()
    assert load_words("tlh").language == FALLBACK
    assert load_words("en-GB") is load_words("en_US") is load_words()
