"""Where an athlete stands in each phase, and which start came closest."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from analysis.scoring.checklist import load_checklist
from analysis.serialization import to_json
from bot.progress.board import board_of
from bot.store import ClipRow
from tests.bot.analyses import CHECKS, analysis

CHECKLIST = load_checklist()
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
OF_THREE = [check.id for check in CHECKS if check.phase == 3]


def row(day, found):
    written = found if isinstance(found, dict) else to_json(found)
    return ClipRow(
        id=f"c{day}",
        athlete_id=1,
        chat_id=1,
        received_at=NOON + timedelta(days=day),
        kind="video",
        file_id="f",
        message_id=day,
        status_message_id=None,
        state="analysed",
        analysis=written,
        refusal_code=None,
        analysis_version="1.0",
        pictures={},
        finished_at=None,
    )


def board(*found, phases=range(1, 9)):
    """Of these analyses, the newest first."""
    rows = [row(len(found) - at, one) for at, one in enumerate(found)]
    kept = {one.id: frozenset(phases) for one in rows}
    return board_of(rows, kept, CHECKLIST, ZoneInfo("UTC"))


def test_the_closest_start_is_chosen_phase_by_phase_the_newer_among_equals():
    made = board(analysis(off=("front_knee_exit",)), analysis(off=("trunk_set",)))
    assert {number: one.row.id for number, one in made.best.items()} == {
        number: "c1" if number == 3 else "c2" for number in range(1, 9)
    }


def test_a_start_of_which_little_is_told_is_not_the_closest():
    little = analysis(off=(), hidden=OF_THREE[1:])
    made = board(little, analysis(off=("lead_elbow_exit",)))
    assert made.best[3].row.id == "c1"


def test_a_phase_without_a_kept_frame_has_no_best():
    assert list(board(analysis(), phases=(2, 3)).best) == [2, 3]


def test_only_starts_like_the_newest_count_and_the_others_are_counted_apart():
    other_side = replace(analysis(off=()), near_side="right")
    older = replace(analysis(off=()), analysis_version="0.9")
    made = board(analysis(), other_side, older, {"analysis_version": "0.1"})
    assert [one.row.id for one in made.newest] == ["c4"]
    assert made.left_out == 3
    assert made.verdict(3) == "work_on"


def test_signs_are_of_the_newest_five_oldest_first():
    off, good = analysis(off=("front_knee_exit",)), analysis(off=())
    made = board(good, off, off, good, off, off)
    (knee,) = [one for one in made.of_phase(3) if one.check.id == "front_knee_exit"]
    assert knee.over_all.verdicts == ("work_on", "good", "work_on", "work_on", "good")


def test_without_any_start_there_is_no_verdict():
    made = board()
    assert (made.newest, made.best, made.verdict(1)) == ((), {}, None)
