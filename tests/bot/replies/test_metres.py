from dataclasses import replace

import pytest

from analysis.travel import Told, Travel
from bot.replies.checklist import every_measure
from bot.replies.metres import metres_block
from bot.store import About
from content.words import languages, load_words
from tests.bot.analyses import analysis

WORDS = load_words()
TALL = About(height_cm=180)
SEEN = Travel(
    step_1=Told(1.1, 0.05),
    step_2=Told(1.3, 0.05),
    exit_speed=Told(3.7, 0.3),
    push_time=Told(0.35, 0.01),
)


def start(travel=SEEN):
    return replace(analysis(), travel=travel)


def test_steps_speed_and_power_stand_in_metres_with_their_plus_minus():
    lines = metres_block(start(), TALL, WORDS).split("\n")
    assert lines[0] == "<b>In metres, for 180 cm</b>"
    assert lines[1:4] == [
        "Step 1: 0.97 ± 0.07 m",
        "Step 2: 1.15 ± 0.07 m",
        "Speed out of the blocks: 3.3 ± 0.3 m/s",
    ]
    assert lines[4].startswith("Power of the push: 0.53 ± 0.10,")
    assert "never grade" in lines[5]


def test_they_close_the_numbers_of_who_told_a_height():
    (text,) = every_measure(start(), WORDS, (), TALL)
    assert "Step 1: 0.97 ± 0.07 m" in text.html
    (text,) = every_measure(start(), WORDS, ())
    assert "In metres" not in text.html


@pytest.mark.parametrize("travel", [None, Travel(), Travel(push_time=Told(0.35, 0.01))])
def test_a_clip_that_shows_none_of_it_has_no_metres(travel):
    assert metres_block(start(travel), TALL, WORDS) == ""


@pytest.mark.parametrize("language", languages())
def test_numbers_are_written_as_the_language_does(language):
    told = metres_block(start(), TALL, load_words(language))
    assert ("0.97 ± 0.07" if language == "en" else "0,97 ± 0,07") in told
