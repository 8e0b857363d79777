import dataclasses
import re
from html import escape, unescape
from html.parser import HTMLParser
from typing import get_args

import pytest

from analysis import errors
from analysis.scoring.checklist import load_checklist
from analysis.types import ClipInfo
from bot.chat.messages import Album, Photo, Text
from bot.jobs.payload import Failure
from bot.replies import coaching
from bot.replies.readings import aim_text
from bot.replies.verdict_emoji import MARKS, UNGRADED, line_of_phases
from content.words import languages, load_words
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
    return coaching.coaching(analysis(*args, **kwargs), CLIP, WORDS)[-1]


def leaves(cls):
    below = cls.__subclasses__()
    return [leaf for child in below for leaf in leaves(child)] if below else [cls]


REFUSALS = [
    leaf.code
    for family in (errors.BadFile, errors.BadView, errors.BadStart)
    for leaf in leaves(family)
]


def test_pictures_come_first_then_the_words():
    album, text = coaching.coaching(analysis(), CLIP, WORDS)
    assert isinstance(album, Album)
    assert isinstance(text, Text)
    assert [picture.name for picture in album.pictures] == [
        "strip.jpg",
        *("phase_2.jpg", "phase_3.jpg", "phase_7.jpg"),
        "slow.mp4",
    ]


def test_all_eight_cards_fit_one_album_with_the_strip_and_the_film():
    album, _ = coaching.coaching(analysis(pictures=range(1, 9)), CLIP, WORDS)
    assert len(album.pictures) == 10


def test_only_the_first_picture_has_a_caption_which_explains_the_signs():
    first, *others = coaching.coaching(analysis(), CLIP, WORDS)[0].pictures
    for sign in (*MARKS.values(), UNGRADED):
        assert sign in first.caption
    assert first.caption.count("\n") == 1
    assert {picture.caption for picture in others} == {None}


def test_the_first_lines_say_what_was_seen_and_how_each_phase_is():
    seen, line, *_ = coaching_text(notes=[("error_basis", {})]).html.split("\n")
    assert seen == "Phases: 8 seen, 8 judged · 30 frames/s"
    assert line == line_of_phases(analysis())


@pytest.mark.parametrize(
    ("fps", "factor", "said"),
    [
        (59.94, 1.0, "60 frames/s"),
        (30.0, 8.0, "about 240 frames/s · slow motion, about ×8"),
        (25.0, 11.7, "about 290 frames/s · slow motion, about ×12"),
        (30.0, None, "slow motion, by how much I can't tell"),
    ],
)
def test_the_frame_rate_is_that_of_life_and_slow_motion_is_said(fps, factor, said):
    clip = ClipInfo(1280, 720, 90, 3.0, fps, False, 0, factor)
    found = dataclasses.replace(analysis(), clip=clip)
    text = coaching.coaching(found, CLIP, WORDS)[-1]
    assert text.html.split("\n")[0].endswith(f"judged · {escape(said)}")


def test_a_clip_of_several_speeds_is_called_one():
    clip = ClipInfo(1280, 720, 90, 3.0, 30.0, False, 0, None)
    found = analysis(notes=[("speed_changes", {})])
    text = coaching.coaching(dataclasses.replace(found, clip=clip), CLIP, WORDS)[-1]
    assert text.html.split("\n")[0].endswith("judged · plays at several speeds")


def test_what_went_well_comes_before_the_one_thing_to_work_on():
    html = coaching_text().html
    assert html.index("✅ <b>Done well:</b>") < html.index("🎯 <b>One thing to work on")
    check = next(check for check in CHECKS if check.id == "front_knee_exit")
    say = escape(WORDS.text(f"cue.{check.cue_low}.say"))
    assert f"🎯 <b>One thing to work on</b>\n<b>{say}</b>" in html
    assert html.count("🎯") == 1


