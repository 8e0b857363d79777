import dataclasses

import pytest

from analysis.scoring.checklist import load_checklist
from analysis.types import Measure
from bot.replies.phase_detail import (
    drill_page,
    film_caption,
    phase_page,
    why_page,
)
from content.words import languages, load_words
from tests.bot.analyses import CHECKS, analysis

WORDS, CHECKLIST = load_words(), load_checklist()
CLIP = "tg-000000000042"


def check_of(id):
    return next(check for check in CHECKS if check.id == id)


def with_second_step(found, value=140.0, **rest):
    """The analysis with a knee at the landing of step 2, beside that of step 1."""
    knee = Measure("knee_touchdown_2", 6, value, "deg", 3.0, 50, **rest)
    return dataclasses.replace(found, measures=(*found.measures, knee))


def page(number, found=None, words=WORDS):
    return phase_page(number, found or analysis(), CLIP, words)


@pytest.mark.parametrize("number", range(1, 9))
def test_every_phase_says_what_to_look_for_and_what_the_sheet_says(number):
    html = page(number).html
    assert f"Phase {number} of 8: {WORDS.text(f'phase.{number}.title')}" in html
    assert "<i>What the classic sheet says:</i>" in html
    assert f"At 1.00 s of the clip, frame {30 + number}" in html


def test_both_steps_stand_in_one_line_with_what_is_good():
    html = page(6, with_second_step(analysis())).html
    assert "✅ knee: 86° ± 4° · step 2: 140° ± 3° · good: 85° to 122°" in html
    assert html.count("knee") == html.count("knee:") + html.count("of knee and hip")


def test_the_second_step_is_told_alone_when_the_first_cant_be():
    hidden = analysis(hidden=("knee_touchdown_1",))
    html = page(6, with_second_step(hidden)).html
    assert "▫️ knee · step 2: 140° ± 3°" in html
    assert "❔ knee: A joint was hidden" in html


def test_a_leg_far_from_the_camera_is_named():
    html = page(6, with_second_step(analysis(), far_side=True)).html
    assert "step 2: 140° ± 3° (far side)" in html


def test_a_verdict_milder_than_its_number_says_why():
    mild = analysis()
    findings = [dataclasses.replace(one, milder="rough") for one in mild.findings]
    html = page(3, dataclasses.replace(mild, findings=tuple(findings))).html
    assert "judged gently: a phone sees this roughly" in html
    assert "judged gently" not in page(3).html


def test_the_film_says_which_phase_is_out_of_the_sheets_order():
    in_order = analysis()
    frames = (10, 20, 30, 44, 38, 40, 50, 60)
    pairs = zip(in_order.phases, frames, strict=True)
    phases = tuple(dataclasses.replace(one, frame=frame) for one, frame in pairs)
    late = dataclasses.replace(in_order, phases=phases)
    for language in languages():
        words = load_words(language)
        said = film_caption(None, words)
        assert film_caption(in_order, words) == said
        more = words.text("bot.slow.after", late=4, early=6)
        assert film_caption(late, words) == f"{said} {more}"


def test_a_close_call_is_called_one():
    close = analysis(close=True)
    assert "close call" in page(3, close).html
    assert "close call" not in page(3).html


def test_what_lacks_is_told_once_with_its_reason():
    third = [check.id for check in CHECKS if check.phase == 3]
    html = page(3, analysis(off=(), hidden=third)).html
    assert html.count("A joint was hidden at that moment.") == 1


def test_a_phase_without_a_measure_is_for_looking():
    found = analysis()
    others = tuple(one for one in found.measures if one.phase != 4)
    bare = dataclasses.replace(found, measures=others)
    assert "Look at the picture" in page(4, bare).html


def test_a_moment_that_was_not_seen_is_said_and_has_no_frame_to_shift():
    found = analysis()
    gone = dataclasses.replace(
        found.phases[3], frame=None, t_s=None, why="event_not_found"
    )
    phases = (*found.phases[:3], gone, *found.phases[4:])
    text = page(4, dataclasses.replace(found, phases=phases))
    assert "see this moment" in text.html
    assert not [d for d in data(text) if d.startswith(("v1:earlier", "v1:later"))]


def data(text):
    return [button.data for row in text.buttons for button in row]


def test_a_page_turns_in_place_and_shifts_its_frame():
    assert data(page(7)) == [
        *(f"v1:page:{CLIP}:{number}" for number in range(1, 9)),
        f"v1:earlier:{CLIP}:7",
        f"v1:later:{CLIP}:7",
        f"v1:all:{CLIP}",
    ]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_reason_names_the_number_and_what_its_range_rests_on(check, language):
    words = load_words(language)
    found = analysis(off=(check.id,))
    html = why_page(found, check, words).html
    assert words.text("bot.detail.sources") in html
    assert html.count("\n• ") == min(len(check.source), 5)


def test_proposals_of_our_own_are_told_as_such():
    html = why_page(analysis(off=("trunk_set",)), check_of("trunk_set"), WORDS).html
    assert "• Our proposal: coaches ask for hips" in html


def test_a_reason_of_another_clip_is_not_made_up():
    with pytest.raises(KeyError):
        why_page(dataclasses.replace(analysis(), findings=()), CHECKS[0], WORDS)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_drill_comes_with_one_thought_and_how_much_is_enough(check):
    found = analysis(off=(check.id,))
    (cue,) = [one.cue for one in found.findings if one.check == check.id]
    html = drill_page(found, WORDS).html
    thought = WORDS.text(f"cue.{cue}.say").split(". ")[1]
    assert f"<i>Think of this:</i> {thought.split(chr(39))[0]}" in html
    assert WORDS.text(f"cue.{cue}.say").split(". ")[0].split("'")[0] not in html
    assert "Rest two to three minutes" in html


def test_where_nothing_is_off_there_is_no_drill():
    with pytest.raises(KeyError):
        drill_page(analysis(off=()), WORDS)
