"""Which clips are laid over each other, and what is said of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from analysis.scoring.comparison import compare
from analysis.serialization import to_json
from bot.chat.messages import CAPTION_LIMIT
from bot.replies.comparison import (
    MOST_OTHERS,
    Past,
    best_phase,
    buttons,
    caption,
    choose,
    dates,
    pasts,
    shared_phases,
)
from content.words import languages, load_words
from tests.bot import analyses

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
WORDS = load_words()
START = analyses.analysis(off=())
ALL = tuple(range(1, 9))


def row(number, analysis=START):
    return SimpleNamespace(
        id=f"tg-{number:012d}",
        received_at=NOON + timedelta(days=number),
        analysis=to_json(analysis) if analysis else None,
    )


def with_values(analysis=START, **values):
    measures = tuple(
        replace(one, value=values.get(one.id, one.value)) for one in analysis.measures
    )
    return replace(analysis, measures=measures)


def data(rows):
    return [button.data for line in rows for button in line]


def test_only_what_came_before_counts_and_only_if_it_can_be_read():
    rows = [row(4), row(3), row(2, None), row(1)]
    rows[3].analysis.pop("measures")  # the contract of another time
    assert [one.row.id for one in pasts(row(4), rows)] == [rows[1].id]


def test_the_newest_clip_that_compares_is_chosen():
    other_side = replace(START, near_side="right")
    past = pasts(row(5), [row(4, other_side), row(3), row(2)])
    assert choose(START, past) == past[1]


def test_one_that_does_not_compare_is_better_than_none():
    past = pasts(row(5), [row(4, replace(START, near_side="right"))])
    assert choose(START, past) == past[0]
    assert choose(START, []) is None


def test_phases_are_those_both_clips_show():
    one = dict.fromkeys(["stills.json", "still_1.jpg", "still_3.jpg", "still_8.jpg"])
    other = dict.fromkeys(["stills.json", "still_3.jpg", "still_2.jpg", "still_1.jpg"])
    assert shared_phases(one, other) == [1, 3]
    assert shared_phases(one, {}) == []


def test_the_phase_asked_for_comes_first_then_change_focus_and_extension():
    same = compare(START, START)
    changed = compare(with_values(front_knee_set=20.0), START)
    focused = analyses.analysis(off=("shin_touchdown_3",))
    assert best_phase(ALL, changed, focused, "6") == 6
    assert best_phase(ALL, changed, focused, "") == 1
    assert best_phase(ALL, same, focused, "") == 8
    assert best_phase(ALL, same, START, "") == 3
    assert best_phase((2, 4), changed, focused, "9") == 2


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        (24 * 7, ("Mar 2", "Mar 9")),
        (1, ("Mar 2, 1:00\u202fPM", "Mar 2, 2:00\u202fPM")),
        (24 * 365, ("Mar 2, 2026", "Mar 2, 2027")),
        (1 / 120, ("Mar 2, 1:00:00\u202fPM", "Mar 2, 1:00:30\u202fPM")),
    ],
)
def test_days_are_as_short_as_tells_them_apart(hours, told):
    assert dates(NOON, NOON + timedelta(hours=hours), BERLIN, "en") == told


def test_days_are_in_the_athletes_language_and_zone():
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert dates(late, late + timedelta(days=3), BERLIN, "uk")[0] == "3 бер."
    assert dates(late, late + timedelta(days=3), BERLIN, "es")[1] == "6 mar"


def test_the_caption_lists_what_changed_and_says_what_of_the_rest():
    told = caption(compare(with_values(front_knee_set=20.0), START), ("a", "b"), WORDS)
    assert "a → b" in told
    assert "front knee, set: 20° → " in told
    assert "closer to a good start" in told
    assert told.endswith("I can&#x27;t tell.")


def test_of_two_athletes_only_the_difference_is_told():
    pair = with_values(front_knee_set=20.0), START
    told = caption(compare(*pair, of_one=False), ("Ana, 2 Mar", "Ben, 3 Mar"), WORDS)
    assert "Ana, 2 Mar beside Ben, 3 Mar" in told
    assert "front knee, set: 20° against " in told
    assert "good start" not in told


def test_no_change_and_no_comparison_are_said():
    assert "Nothing changed" in caption(compare(START, START), ("a", "b"), WORDS)
    unlike = compare(replace(START, near_side="right"), START)
    assert "different sides" in caption(unlike, ("a", "b"), WORDS)


@pytest.mark.parametrize("language", languages())
def test_a_caption_with_many_changes_fits_and_says_how_many_more(language):
    words = load_words(language)
    moved = {one.id: one.value - 60.0 for one in START.measures}
    comparison = compare(with_values(**moved), START)
    told = caption(comparison, ("3 Mar", "21 Mar"), words)
    assert len(told) <= CAPTION_LIMIT
    assert told.count("•") == 5
    assert str(len(comparison.changes) - 5) in told


def test_buttons_turn_to_other_phases_and_other_clips():
    past = [Past(row(number), START) for number in (6, 5, 4, 3, 1)]
    later = row(7)
    rows = buttons(later, past[0], 3, [1, 2, 3, 4, 5], past, BERLIN, "en")
    assert [button.label for button in rows[0]] == ["1", "2", "• 3 •"]
    told = data(rows)
    assert told[:2] == [
        f"v1:then:{later.id}:1:{past[0].row.id}",
        f"v1:then:{later.id}:2:{past[0].row.id}",
    ]
    others = [one.split(":")[-1] for one in told[5:]]
    assert others == [past[1].row.id, past[2].row.id, past[4].row.id]
    assert len(others) == MOST_OTHERS
    assert all(one.split(":")[3] == "3" for one in told[5:])


def test_clips_of_one_minute_can_be_told_apart():
    old = [row(number) for number in (3, 2, 1)]
    for one, time in zip(old, (3, 2, 1), strict=True):
        one.received_at = NOON + timedelta(seconds=time)
    past = [Past(one, START) for one in old]
    rows = buttons(row(7), past[0], 3, [3], past, BERLIN, "en")
    told = [line[0].label for line in rows[1:]]
    assert told == ["🕰 Mar 2, 1:00:02\u202fPM", "🕰 Mar 2, 1:00:01\u202fPM"]


def test_the_only_earlier_clip_needs_no_choosing():
    past = [Past(row(1), START)]
    assert len(buttons(row(2), past[0], 3, [3], past, BERLIN, "en")) == 1
