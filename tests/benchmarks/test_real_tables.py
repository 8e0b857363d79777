import json

import pytest

from benchmarks import accuracy
from benchmarks.real_metrics import real_figures
from benchmarks.real_tables import (
    clip_table,
    event_table,
    frame_table,
    measure_table,
    real_tables,
    red_table,
    target_table,
)


def cells(table):
    """Rows of a table by their first cell."""
    columns = [list(column.cells) for column in table.columns]
    return {row[0]: row[1:] for row in zip(*columns, strict=True)}


def test_a_clip_tells_its_answer_and_what_is_most_off(held):
    (row,) = cells(clip_table([held(late_by={"toe_off_1": -5}, factor=1.0)])).values()
    assert row == ("judged", "✓", "6/6", "toe_off_1 -5", "1", "✗", "")
    (row,) = cells(clip_table([held(code="no_start")])).values()
    assert row[:2] == ("no_start", "✗")


def test_what_is_said_in_words_only_is_told_as_not_scored(held):
    table = clip_table([held(entry={"expected": "judge the steps"})])
    assert cells(table)["a1"][1] == "–"
    assert "not scored" in table.caption
    assert "a1: judge the steps" in table.caption


def test_events_stand_in_frames(held):
    rows = cells(event_table(real_figures([held(late=2)])))
    assert rows["first_movement"] == ("1", "2.00", "+2.00", "100.0%")
    assert rows["touchdown_1"] == ("1", "2.00", "+2.00", "0.0%")
    assert rows["all"] == ("6", "2.00 ✗", "+2.00 ✗", "33.3% ✗")
    assert rows["not found"][0] == "0"


def test_angles_stand_by_frame_and_by_measure(held):
    found = real_figures([held(off_deg=-5)])
    assert cells(frame_table(found))["EXIT hip_front"] == ("1", "5.0", "-5.0")
    rows = cells(measure_table(found))
    assert rows["front_hip_exit"] == ("1", "5.0", "-5.0", "3.0", "100.0%")
    assert rows["all body line"] == ("2", "5.0", "-5.0", "3.0", "0.0%")


def test_a_red_stands_beside_what_the_hand_says(held):
    columns = [list(column.cells) for column in red_table([held(off_deg=-50)]).columns]
    rows = {row[1]: row[2:] for row in zip(*columns, strict=True)}
    assert rows["front_hip_exit"] == ("120 ± 3", "170 ± 6", "✗")


def test_targets_are_told_in_words_with_what_is(held):
    rows = cells(target_table(real_figures([held(late=1, off_deg=5)])))
    assert rows["events, frames late"] == ("+1.00 ✗", "-0.4 to 0.4")
    assert rows["starts with a set in the picture, judged"] == ("100% ✓", "100%")
    assert rows["at labelled frames: trunk, degrees off"] == ("5.00 ✗", "≤ 4.5")
    assert not any("." in name for name in rows)


def test_tables_without_a_row_are_left_out(held):
    clips = [held(code="no_start", entry={"expect": {"refusal": ["no_start"]}})]
    titles = [
        table.columns[0].header for table in real_tables(clips, real_figures(clips))
    ]
    assert [title.split(":")[0] for title in titles] == ["Clips", "Targets"]


def test_the_command_measures_a_labelled_folder(held, monkeypatch, tmp_path, capsys):
    clip = held()
    monkeypatch.setattr(accuracy, "hold_against", lambda *_: [clip])
    assert accuracy.main([str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "Series at the labelled frame" in printed
    assert "Red verdicts" not in printed


@pytest.mark.parametrize("text", ["{", json.dumps({"a1": {"events": {"td1": 3}}})])
def test_a_truth_that_is_not_as_described_is_told(text, tmp_path, capsys):
    (tmp_path / "truth.json").write_text(text)
    assert accuracy.main([str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err
