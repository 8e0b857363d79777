"""What a process gives up before it decodes a stranger's video.

Limits on what it may use, the network, other people's files, other processes, and every
privilege; see ``confine``. Linux gives it in pieces, each by its own call and none of
them everywhere, so what could be had is told.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox import file_rules, system_call_filter

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 4, 38
CAPABILITY_VERSION = 0x20080522
OPEN_FILES = 256
# Ten times the largest picture or film that is drawn.
FILE_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Confined:
    """What was had.

    Attributes
    ----------
    network
        Whether there is no network left, not even this machine's own.
    files
        Whether only its folder can be written and only its program be read.
    processes
        Whether no other process can be started, asked or ended.
    """

    network: bool = False
    files: bool = False
    processes: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a process may use, its threads together.

    Attributes
    ----------
    memory_bytes
        What it may ask for as its own; files it maps are not counted.
    processor_s
        Seconds of all processors.
    """

    memory_bytes: int
    processor_s: int


def confine(limits: Limits, readable: Sequence[Path], *, files: bool) -> Confined:
    """Give up all that decoding and drawing need not; only from a single thread.

    Parameters
    ----------
    readable
        What may be read beside the program itself. The working directory may be
        written as well.
    files
        Whether files are to be confined.
    """
    _limit(limits)
    if sys.platform != "linux":
        return Confined()
    away = _leave_network()
    _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    closed = files and file_rules.write_only(Path.cwd(), readable)
    _drop_capabilities()
    filtered = system_call_filter.load()
    return Confined(network=away or filtered, files=closed, processes=filtered)


def hide() -> None:
    """Keep this process's memory and environment from others of the same user."""
    if sys.platform == "linux":
        _call("prctl", PR_SET_DUMPABLE, 0, 0, 0, 0)


def _limit(limits: Limits) -> None:
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_DATA, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.processor_s),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        _, hard = resource.getrlimit(kind)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (least, least))


def _leave_network() -> bool:
    """Move to a network of its own, which has nothing in it."""
    user, group = os.getuid(), os.getgid()
    if _call("unshare", CLONE_NEWUSER | CLONE_NEWNET):
        # Be called the same in there.
        for name, text in (
            ("setgroups", "deny"),
            ("uid_map", f"{user} {user} 1"),
            ("gid_map", f"{group} {group} 1"),
        ):
            with contextlib.suppress(OSError):
                Path(f"/proc/self/{name}").write_text(text)
        return True
    return _call("unshare", CLONE_NEWNET)  # as root, where there are no user namespaces


def _drop_capabilities() -> None:
    head = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    none = (ctypes.c_uint32 * 6)()
    _call("capset", ctypes.byref(head), ctypes.byref(none))


def _call(name: str, *values: object) -> bool:
    """Call the C library; whether it did what was asked."""
    return bool(getattr(ctypes.CDLL(None, use_errno=True), name)(*values) == 0)