def test_the_number_comes_with_its_error_its_frame_and_what_is_good():
    html = coaching_text().html
    assert "Front knee out of the blocks (phase 3, frame 37): about 135° ± 4°." in html
    assert "Good: 165° or more." in html


@pytest.mark.parametrize(("shown", "told"), [(36, 36), (38, 38), (49, 37), (None, 37)])
def test_the_frame_is_that_of_the_picture_where_it_shows_that_moment(shown, told):
    start = analysis()
    why = "event_not_found" if shown is None else None
    third = dataclasses.replace(start.phases[2], frame=shown, why=why)
    phases = (*start.phases[:2], third, *start.phases[3:])
    start = dataclasses.replace(start, phases=phases)
    html = coaching.coaching(start, CLIP, WORDS)[-1].html
    assert f"(phase 3, frame {told})" in html


def test_an_angle_nobody_can_picture_is_told_as_a_way():
    html = coaching_text(off=("head_pitch_exit",)).html
    assert "Head out of the blocks (phase 3, frame 37): chin down by 45°" in html
    assert "−" not in html


def test_drill_and_reason_follow():
    html = coaching_text().html
    assert html.index("<i>Why:</i>") < html.index("<i>Try this:</i>")


@pytest.mark.parametrize(
    "check", [check for check in CHECKS if check.seed_target], ids=lambda c: c.id
)
def test_the_sheets_target_is_told_beside_our_range(check):
    html = coaching_text(off=(check.id,)).html
    assert f"The classic sheet says {check.seed_target:.0f}°" in html
    assert aim_text(check.measure, check.band, WORDS) in html


def test_where_the_sheet_has_no_number_it_is_not_mentioned():
    assert "classic sheet" not in coaching_text(off=("front_knee_exit",)).html


def test_a_close_call_is_called_one():
    assert "a close call" in coaching_text(close=True).html
    assert "a close call" not in coaching_text().html


def test_one_thing_done_well_is_told_with_its_number():
    html = coaching_text(hidden=[c.id for c in CHECKS if c.phase in (1, 2)]).html
    assert "✅ <b>Done well:</b> You leave the blocks at about 41°" in html


# Lengths and times are praised without their number, and so is what may be below zero.
NUMBERED = [c for c in CHECKS if "value" in WORDS.placeholders(f"praise.{c.id}")]


@pytest.mark.parametrize("check", NUMBERED, ids=lambda check: check.id)
def test_a_praised_number_is_whole_and_not_below_zero(check):
    found = dataclasses.replace(analysis(off=()), praise=check.id)
    praise = coaching.coaching(found, CLIP, WORDS)[-1].html.split("Done well:</b>")[1]
    assert re.search(r"\babout \d+°", praise.split("🎯")[0])


def test_a_start_without_a_fault_is_told_to_go_on():
    html = coaching_text(off=()).html
    assert "🎯 Nothing stands out" in html
    assert "Try this" not in html


def without_focus(*off):
    """The reply to a start in which nothing leads, though these checks are off."""
    found = dataclasses.replace(analysis(off=off), focus=None)
    return coaching.coaching(found, CLIP, WORDS)[-1]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "check", [c for c in CHECKS if not c.leads], ids=lambda c: c.id
)
def test_a_head_alone_is_mentioned_and_nothing_to_work_on(check, language):
    words = load_words(language)
    for cue in (check.cue_low, check.cue_high):
        found = analysis(off=(check.id,))
        findings = tuple(
            dataclasses.replace(one, cue=cue) if one.check == check.id else one
            for one in found.findings
        )
        found = dataclasses.replace(found, focus=None, findings=findings)
        html = unescape(coaching.coaching(found, CLIP, words)[-1].html)
        said = f"{words.text('bot.reply.no_focus')} {words.text(f'aside.{cue}')}"
        assert f"🎯 {said}" in html
        assert words.text("bot.reply.focus") not in html


def test_of_two_things_to_mention_one_is():
    html = without_focus("head_pitch_set", "head_pitch_exit").html
    assert html.count("I only mention it") == 1


