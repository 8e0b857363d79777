"""The command: what it prints, what it writes, and how it ends."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

from analysis import __main__ as command
from analysis.corrections import Corrections
from analysis.errors import ModelUnavailable
from analysis.schema import PATH as SCHEMA_PATH
from analysis.series import COLUMNS
from analysis.types import EVENT_NAMES, Analysis, Refusal
from content.words import load_words

ROOT = Path(__file__).parents[2]
CLIP = ROOT / "tests" / "clips" / "H_slowmo240.mp4"


def refused(code: str = "no_start") -> Analysis:
    return Analysis(
        analysis_version="1",
        clip=None,
        refusal=Refusal(code, "nobody pushed off"),
        direction=None,
        near_side=None,
        front_leg=None,
        events={name: None for name in EVENT_NAMES},
        phases=(),
        measures=(),
        findings=(),
        focus=None,
        praise=None,
        notes=(),
    )


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "analysis", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def analysing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., Any]], None]:
    """Put something quicker in the place of the analysis."""

    def put(instead: Callable[..., Any]) -> None:
        monkeypatch.setattr(command, "analyse", instead)

    return put


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    file = tmp_path / "start.mp4"
    file.write_bytes(b"not looked at")
    return file


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="no clip"),
        pytest.param(["no/such/clip.mp4"], id="a missing clip"),
        pytest.param([str(ROOT)], id="a directory"),
        pytest.param(
            [str(CLIP), "--json", "no/such/place/a.json"], id="no place for it"
        ),
        pytest.param([str(CLIP), "--poses", "poses.csv"], id="poses in another format"),
        pytest.param([str(CLIP), "--series", "s.trc"], id="a series in another format"),
        pytest.param(
            [str(CLIP), "--series", "no/such/place/s.csv"], id="no place for a series"
        ),
        pytest.param([str(CLIP), "--model", "tiny"], id="an unknown model"),
        pytest.param([str(CLIP), "--corrections", "{"], id="no JSON"),
        pytest.param(
            [str(CLIP), "--corrections", '{"shifts": {"lunch": 1}}'], id="no moment"
        ),
        pytest.param([str(CLIP), "--language", "tlh"], id="an unknown language"),
        pytest.param([str(CLIP), "--level", "olympic"], id="an unknown level"),
        pytest.param([str(CLIP), "--height", "1.78"], id="a height in metres"),
        pytest.param([str(CLIP), "--height", "17"], id="nobody's height"),
    ],
)
def test_wrong_usage_ends_with_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        command.main(arguments)
    assert end.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "usage: python -m analysis" in printed.err


def test_a_text_file_is_refused_with_3_and_says_how_to_do_better(
    tmp_path: Path,
) -> None:
    (tmp_path / "notes.mp4").write_text("not a video\n" * 100)
    results = ["--json", tmp_path / "a.json", "--series", tmp_path / "s.csv"]
    done = run(tmp_path / "notes.mp4", *results)
    assert done.returncode == 3
    said = " ".join(done.stdout.split())
    assert load_words().text("refusal.unreadable.fix") in said
    assert done.stderr == ""
    written = json.loads((tmp_path / "a.json").read_text())
    jsonschema.validate(written, json.loads(SCHEMA_PATH.read_text()))
    assert written["refusal"]["code"] == "unreadable"
    assert (tmp_path / "s.csv").read_text() == ",".join(COLUMNS) + "\n"


def test_a_refusal_writes_its_json_and_ends_with_3(
    analysing: Callable[..., None], clip: Path, tmp_path: Path
) -> None:
    analysing(lambda path, **_: refused("camera_moves"))
    assert command.main([str(clip), "--json", str(tmp_path / "a.json")]) == 3
    written = json.loads((tmp_path / "a.json").read_text())
    assert written["refusal"]["code"] == "camera_moves"


def test_what_is_asked_for_reaches_the_analysis(
    analysing: Callable[..., None], clip: Path, tmp_path: Path
) -> None:
    asked: dict[str, Any] = {}
    analysing(lambda path, **options: asked.update(options, path=path) or refused())
    pictures, poses = tmp_path / "pictures", tmp_path / "poses.npz"
    series = tmp_path / "series.csv"
    options = ["--pictures", str(pictures), "--poses", str(poses), "--model", "full"]
    options += ["--series", str(series), "--level", "developing"]
    options += ["--corrections", '{"shifts": {"toe_off_2": 1}}', "--hide-faces"]
    command.main([str(clip), *options, "--model-path", "own.task"])
    asked.pop("progress")
    assert asked == {
        "path": clip,
        "pictures": pictures,
        "poses": poses,
        "series": series,
        "model": "full",
        "model_path": Path("own.task"),
        "language": "en",
        "corrections": Corrections(shifts={"toe_off_2": 1}),
        "level": "developing",
        "hide_faces": True,
    }


def test_a_failure_is_one_clear_line_and_ends_with_1(
    analysing: Callable[..., None], clip: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(path: Path, **_: Any) -> Analysis:
        raise ModelUnavailable("cache: not there; download: no network")

    analysing(fail)
    assert command.main([str(clip)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "cache: not there; download: no network" in printed.err


def test_a_failure_shows_its_trace_to_who_asks_for_it(
    analysing: Callable[..., None], clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, **_: Any) -> Analysis:
        raise ZeroDivisionError

    analysing(fail)
    monkeypatch.setenv("BLOCKSTART_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        command.main([str(clip)])


def test_an_interrupted_analysis_ends_quietly(
    analysing: Callable[..., None], clip: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(path: Path, **_: Any) -> Analysis:
        raise KeyboardInterrupt

    analysing(stop)
    assert command.main([str(clip)]) == 130
    assert capsys.readouterr() == ("", "")


def test_progress_is_told_as_json_lines_instead_of_the_report(
    analysing: Callable[..., None], clip: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def work(path: Path, progress: Callable[[str, float], None], **_: Any) -> Analysis:
        for step in range(1001):
            progress("posing", step / 1000)
        progress("measuring", 0.0)
        return refused()

    analysing(work)
    assert command.main([str(clip), "--progress", "json"]) == 3
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == {"stage": "posing", "done": 0.0}
    assert lines[-2:] == [
        {"stage": "posing", "done": 1.0},
        {"stage": "measuring", "done": 0.0},
    ]
    assert len(lines) == 102


def test_chatter_of_the_model_is_kept_away_but_its_errors_are_not() -> None:
    said = """
