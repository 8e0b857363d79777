from typing import get_args

from analysis.types import Verdict
from bot.replies.verdict_emoji import MARKS, UNGRADED, line_of_phases, mark_of
from tests.bot.analyses import analysis


def test_every_verdict_has_its_own_sign():
    assert set(MARKS) == set(get_args(Verdict))
    assert len({*MARKS.values(), UNGRADED}) == len(MARKS) + 1
    assert mark_of(None) == UNGRADED


def test_the_line_has_a_number_and_a_sign_for_each_of_the_eight():
    assert line_of_phases(analysis()) == "1✅ 2✅ 3❗ 4✅ 5✅ 6✅ 7✅ 8✅"
