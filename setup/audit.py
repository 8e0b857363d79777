"""Says whether what is installed is exactly what requirements.lock says, and fits.

It asks nobody: known weaknesses of packages are not looked up. Where there is a
network, ``pip-audit --disable-pip -r requirements.lock`` does that.
"""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

from packaging.markers import Marker

LOCK = Path(__file__).parents[1] / "requirements.lock"
PIN = re.compile(r"^([\w.-]+)==([^\s;]+)(?: ; (.*?))? \\$", re.MULTILINE)
# They come with every venv, whether the lock names them or not.
TOOLS = {"pip", "setuptools", "wheel", "blockstart"}
# One OpenCV is enough, see setup/lock.sh.
KNOWN = re.compile(r"mediapipe \S+ requires opencv-contrib-python, which is not inst.*")


def name_of(written: str) -> str:
    """The one spelling of a package's name."""
    return re.sub(r"[-_.]+", "-", written).lower()


def locked(lock: str) -> dict[str, str]:
    """Versions by name, of what a machine like this one needs."""
    return {
        name_of(name): version
        for name, version, marker in PIN.findall(lock)
        if not marker or Marker(marker).evaluate()
    }


def differences(lock: str, installed: dict[str, str]) -> list[str]:
    """What is installed otherwise than locked, a line each."""
    wanted = locked(lock)
    tools = TOOLS - wanted.keys()
    found = {name: one for name, one in installed.items() if name not in tools}
    return [
        f"{name}: locked {wanted.get(name)}, installed {found.get(name)}"
        for name in sorted(wanted.keys() | found.keys())
        if wanted.get(name) != found.get(name)
    ]


def complaints() -> list[str]:
    """What ``pip check`` has to say beyond what is meant to be so."""
    told = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True
    )
    lines = told.stdout.splitlines() + told.stderr.splitlines()
    unknown = [one for one in lines if not KNOWN.fullmatch(one)]
    return [] if told.returncode == 0 else unknown


def main() -> int:
    """Print what is wrong; 1 when something is."""
    installed = {name_of(one.metadata["Name"]): one.version for one in distributions()}
    wrong = [*differences(LOCK.read_text(), installed), *complaints()]
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
