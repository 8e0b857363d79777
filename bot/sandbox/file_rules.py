"""Which files a process may still touch: Linux's Landlock, asked for directly.

The rules hold for the thread that makes them and all that begin after it, and can't be
taken back (``landlock(7)``). Python has no such call of its own.
"""

from __future__ import annotations

import ctypes
import os
import site
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # on every architecture
VERSION_ASKED, BENEATH_A_PATH = 1, 1
WRITE_FILE, READ_FILE, READ_DIRECTORY = 1 << 1, 1 << 2, 1 << 3
REMOVE_FILE, MAKE_FILE, TRUNCATE = 1 << 5, 1 << 8, 1 << 14
READ = READ_FILE | READ_DIRECTORY
OF_FILES = WRITE_FILE | READ_FILE | TRUNCATE
# All rights over files that each version of the kernel's interface knows.
EVERYTHING = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 4: 0x7FFF, 5: 0xFFFF}
WITH_NETWORK, WITH_SCOPES = 4, 6
BIND_AND_CONNECT, SOCKETS_AND_SIGNALS = 3, 3

PROGRAM = Path(__file__).parents[2]
OURS = ("analysis", "content", "bot")
# What libraries and interpreter look at.
SYSTEM = (
    "/usr /lib /lib64 /opt /nix /etc/ld.so.cache /etc/localtime /etc/fonts "
    "/etc/passwd /etc/nsswitch.conf /proc/self /proc/cpuinfo /proc/meminfo /proc/stat "
    "/proc/filesystems /sys/devices/system /sys/fs/cgroup /dev/urandom /dev/random "
    "/dev/zero"
)


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _Rule(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def write_only(folder: Path, readable: Sequence[Path]) -> bool:
    """Let this process write nothing but one folder, and read its program besides.

    Returns
    -------
    Whether the kernel keeps to that; where it doesn't know Landlock nothing changes.
    """
    version = _call(CREATE_RULESET, None, 0, VERSION_ASKED)
    if version < 1:
        return False
    everything = EVERYTHING[min(version, max(EVERYTHING))]
    asked = _Ruleset(
        everything,
        BIND_AND_CONNECT if version >= WITH_NETWORK else 0,
        SOCKETS_AND_SIGNALS if version >= WITH_SCOPES else 0,
    )
    size = 24 if version >= WITH_SCOPES else 16 if version >= WITH_NETWORK else 8
    rules = _call(CREATE_RULESET, ctypes.byref(asked), size, 0)
    if rules < 0:
        return False
    try:
        own = (READ | WRITE_FILE | REMOVE_FILE | MAKE_FILE | TRUNCATE) & everything
        _allow(rules, folder, own)
        _allow(rules, Path("/dev/null"), READ_FILE | WRITE_FILE)
        # Its names are looked through for our packages, its files are not read.
        _allow(rules, PROGRAM, READ_DIRECTORY)
        for path in (*_program(), *readable):
            _allow(rules, path, READ)
        return _call(RESTRICT_SELF, rules, 0) == 0
    finally:
        os.close(rules)


def _program() -> Iterator[Path]:
    """Where interpreter, libraries and our own packages lie."""
    yield from map(Path, SYSTEM.split())
    yield from (PROGRAM / name for name in OURS)
    yield from _installed()


def _installed() -> Iterable[Path]:
    prefixes = {sys.prefix, sys.base_prefix, sys.exec_prefix}
    found = {*map(Path, (*prefixes, *site.getsitepackages(), *filter(None, sys.path)))}
    return {path.resolve() for path in found} - {PROGRAM, Path("/")}


def _allow(rules: int, path: Path, rights: int) -> None:
    """Allow rights over a file, or a folder with all below it; nothing if it's gone."""
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rule = _Rule(rights if path.is_dir() else rights & OF_FILES, place)
        _call(ADD_RULE, rules, BENEATH_A_PATH, ctypes.byref(rule), 0)
    finally:
        os.close(place)


def _call(number: int, *values: object) -> int:
    return int(ctypes.CDLL(None, use_errno=True).syscall(number, *values))
