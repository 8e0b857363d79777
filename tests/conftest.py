"""What many tests share: clips with known truth, odd clips, a real analysis."""

import fcntl
import gc
import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from analysis import analyse
from analysis.errors import ModelUnavailable
from analysis.estimation.model_file import SOURCES, cache, fetch
from analysis.serialization import from_json, to_json
from analysis.types import Analysis
from tests import postgres
from tests.odd_clips import write_odd_clips

CLIPS = Path(__file__).parent / "clips"


def pytest_sessionstart():
    gc.disable()  # what is collected stays: looking it through takes a third longer


def pytest_collection_finish():
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items):
    for item in items:
        if "pose_model" in getattr(item, "fixturenames", ()):
            item.add_marker("slow")


@pytest.fixture(scope="session")
def clips():
    """Folder of the synthetic starts: NAME.mp4 and its truth NAME.json."""
    return CLIPS


@pytest.fixture(scope="session")
def truth():
    """Read the truth of a synthetic start by its name."""
    return lambda name: json.loads((CLIPS / f"{name}.json").read_text())


@pytest.fixture(scope="session")
def odd_clips(tmp_path_factory):
    """Paths of the odd clips by name."""
    return write_odd_clips(tmp_path_factory.mktemp("odd_clips"))


@pytest.fixture(scope="session")
def pose_model():
    """Path of the whole heavy pose model; the test is skipped where it can't be had."""
    try:
        return fetch(SOURCES["heavy"], cache(), lambda words: None)
    except ModelUnavailable as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """Folders that are filled once, whichever of pytest's processes needs them first.

    ``made_once(name, fill)`` calls ``fill`` with the folder, unless it was filled.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def folder_of(name, fill):
        folder = shared / name
        folder.mkdir(exist_ok=True)
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / "filled").exists():
                fill(folder)
                (folder / "filled").touch()
        return folder

    return folder_of


@pytest.fixture(scope="session")
def postgres_server():
    """Address of a PostgreSQL server; the test is skipped where there is none."""
    if postgres.programs() is None:
        pytest.skip(postgres.MISSING)
    with postgres.server() as address:
        yield address


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
