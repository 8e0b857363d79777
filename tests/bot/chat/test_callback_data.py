import re
from dataclasses import asdict
from pathlib import Path
from typing import get_args
from zoneinfo import available_timezones

import pytest

import bot
from bot.chat.callback_data import FIELDS, Action, CallbackData, callback_data, read
from bot.chat.messages import DATA_LIMIT

CLIP, BEFORE = "tg-123456789012", "tg-000000000001"
LONGEST = {
    "clip": CLIP,
    "phase": 8,
    "person": 99,
    "athlete": -(2**53),
    "before": BEFORE,
    "page": 999,
    "choice": max(available_timezones(), key=len),
    "value": "-12",
}
# As they stand in chats: none of these may ever be read otherwise.
SENT = {
    "v1:about": CallbackData("about"),
    "v1:about:forget": CallbackData("about", choice="forget"),
    "v1:age:under_14": CallbackData("age", choice="under_14"),
    "v1:all:tg-000000000001": CallbackData("all", clip=BEFORE),
    "v1:as_it_was:tg-000000000001": CallbackData("as_it_was", clip=BEFORE),
    "v1:back:tg-000000000001": CallbackData("back", clip=BEFORE),
    "v1:best:3": CallbackData("best", phase=3),
    "v1:phases:3": CallbackData("phases", phase=3),
    "v1:phases:3:why": CallbackData("phases", phase=3, choice="why"),
    "v1:drop:tg-000000000001:2": CallbackData("drop", clip=BEFORE, page=2),
    "v1:drop:tg-000000000001:2:yes": CallbackData(
        "drop", clip=BEFORE, page=2, choice="yes"
    ),
    "v1:hclip:tg-000000000001:2": CallbackData("hclip", clip=BEFORE, page=2),
    "v1:hpage:2": CallbackData("hpage", page=2),
    "v1:hpage:2:tg-000000000001:-3": CallbackData(
        "hpage", page=2, clip=BEFORE, athlete=-3
    ),
    "v1:checklist": CallbackData("checklist"),
    "v1:chk:8": CallbackData("chk", phase=8),
    "v1:del:yes": CallbackData("del", choice="yes"),
    "v1:del:no": CallbackData("del", choice="no"),
    "v1:do:tg-000000000001:touchdown_1:-2": CallbackData(
        "do", clip=BEFORE, choice="touchdown_1", value="-2"
    ),
    "v1:drill:tg-000000000001": CallbackData("drill", clip=BEFORE),
    "v1:earlier:tg-000000000001:7": CallbackData("earlier", clip=BEFORE, phase=7),
    "v1:experience:new": CallbackData("experience", choice="new"),
    "v1:film": CallbackData("film"),
    "v1:fix:tg-000000000001": CallbackData("fix", clip=BEFORE),
    "v1:fix:tg-000000000001:pace:4": CallbackData(
        "fix", clip=BEFORE, choice="pace", value="4"
    ),
    "v1:first:skip": CallbackData("first", choice="skip"),
    "v1:guardian:yes": CallbackData("guardian", choice="yes"),
    "v1:guardian:yes:-3": CallbackData("guardian", choice="yes", athlete=-3),
    "v1:height": CallbackData("height"),
    "v1:hist:tg-000000000001": CallbackData("hist", clip=BEFORE),
    "v1:keep_for:90": CallbackData("keep_for", choice="90"),
    "v1:keep_for:90:yes": CallbackData("keep_for", choice="90", value="yes"),
    "v1:faces:hide": CallbackData("faces", choice="hide"),
    "v1:lang:uk": CallbackData("lang", choice="uk"),
    "v1:lang:app": CallbackData("lang", choice="app"),
    "v1:later:tg-000000000001:7": CallbackData("later", clip=BEFORE, phase=7),
    "v1:me:tg-000000000001:2": CallbackData("me", clip=BEFORE, person=2),
    "v1:motion:tg-123456789012:tg-000000000001": CallbackData(
        "motion", clip=CLIP, before=BEFORE
    ),
    "v1:other:tg-000000000001": CallbackData("other", clip=BEFORE),
    "v1:page:tg-000000000001:4": CallbackData("page", clip=BEFORE, phase=4),
    "v1:path:tg-000000000001": CallbackData("path", clip=BEFORE),
    "v1:phase:tg-000000000001:3": CallbackData("phase", clip=BEFORE, phase=3),
    "v1:put:tg-000000000001": CallbackData("put", clip=BEFORE),
    "v1:sample": CallbackData("sample"),
    "v1:show:tg-000000000001": CallbackData("show", clip=BEFORE),
    "v1:slow:tg-000000000001": CallbackData("slow", clip=BEFORE),
    "v1:then:tg-000000000001": CallbackData("then", clip=BEFORE),
    "v1:then:tg-123456789012:3:tg-000000000001": CallbackData(
        "then", clip=CLIP, phase=3, before=BEFORE
    ),
    "v1:turn:tg-000000000001": CallbackData("turn", clip=BEFORE),
    "v1:turn:tg-000000000001:back": CallbackData("turn", clip=BEFORE, choice="back"),
    "v1:tz:Europe/Berlin": CallbackData("tz", choice="Europe/Berlin"),
    "v1:weekly:off": CallbackData("weekly", choice="off"),
    "v1:anew:tg-000000000001": CallbackData("anew", clip=BEFORE),
    "v1:resume:tg-000000000001": CallbackData("resume", clip=BEFORE),
    "v1:stop:tg-000000000001": CallbackData("stop", clip=BEFORE),
    "v1:add_athlete": CallbackData("add_athlete"),
    "v1:against:-3:5": CallbackData("against", athlete=-3, choice="5"),
    "v1:board": CallbackData("board"),
    "v1:comment:tg-000000000001": CallbackData("comment", clip=BEFORE),
    "v1:hand_over:-3": CallbackData("hand_over", athlete=-3),
    "v1:leave:5:yes": CallbackData("leave", athlete=5, choice="yes"),
    "v1:look:-3": CallbackData("look", athlete=-3),
    "v1:member:-3": CallbackData("member", athlete=-3),
    "v1:rename:-3": CallbackData("rename", athlete=-3),
    "v1:share": CallbackData("share"),
    "v1:share_link": CallbackData("share_link"),
    "v1:squad": CallbackData("squad"),
    "v1:stop_sharing:5": CallbackData("stop_sharing", athlete=5),
    "v1:whose:tg-000000000001:-3": CallbackData("whose", clip=BEFORE, choice="-3"),
    "v1:why:tg-000000000001": CallbackData("why", clip=BEFORE),
}