def test_what_is_only_mentioned_has_no_drill():
    data = [b.data for row in without_focus("head_pitch_exit").buttons for b in row]
    assert not [one for one in data if one.startswith(("v1:why", "v1:drill"))]


def one_story(cause, **facts):
    found = analysis(off=("trunk_set", "trunk_exit"), **facts)
    return dataclasses.replace(found, cause=cause)


def test_a_story_says_where_to_begin_and_why():
    story = one_story("low_hips_stand_up")
    html = unescape(coaching.coaching(story, CLIP, WORDS)[-1].html)
    why = f"<i>Why:</i> {WORDS.text('cause.low_hips_stand_up')}"
    assert html.index("<b>One thing to work on") < html.index(why)
    assert html.count("<i>Why:</i>") == 1


def test_a_cause_that_has_left_the_content_leaves_the_cues_reason():
    told = [
        coaching.coaching(one_story(cause), CLIP, WORDS)[-1].html
        for cause in (None, "gone")
    ]
    assert told[0] == told[1]


def stumbling(**facts):
    found = analysis(notes=[("stumbles", {})], **facts)
    found = dataclasses.replace(found, praise=None)
    return coaching.coaching(found, CLIP, WORDS)[-1].html


def test_a_stumble_is_said_first_and_once():
    html = stumbling()
    assert html.index("💛 You stumble") < html.index("🎯")
    assert html.count("You stumble") == 1
    assert "Done well" not in html


@pytest.mark.parametrize("off", [(), ("head_pitch_exit",)])
def test_nobody_who_stumbled_is_told_that_nothing_stands_out(off):
    found = analysis(off=off, notes=[("stumbles", {})])
    found = dataclasses.replace(found, focus=None, praise=None)
    html = coaching.coaching(found, CLIP, WORDS)[-1].html
    assert "You stumble" in html
    assert "🎯" not in html


def test_a_clip_nothing_can_be_judged_in_is_not_called_faultless():
    html = coaching_text(off=(), hidden=[check.id for check in CHECKS]).html
    assert "Nothing stands out" not in html
    assert "judge any angle" in html


def test_what_cant_be_told_is_one_sentence_with_its_phases():
    late = [check.id for check in CHECKS if check.phase in (6, 7)]
    html = coaching_text(hidden=late, why="frame_rate_too_low").html
    assert html.count("❔ Phases 6, 7 are left open. This needs more frames") == 1
    one = [check.id for check in CHECKS if check.phase == 8]
    assert "❔ Phase 8 is left open." in coaching_text(hidden=one).html


def test_a_phase_judged_in_part_is_not_called_open():
    html = coaching_text(hidden=["knee_toe_off_1"], why="frame_rate_too_low").html
    assert "7❔" not in html
    assert "left open" not in html


def test_a_phase_there_is_a_picture_of_is_seen_though_it_cant_be_judged():
    late = [check.id for check in CHECKS if check.phase in (6, 7)]
    html = coaching_text(hidden=late).html
    assert html.startswith("Phases: 8 seen, 6 judged")


def test_what_was_inferred_is_told_once():
    notes = [("runs_right_to_left", {}), ("slow_motion", {"factor": 10.0})]
    html = coaching_text(notes=notes).html
    assert html.count("ℹ️") == 1
    assert "ℹ️ You run from right to left here" in html


@pytest.mark.parametrize("language", languages())
def test_no_other_note_pushes_the_reaction_out(language):
    heard = ("reaction", {"seconds": 0.163, "plus_minus": 0.031})
    others = [(code, {}) for code in ("stumbles", "dark", "camera_followed")]
    words = load_words(language)
    found = analysis(notes=[*others, heard])
    text = coaching.coaching(found, CLIP, words)[-1].html
    (line,) = [line for line in text.split("\n") if line.startswith("⏱")]
    assert re.search(r"0[.,]16 (s|с) ± 0[.,]03", line)
    assert text.count("ℹ️") == 2


