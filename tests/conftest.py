"""What many tests share: clips with known truth, odd clips, the pose model."""

import fcntl
import gc
import json
import os
from pathlib import Path

import pytest

from analysis.errors import ModelUnavailable
from analysis.estimation.model_file import SOURCES, cache, fetch
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
