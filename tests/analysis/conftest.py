"""A real analysis that many tests look at, and clips whose pictures nobody does."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from analysis import analyse
from analysis.serialization import from_json, to_json
from analysis.types import Analysis
from tests.analysis.moving_body import SIZE_PX
from tests.odd_clips import write_clip


@pytest.fixture(scope="session")
def film(tmp_path_factory):
    """A clip with a frame at each of these times, written once and quickly."""
    folder, written = tmp_path_factory.mktemp("films"), {}

    def of(times_s):
        times_s = tuple(times_s)
        if times_s not in written:
            path, quickly = folder / f"{len(written)}.mp4", {"preset": "ultrafast"}
            written[times_s] = write_clip(path, times_s, SIZE_PX, options=quickly)
        return written[times_s]

    return of


@dataclass(frozen=True)
class Seen:
    """What came of the cheapest clip with known truth, and where its files are."""

    found: Analysis
    folder: Path
    stages: list[tuple[str, float]]


@pytest.fixture(scope="session")
def seen(pose_model, clips, made_once):
    """The clip ``B_30fps``, analysed once by the real model, with all it draws."""

    def fill(folder):
        stages = []
        found = analyse(
            clips / "B_30fps.mp4",
            model_path=pose_model,
            pictures=folder,
            poses=folder / "poses.npz",
            progress=lambda stage, done: stages.append((stage, done)),
        )
        told = {"found": to_json(found), "stages": stages}
        (folder / "told.json").write_text(json.dumps(told))

    folder = made_once("seen", fill)
    told = json.loads((folder / "told.json").read_text())
    return Seen(from_json(told["found"]), folder, told["stages"])