def values_of(said):
    """What a button said, as it is given to be written; empty fields at the end not."""
    values = [asdict(said)[field] for field in FIELDS[said.action]]
    while values and not values[-1]:
        values.pop()
    return values


@pytest.mark.parametrize(("data", "said"), SENT.items(), ids=list(SENT))
def test_buttons_that_were_sent_are_read_and_written_as_ever(data, said):
    assert read(data) == said
    assert callback_data(said.action, *values_of(said)) == data


def test_every_action_was_sent_and_has_its_fields():
    assert {said.action for said in SENT.values()} == set(get_args(Action))
    assert set(FIELDS) == set(get_args(Action))


@pytest.mark.parametrize("action", FIELDS)
def test_every_button_is_read_again_and_none_is_too_long(action):
    values = {field: LONGEST[field] for field in FIELDS[action]}
    for count in range(len(values) + 1):
        told = dict(list(values.items())[:count])
        data = callback_data(action, *told.values())
        assert read(data) == CallbackData(action, **told)
        assert len(data.encode()) <= DATA_LIMIT


@pytest.mark.parametrize("data", ["v1:unheard:of", "v0:film", "v2:film", "", "rubbish"])
def test_what_is_not_known_is_no_action(data):
    assert read(data) == CallbackData()


@pytest.mark.parametrize("number", ["", "x", "²", "-1", "3.5"])
def test_what_is_no_number_is_none(number):
    assert read(f"v1:phase:{CLIP}:{number}") == CallbackData("phase", clip=CLIP)


def test_what_stands_behind_the_last_field_is_left_out():
    assert read(f"v1:show:{CLIP}:3") == CallbackData("show", clip=CLIP)
    assert read("v1:film:3") == CallbackData("film")


@pytest.mark.parametrize(
    ("action", "values"),
    [
        ("film", [CLIP]),
        ("phase", [3]),
        ("phase", [CLIP, "3"]),
        ("show", ["tg:1"]),
    ],
    ids=["none", "number first", "number as text", "colon"],
)
def test_a_button_with_fields_it_doesnt_have_is_an_error_of_ours(action, values):
    with pytest.raises(ValueError, match=action):
        callback_data(action, *values)


def test_nobody_else_takes_such_a_string_apart():
    for path in Path(bot.__file__).parent.rglob("*.py"):
        if "localchat" not in path.parts and path.name != "callback_data.py":
            assert not re.search(r'(split|partition)\(":|"v1', path.read_text()), path
