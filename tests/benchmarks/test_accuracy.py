import pytest

from benchmarks import accuracy, baseline
from benchmarks.clip_comparison import compare
from benchmarks.cost import Cost
from benchmarks.metrics import figures
from benchmarks.report_tables import (
    angle_table,
    change_table,
    clip_table,
    cost_table,
    event_table,
    phase_table,
    rule_table,
    target_table,
)


def cells(table):
    """Rows of a table by their first cell."""
    columns = [list(column.cells) for column in table.columns]
    return {row[0]: row[1:] for row in zip(*columns, strict=True)}


@pytest.fixture
def run(monkeypatch, tmp_path, compared):
    """The command over one clip of known error, with a baseline of its own."""
    monkeypatch.setattr(baseline, "FILE", tmp_path / "accuracy.json")
    cost = Cost(wall_s=1.0, processor_s=1.0, peak_bytes=100_000_000, code=0)
    monkeypatch.setattr(
        accuracy.cost, "costs", lambda clip: {"analysis": cost, "plain": cost}
    )

    def command(*arguments, **wrong):
        monkeypatch.setattr(accuracy, "compare", lambda *_: [compared(**wrong)])
        return accuracy.main(arguments)

    return command


def test_a_run_as_good_as_the_saved_one_passes(run):
    assert run("--save", off_deg=2.9) == 0
    assert run(off_deg=2.9) == 0
    assert run(off_deg=2.5) == 0


def test_a_worse_run_fails_and_names_what_is_worse(run, capsys):
    run("--save", off_deg=3)
    capsys.readouterr()
    assert run(off_deg=4) == 1
    named = capsys.readouterr().err
    assert "angles.knee.mean" in named
    assert "events.60.mean" not in named


def test_without_saved_figures_nothing_is_held(run, capsys):
    assert run() == 1
    assert "--save" in capsys.readouterr().err


def test_figures_of_other_clips_are_not_compared(run, capsys):
    run("--save")
    text = baseline.FILE.read_text().replace("A_borzov60", "B_30fps")
    baseline.FILE.write_text(text)
    assert run() == 1
    assert "other clips" in capsys.readouterr().err


def test_another_folder_is_only_measured(run, tmp_path):
    assert run(str(tmp_path), off_deg=50) == 0
    assert not baseline.FILE.exists()


def test_a_folder_without_truth_is_nothing_to_measure(tmp_path, capsys):
    (tmp_path / "start.mp4").touch()
    (tmp_path / "other.json").touch()
    assert compare(tmp_path, print) == []
    assert accuracy.main([str(tmp_path)]) == 2


def test_events_stand_by_frame_rate_with_their_target(compared):
    rows = cells(event_table(figures([compared(late_s=0.024)], {})))
    assert rows["touchdown_1"] == ("–", "24.0", "–")
    assert rows["mean"] == ("–", "24.0 ✗", "–")
    assert rows["target"] == ("", "≤ 14", "")
    assert rows["missed"][0] == "0 ✓"


def test_angles_stand_by_kind_and_by_phase(compared):
    clips = [compared(off_deg=3, untold=["knee_toe_off_2"])]
    found = figures(clips, {})
    knee = cells(angle_table(clips, found))["knee"]
    assert knee[:3] == ("5", "3.0 ✓", "≤ 3.5")
    assert knee[5:8] == ("+3.0", "3.0", "20.0%")
    assert cells(phase_table(clips, found))["7 knee"] == (
        "2", "3.0", "+3.0", "3.0", "50.0%",
    )  # fmt: skip


def test_clips_tell_how_their_verdicts_stand(compared, turned_away):
    clips = [compared("K13_E_righttoleft", off_deg=40), turned_away]
    rows = cells(clip_table(clips, figures(clips, {})))
    held_out, refused = rows["K13_E_righttoleft *"], rows["A_borzov60"]
    assert held_out[:4] == ("60", "9/9", "0.0", "40.0")
    assert int(held_out[6]) > 0
    assert rows["all"][6] == held_out[6]
    assert refused[1] == "0/9"
    assert refused[-1] == "refused: no_start"


def test_a_broken_rule_says_by_what(turned_away):
    (row,) = cells(rule_table([turned_away])).values()
    assert row == ("✗", "refused")


def test_targets_missed_are_listed(compared):
    found = figures([compared(off_deg=3)], {})
    listed = cells(target_table(found))
    assert listed["angles.trunk.mean"] == ("3", "≤ 2.5")
    assert "angles.knee.mean" not in listed


def test_cost_stands_beside_the_plain_model(compared):
    costs = {
        "analysis": Cost(wall_s=6.0, processor_s=9.0, peak_bytes=500_000_000, code=0),
        "plain": Cost(wall_s=12.0, processor_s=12.0, peak_bytes=1, code=0),
    }
    rows = cells(cost_table(costs, figures([compared()], costs)))
    assert rows["analysis : plain"] == ("0.50 ✓", "0.75", "500 ✓")


def test_worse_figures_come_last():
    moved = [
        baseline.Change("one", 3.0, 4.0, worse=True),
        baseline.Change("two", 3.0, 2.0, worse=False),
    ]
    assert list(cells(change_table(moved)).items()) == [
        ("two", ("3", "2", "better")),
        ("one", ("3", "4", "worse")),
    ]
