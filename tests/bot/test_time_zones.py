"""Time zones by name."""

import pytest

from bot.time_zones import find_zone, zone


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
