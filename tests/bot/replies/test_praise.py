"""Praise that does not say the same twice running."""

from dataclasses import replace

import pytest

from analysis.scoring.checklist import load_checklist
from analysis.scoring.findings import done_well
from bot.replies.praise import praising
from tests.bot.analyses import CHECKS, analysis, refused

CHECKLIST = load_checklist()
GOOD = done_well(analysis(), CHECKLIST)
FOUND = replace(analysis(), praise=GOOD[0])


def praised(found, before):
    return praising(found, before, CHECKLIST).praise


@pytest.mark.parametrize("before", [None, GOOD[1], "a check of long ago"])
def test_the_best_is_praised_where_it_was_not_the_last_time(before):
    assert praised(FOUND, before) == GOOD[0]


def test_what_was_praised_the_last_time_gives_way_to_the_next_best():
    assert praised(FOUND, GOOD[0]) == GOOD[1]


def test_the_one_good_thing_is_praised_again():
    one = CHECKS[0].id
    found = analysis(off=[check.id for check in CHECKS[1:]])
    assert found.praise == one
    assert praised(found, one) == one


def test_who_is_not_praised_for_a_stumble_stays_without():
    assert praised(replace(FOUND, praise=None), None) is None
    assert praised(replace(FOUND, praise=None), GOOD[0]) is None


def test_a_refusal_has_nothing_to_praise():
    assert praised(refused(), GOOD[0]) is None


def test_nothing_but_the_praise_is_another():
    assert replace(praising(FOUND, GOOD[0], CHECKLIST), praise=GOOD[0]) == FOUND
