import pytest

from bot.handlers.settings import zone_named, zones_like


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("Europe/London", "Europe/London"),
        ("utc", "UTC"),
        ("louisville", None),  # two zones end so
        ("berln", None),  # never guessed silently
        ("", None),
    ],
)
def test_a_zone_is_found_by_name_or_by_its_one_city(text, name):
    assert zone_named(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("berln", "Europe/Berlin"),
        ("louisville", "America/Kentucky/Louisville"),
        ("Sao Paolo", "America/Sao_Paulo"),
    ],
)
def test_likely_zones_are_suggested(text, name):
    assert name in zones_like(text)


def test_nonsense_gets_no_suggestion():
    assert zones_like("qqqqqq") == []
