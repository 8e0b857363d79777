from html.parser import HTMLParser
from typing import get_args

import pytest

from analysis import errors
from bot import reply
from bot.messages import Album, Photo, Text
from bot.outcome import Failure
from content.words import load_words
from tests.bot.analyses import CHECKS, analysis, refused

WORDS = load_words()
CLIP = "tg-000000000042"


class Balanced(HTMLParser):
    """Fails on tags that Telegram doesn't know or that don't close in order."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        assert tag in ("b", "i")
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def well_formed(html):
    parser = Balanced()
    parser.feed(html)
    parser.close()
    return parser.open == []


def coaching_text(*args, **kwargs):
    return reply.coaching(analysis(*args, **kwargs), CLIP, WORDS)[-1]


def leaves(cls):
    below = cls.__subclasses__()
    return [leaf for child in below for leaf in leaves(child)] if below else [cls]


REFUSALS = [
    leaf.code
    for family in (errors.BadFile, errors.BadView, errors.BadStart)
    for leaf in leaves(family)
]


def test_pictures_come_first_then_the_words():
    album, text = reply.coaching(analysis(), CLIP, WORDS)
    assert isinstance(album, Album)
    assert isinstance(text, Text)
    assert [picture.name for picture in album.pictures] == [
        "phase_2.jpg",
        "phase_3.jpg",
        "phase_7.jpg",
    ]


def test_only_the_first_picture_has_a_caption_which_names_them_all():
    first, *others = reply.coaching(analysis(), CLIP, WORDS)[0].pictures
    for number in (2, 3, 7):
        assert WORDS.text(f"phase.{number}.short") in first.caption
    assert [picture.caption for picture in others] == [None, None]


def test_without_a_picture_there_is_no_album():
    (text,) = reply.coaching(analysis(pictures=()), CLIP, WORDS)
    assert isinstance(text, Text)


def test_the_words_lead_with_the_one_thing_to_work_on():
    html = coaching_text().html
    check = next(check for check in CHECKS if check.id == "front_knee_exit")
    say = WORDS.text(f"cue.{check.cue_low}.say")
    assert html.startswith("🎯 <b>One thing to work on</b>\n<b>" + say.split("'")[0])
    assert html.count("🎯") == 1


def test_the_number_comes_with_its_error_its_frame_and_the_band():
    html = coaching_text().html
    assert "135° ± 4°" in html
    assert "(phase 3, frame 37)" in html
    assert "165° or more" in html


def test_an_angle_nobody_can_picture_is_told_by_how_far_it_is_off():
    html = coaching_text(off=("head_pitch_exit",)).html
    assert (
        "For head out of the blocks I read 30° ± 4° outside the range of a good" in html
    )
    assert "−" not in html.split("Done well")[0]


def test_drill_and_reason_follow():
    html = coaching_text().html
    assert html.index("<i>Why:</i>") < html.index("<i>Try this:</i>")


def test_the_classic_target_is_told_where_there_is_one():
    assert "The classic target is 45°." in coaching_text(off=("body_line_exit",)).html
    assert "classic target" not in coaching_text(off=("front_knee_exit",)).html


def test_a_close_call_is_called_one():
    assert "close to the edge" in coaching_text(close=True).html
    assert "close to the edge" not in coaching_text().html


def test_one_thing_done_well_is_told_with_its_number():
    html = coaching_text(hidden=[c.id for c in CHECKS if c.phase == 1]).html
    assert "✅ <b>Done well</b>\nYou leave the blocks at about 41°" in html


def test_a_start_without_a_fault_is_told_to_go_on():
    html = coaching_text(off=()).html
    assert html.startswith("🎯 Nothing stands out")
    assert "Try this" not in html


def test_what_cant_be_told_is_said_once_per_reason():
    set_checks = [check.id for check in CHECKS if check.phase == 1]
    html = coaching_text(hidden=set_checks, why="event_before_clip").html
    assert html.count("It happened before the clip begins.") == 1
    assert "front knee in set, back knee in set" in html


def test_notes_are_told():
    html = coaching_text(notes=[("slow_motion", {"factor": 10.0})]).html
    assert "about 10 times slower than life" in html


def test_buttons_lead_to_phases_checklist_and_film():
    rows = coaching_text().buttons
    data = [button.data for row in rows for button in row]
    assert data == [f"v1:all:{CLIP}", "v1:checklist", "v1:film"]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_check_has_a_reply_that_telegram_takes(check):
    html = coaching_text(off=(check.id,), close=True).html
    assert "One thing to work on" in html
    assert well_formed(html)


def test_the_longest_reply_still_leads_with_what_matters():
    notes = [("error_basis", {})] * 60
    html = coaching_text(notes=notes).html
    assert "One thing to work on" in html
    assert len(html) <= 4096
    assert well_formed(html)


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_says_what_is_wrong_and_how_to_film(code):
    (text,) = reply.coaching(refused(code), CLIP, WORDS)
    assert WORDS.text(f"refusal.{code}.what").split("'")[0] in text.html
    assert WORDS.text(f"refusal.{code}.fix").split("'")[0] in text.html
    assert text.buttons[0][0].data == "v1:film"


@pytest.mark.parametrize("code", REFUSALS)
def test_a_refusal_with_a_picture_says_the_same_under_it(code):
    (photo,) = reply.coaching(refused(code, "refused.jpg"), CLIP, WORDS)
    assert isinstance(photo, Photo)
    assert photo.name == "refused.jpg"
    assert (photo.words,) == reply.coaching(refused(code), CLIP, WORDS)


@pytest.mark.parametrize("code", get_args(Failure))
def test_a_failure_is_ours_and_says_what_to_do(code):
    assert "send it" in reply.failure(code, WORDS).html
