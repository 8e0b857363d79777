"""The table of every frame: the measures' own angles, the points they come from."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import analysis
from analysis.gait_events.detection import find_events
from analysis.measurement.landmark_bias import correct
from analysis.measurement.measures import hold_frames, measure
from analysis.series import COLUMNS, series_of, write_series
from analysis.types import Missing
from tests.analysis.moving_body import mirrored, start, travel_of

README = (Path(analysis.__file__).parent / "README.md").read_text()
ROUNDED_DEG = 0.06


@pytest.fixture(scope="module")
def runner():
    return correct(travel_of(start(60)), person=0.0)


@pytest.fixture(scope="module")
def events(runner):
    return find_events(runner)


@pytest.fixture
def table(runner, events, tmp_path):
    """What stands in the file, for any of the ways to ask; text by column name."""

    def read(runner=runner, events=events, known=True):
        file = tmp_path / "start.csv"
        write_series(series_of(runner, runner.poses(), events, known=known), file)
        return rows_of(file)

    return read


def rows_of(file):
    with file.open(encoding="utf-8", newline="") as sheet:
        return list(csv.DictReader(sheet))


def numbers(rows, name):
    return np.array([float(row[name]) for row in rows])


def points(rows, name):
    return np.stack([numbers(rows, f"{name}_{axis}_px") for axis in "xy"], axis=1)


def test_the_conventions_name_every_column():
    part = README.split("\n## The series\n", 1)[1].split("\n## ", 1)[0]
    named = set(re.findall(r"`([a-z_]+)`", part))
    for name in COLUMNS:
        joint = re.sub(r"(_front|_rear)?_[xy]_px$", "", name)
        assert joint in named, name


def test_there_is_a_row_for_every_frame(table, runner):
    rows = table()
    assert tuple(rows[0]) == COLUMNS
    assert [int(row["frame"]) for row in rows] == list(range(len(runner.time_s)))
    assert numbers(rows, "t_s") == pytest.approx(runner.time_s, abs=1e-4)


def test_angles_of_the_hold_are_those_of_the_measures(table, runner, events):
    rows, found = table(), {m.id: m for m in measure(runner, events, 60)}
    hold = hold_frames(runner, events)
    columns = {
        "front_knee_set": "knee_front",
        "rear_knee_set": "knee_rear",
        "trunk_set": "trunk",
        "head_pitch_set": "head_pitch",
    }
    for name, column in columns.items():
        median = np.median(numbers(rows, column)[hold])
        assert median == pytest.approx(found[name].value, abs=ROUNDED_DEG)


def test_an_angle_at_an_event_lies_between_the_frames_beside_it(table, runner, events):
    rows, found = table(), {m.id: m for m in measure(runner, events, 60)}
    columns = {
        "body_line_exit": ("front_foot_block_exit", "body_line_front"),
        "shin_touchdown_1": ("touchdown_1", "shin_rear"),
        "body_line_toe_off_1": ("toe_off_1", "body_line_rear"),
        "trunk_toe_off_2": ("toe_off_2", "trunk"),
    }
    for name, (event, column) in columns.items():
        frame = events[event].frame
        low, high = sorted(numbers(rows, column)[frame - 1 : frame + 1])
        assert low - 0.5 <= found[name].value <= high + 0.5


def test_the_points_in_the_picture_make_the_angles_beside_them(table):
    rows = table()
    hip, knee, ankle = (points(rows, f"{j}_rear") for j in ("hip", "knee", "ankle"))
    one, two = hip - knee, ankle - knee
    cos = (one * two).sum(1) / np.linalg.norm(one, axis=1) / np.linalg.norm(two, axis=1)
    drawn = np.degrees(np.arccos(np.clip(cos, -1, 1)))
    assert drawn == pytest.approx(numbers(rows, "knee_rear"), abs=0.5)


def test_who_runs_left_has_the_same_angles_and_is_elsewhere(table):
    one, other = (table(travel_of(s)) for s in (start(60), mirrored(start(60))))
    for name in ("trunk", "knee_front", "body_line_rear", "thigh_split"):
        assert numbers(other, name) == pytest.approx(numbers(one, name), abs=0.2)
    apart = points(other, "toe_front") + points(one, "toe_front") * (1, -1)
    assert apart == pytest.approx(np.full(apart.shape, (1280, 0)), abs=0.2)


def test_life_counts_from_the_first_movement(table, runner, events):
    rows = table(replace(runner, slow_motion=4.0))
    late = numbers(rows, "t_s") / 4 - events["first_movement"].t_s
    assert numbers(rows, "life_s") == pytest.approx(late, abs=1e-4)


def test_life_counts_from_the_exit_where_the_movement_is_not_seen(table, events):
    rows = table(events={**events, "first_movement": Missing("event_before_clip")})
    late = numbers(rows, "t_s") - events["front_foot_block_exit"].t_s
    assert numbers(rows, "life_s") == pytest.approx(late, abs=1e-4)


@pytest.mark.parametrize("unknown", [{"known": False}, {"events": {}}])
def test_without_a_pace_or_an_event_no_life_is_told(table, events, unknown):
    if "events" in unknown:
        unknown = {"events": dict.fromkeys(events, Missing("event_not_found"))}
    assert {row["life_s"] for row in table(**unknown)} == {""}


def test_what_is_unknown_is_empty_and_what_was_before_the_first_pose_no_row(table):
    one = start(60)
    xy = one.poses.xy_px.copy()
    xy[:10] = xy[50:70] = np.nan
    rows = table(travel_of(one.with_xy(xy)))
    assert rows[0]["frame"] == "10"
    assert rows[50]["frame"] == "60"
    assert rows[50]["t_s"] == "1.0000"
    empty = {name for name, cell in rows[50].items() if not cell}
    assert empty == set(COLUMNS) - {"frame", "t_s", "life_s"}


def test_numbers_are_written_alike_everywhere(table, tmp_path):
    table()
    text = (tmp_path / "start.csv").read_bytes().decode("utf-8")
    assert text.endswith("\n") and "\r" not in text and '"' not in text
    cells = {cell for line in text.split("\n")[1:] for cell in line.split(",")}
    assert all(re.fullmatch(r"(-?\d+(\.\d|\.\d{4})?)?", cell) for cell in cells)
    assert not cells & {"-0.0", "-0.0000"}


def test_a_refused_clip_has_the_names_and_no_row(tmp_path):
    (tmp_path / "start.csv").write_text("of an earlier clip\n" * 9)
    write_series(None, tmp_path / "start.csv")
    assert (tmp_path / "start.csv").read_text() == ",".join(COLUMNS) + "\n"


def test_a_table_that_fails_leaves_what_was_there(runner, events, tmp_path):
    whole = series_of(runner, runner.poses(), events, known=True)
    broken = type(whole)(
        whole.frame, {**whole.values, "trunk": whole.values["trunk"][:9]}
    )
    (tmp_path / "start.csv").write_text("of an earlier clip\n")
    with pytest.raises(IndexError):
        write_series(broken, tmp_path / "start.csv")
    (left,) = tmp_path.iterdir()
    assert left.read_text() == "of an earlier clip\n"