import os
from analysis.__main__ import _without_chatter
with _without_chatter() as screen:
    os.write(2, b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\\n")
    os.write(2, b"W0000 00:00:1795374646.122 16645 feedback.cc:121] Feedback\\n")
    os.write(2, b"WARNING: Logging before InitGoogle() is written to STDERR\\n")
    os.write(2, b"E0000 00:00:1795374646.122 16645 graph.cc:1] it broke\\n")
    print("a bar", file=screen, flush=True)
    os.write(2, b"F0000 00:00:1795374646.122 16645 check.cc:1] last words\\n")
    os.abort()
"""
    done = subprocess.run(
        [sys.executable, "-c", said],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stderr.splitlines()
    assert sorted(line.split("] ")[-1] for line in lines) == [
        "a bar",
        "it broke",
        "last words",
    ]


def test_the_bar_knows_every_stage() -> None:
    assert sum(command.STAGE_SHARE.values()) == pytest.approx(1.0)
    assert all(load_words().has(f"stage.{stage}") for stage in command.STAGE_SHARE)


@pytest.mark.slow
def test_a_start_is_analysed_with_0_and_everything_is_written(tmp_path: Path) -> None:
    results = {"--json": "a.json", "--poses": "p.npz", "--series": "s.csv"}
    results["--pictures"] = "pictures"
    options = [part for o, name in results.items() for part in (o, tmp_path / name)]
    done = run(CLIP, *options, "--model", "full", "--progress", "json")
    assert (done.returncode, done.stderr) == (0, "")
    written = json.loads((tmp_path / "a.json").read_text())
    jsonschema.validate(written, json.loads(SCHEMA_PATH.read_text()))
    pictures = {phase["picture"] for phase in written["phases"]} - {None}
    drawn = {path.name for path in (tmp_path / "pictures").iterdir()}
    assert pictures
    assert pictures | {"strip.jpg", "path.jpg", "slow.mp4", "stills.json"} <= drawn
    poses = np.load(tmp_path / "p.npz")
    frames = written["clip"]["frames"]
    assert poses["xy_px"].shape == (frames, 33, 2)
    assert poses["seen"].shape == (frames, 33)
    assert poses["frame"].tolist() == list(range(frames))
    with (tmp_path / "s.csv").open(newline="") as sheet:
        rows = {int(row["frame"]): row for row in csv.DictReader(sheet)}
    movement = rows[written["events"]["first_movement"]["frame"]]
    assert 0 <= float(movement["life_s"]) < 1 / 240
    assert movement["knee_front"]
    stages = [json.loads(line)["stage"] for line in done.stdout.splitlines()]
    assert list(dict.fromkeys(stages)) == list(command.STAGE_SHARE)
