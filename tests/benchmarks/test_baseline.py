import pytest

from benchmarks.baseline import FILE, Baseline, Change, changes, load, save
from benchmarks.metrics import Figure


def moved(unit, was, now, goal=None):
    return changes({"one": Figure(now, unit, goal)}, Baseline((), {"one": was}))


@pytest.mark.parametrize(
    ("unit", "was", "within", "beyond"),
    [
        ("ms", 10.0, 11.9, 12.1),
        ("ms", 20.0, 22.9, 23.1),
        ("deg", 3.0, 3.4, 3.6),
        ("deg", 8.0, 8.7, 8.9),
        ("bias", -2.0, -2.6, -2.8),
        ("bias", 0.5, -1.1, -1.3),
        ("share", 0.0, 0.02, 0.04),
        ("count", 0, 0, 1),
        ("MB", 500.0, 540.0, 560.0),
    ],
)
def test_a_figure_is_worse_beyond_its_tolerance(unit, was, within, beyond):
    assert moved(unit, was, within) == []
    assert moved(unit, was, beyond) == [Change("one", was, beyond, worse=True)]


def test_a_better_figure_is_no_failure():
    assert moved("deg", 4.0, 2.0) == [Change("one", 4.0, 2.0, worse=False)]
    assert moved("bias", -4.0, 0.5) == [Change("one", -4.0, 0.5, worse=False)]


def test_coverage_is_worse_away_from_its_goal_only():
    goal = (0.6, 0.8)
    assert moved("covered", 0.61, 0.79, goal) == []
    (wide,) = moved("covered", 0.79, 0.95, goal)
    (back,) = moved("covered", 0.45, 0.7, goal)
    assert wide.worse
    assert not back.worse


def test_a_figure_that_is_gone_is_worse():
    gone = changes({}, Baseline((), {"angles.knee.mean": 3.0}))
    assert gone == [Change("angles.knee.mean", 3.0, None, worse=True)]


def test_a_new_figure_has_nothing_to_be_beside():
    assert changes({"new": Figure(9.0, "deg")}, Baseline((), {})) == []


def test_what_is_saved_is_what_is_held(tmp_path):
    file = tmp_path / "accuracy.json"
    assert load(file) is None
    save(["A", "B"], {"one": Figure(1.23456789, "deg")}, file)
    assert load(file) == Baseline(("A", "B"), {"one": 1.2346})


def test_the_committed_figures_are_of_the_committed_clips(clips):
    committed = load(FILE)
    assert list(committed.clips) == sorted(path.stem for path in clips.glob("*.mp4"))
    assert {"events.30.mean", "angles.knee.mean", "cost.wall"} <= set(committed.figures)
