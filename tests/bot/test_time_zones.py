"""Time zones by name."""

import pytest

from bot.time_zones import find_zone, zone, zone_named, zones_like


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Europe/London", "Europe/London"),
        (" europe/london ", "Europe/London"),
        ("AMERICA/NEW YORK", "America/New_York"),
        ("utc", "UTC"),
        ("asia/kathmandu", "Asia/Kathmandu"),
    ],
)
def test_names_are_found_however_they_are_typed(typed, name):
    assert find_zone(typed) == name


@pytest.mark.parametrize("typed", ["", "  ", "Mars", "../etc/passwd", "Europe", "/UTC"])
def test_what_is_no_zone_is_none(typed):
    assert find_zone(typed) is None


@pytest.mark.parametrize("name", [None, "", "Mars/Olympus"])
def test_a_zone_not_chosen_or_not_known_is_the_default(name):
    assert zone(name, "Asia/Kathmandu").key == "Asia/Kathmandu"


def test_a_zone_chosen_is_taken():
    assert zone("Pacific/Auckland", "UTC").key == "Pacific/Auckland"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("Europe/London", "Europe/London"),
        ("utc", "UTC"),
        ("eastern", None),  # two zones end so
        ("berln", None),  # never guessed silently
        ("", None),
    ],
)
def test_a_zone_is_found_by_name_or_by_its_one_city(text, name):
    assert zone_named(text, "en") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("berln", "Europe/Berlin"),
        ("louisville", "America/Kentucky/Louisville"),
        ("Sao Paolo", "America/Sao_Paulo"),
    ],
)
def test_likely_zones_are_suggested(text, name):
    assert name in zones_like(text, "en")


def test_nonsense_gets_no_suggestion():
    assert zones_like("qqqqqq", "en") == []


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Київ", "uk", "Europe/Kyiv"),
        ("kiev", "en", "Europe/Kyiv"),
        ("Buenos Aires", "es", "America/Argentina/Buenos_Aires"),
        ("Kyiv", "en", "Europe/Kyiv"),
        ("Нью-Йорк", "uk", "America/New_York"),
        ("londres", "es", "Europe/London"),
    ],
)
def test_a_city_may_be_called_as_the_language_calls_it(text, language, name):
    assert zone_named(text, language) == name


@pytest.mark.parametrize("language", ["en", "es", "uk"])
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Київ", "Europe/Kyiv"),
        ("Варшава", "Europe/Warsaw"),
        ("Londres", "Europe/London"),
        ("Mexico City", "America/Mexico_City"),
        ("Ciudad de México", "America/Mexico_City"),
        ("Polonia", "Europe/Warsaw"),
    ],
)
def test_whatever_the_chat_is_in_other_languages_names_are_known(text, language, name):
    assert zone_named(text, language) == name


def test_a_country_of_few_zones_has_them_offered():
    assert zone_named("España", "en") is None
    assert "Europe/Madrid" in zones_like("España", "en")