def test_buttons_lead_to_everything_else():
    rows = coaching_text().buttons
    phases, *others = ([button.data for button in row] for row in rows)
    assert phases == [f"v1:phase:{CLIP}:{number}" for number in range(1, 9)]
    assert others == [
        [f"v1:why:{CLIP}", f"v1:drill:{CLIP}"],
        [f"v1:slow:{CLIP}", f"v1:path:{CLIP}", f"v1:then:{CLIP}"],
        [f"v1:put:{CLIP}"],
    ]


def test_without_a_fault_there_is_no_button_for_its_reason():
    data = [b.data for row in coaching_text(off=()).buttons for b in row]
    assert not [one for one in data if one.startswith(("v1:why", "v1:drill"))]


def lines_on_a_phone(html):
    """Lines of a message on a narrow phone, where about 44 letters fit in one."""
    plain = unescape(re.sub("<[^>]+>", "", html))
    return sum(max(1, -(-len(line) // 42)) for line in plain.split("\n"))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_the_message_fits_one_screen(check, language):
    late = [other.id for other in CHECKS if other.phase == 8 and other != check]
    notes = [("runs_right_to_left", {})]
    found = analysis(off=(check.id,), close=True, hidden=late, notes=notes)
    html = coaching.coaching(found, CLIP, load_words(language))[-1].html
    assert lines_on_a_phone(html) <= 32
    assert len(html) <= 1200


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("cause", [one.id for one in load_checklist().causes])
def test_a_story_after_a_stumble_fits_one_screen(cause, language):
    notes = [("stumbles", {}), ("runs_right_to_left", {})]
    found = dataclasses.replace(one_story(cause, close=True, notes=notes), praise=None)
    html = coaching.coaching(found, CLIP, load_words(language))[-1].html
    assert lines_on_a_phone(html) <= 32
    assert len(html) <= 1200


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_check_has_a_reply_that_telegram_takes(check):
    html = coaching_text(off=(check.id,), close=True).html
    assert "One thing to work on" in html
    assert well_formed(html)


def test_the_longest_reply_still_leads_with_what_matters():
    notes = [("levelled", {"degrees": 3})] * 60
    html = coaching_text(notes=notes).html
    assert "One thing to work on" in html
    assert len(html) <= 4096
    assert well_formed(html)


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_says_what_is_wrong_and_how_to_film(code):
    (text,) = coaching.coaching(refused(code), CLIP, WORDS)
    assert WORDS.text(f"refusal.{code}.what").split("'")[0] in text.html
    assert WORDS.text(f"refusal.{code}.fix").split("'")[0] in text.html
    assert text.buttons[0][0].data == "v1:film"


@pytest.mark.parametrize("code", REFUSALS)
def test_a_refusal_with_a_picture_says_the_same_under_it(code):
    (photo,) = coaching.coaching(refused(code, "refused.jpg"), CLIP, WORDS)
    assert isinstance(photo, Photo)
    assert photo.name == "refused.jpg"
    assert (photo.words,) == coaching.coaching(refused(code), CLIP, WORDS)


def test_equal_starters_are_asked_with_a_button_for_each():
    (photo,) = coaching.coaching(
        refused("several_athletes", "refused.jpg", people=3), CLIP, WORDS
    )
    assert "which one you are" in photo.words.html
    assert "Tap your number" in photo.words.html
    assert WORDS.text("refusal.several_athletes.fix") not in photo.words.html
    _, numbers = photo.words.buttons
    assert [button.label for button in numbers] == ["1", "2", "3"]
    assert [button.data for button in numbers] == [
        f"v1:me:{CLIP}:{number}" for number in (1, 2, 3)
    ]


@pytest.mark.parametrize("code", get_args(Failure))
def test_a_failure_is_ours_and_says_what_to_do(code):
    assert "send it" in coaching.failure(code, WORDS).html
