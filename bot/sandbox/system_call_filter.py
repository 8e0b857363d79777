"""Which calls the kernel refuses a process: seccomp, with a filter made by hand.

Refused is what neither decoding nor drawing needs and what reaches beyond the process:
sockets, other processes, other programs, namespaces. Works in a container and for any
user, where namespaces often don't. Numbers are of the kernel's tables
(``arch/x86/entry/syscalls/syscall_64.tbl`` and ``asm-generic/unistd.h``).
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass

PR_SET_SECCOMP, FILTER_MODE = 22, 2
LOAD, EQUALS, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
ALLOWED, REFUSED = 0x7FFF0000, 0x00050000
CLONE_THREAD = 0x10000
X32 = 0x40000000  # another set of numbers for the same calls


@dataclass(frozen=True, slots=True)
class Machine:
    """The numbers of one architecture.

    Attributes
    ----------
    audit
        How the kernel calls it.
    refused
        What it may not call.
    own_only
        kill, tgkill and prlimit64: about nobody but the process itself.
    clone
        For threads only.
    """

    audit: int
    refused: tuple[int, ...]
    own_only: tuple[int, ...]
    clone: int


# io_uring, pidfd_send_signal, pidfd_open, pidfd_getfd and the calls for new mounts.
ON_BOTH = (424, 425, 426, 427, 428, 429, 430, 431, 432, 433, 434, 438, 442)
CLONE3 = 435
# socket, socketpair; fork, vfork, execve, execveat; ptrace, process_vm_readv, _writev;
# unshare, setns; mount, umount2, pivot_root, chroot; bpf, perf_event_open, userfaultfd;
# add_key, request_key, keyctl; tkill, rt_sigqueueinfo; open_by_handle_at
# fmt: off
X86_64 = (
    41, 53, 57, 58, 59, 322, 101, 310, 311, 272, 308, 165, 166, 155, 161, 321, 298, 323,
    248, 249, 250, 200, 129, 304,
)
AARCH64 = (  # has neither fork nor vfork
    198, 199, 221, 281, 117, 270, 271, 97, 268, 40, 39, 41, 51, 280, 241, 282, 217, 218,
    219, 130, 138, 265,
)
# fmt: on
MACHINES = {
    "x86_64": Machine(0xC000003E, (*X86_64, *ON_BOTH), (62, 234, 302), 56),
    "aarch64": Machine(0xC00000B7, (*AARCH64, *ON_BOTH), (129, 131, 261), 220),
}


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))


def load() -> bool:
    """Refuse this process those calls from now on; whether the kernel does.

    It must have given up new privileges before.
    """
    machine = MACHINES.get(platform.machine())
    if machine is None:
        return False
    steps = [_Step(*step) for step in _filter(machine, os.getpid())]
    kept = (_Step * len(steps))(*steps)
    program = _Program(len(steps), kept)
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    done = prctl(PR_SET_SECCOMP, FILTER_MODE, ctypes.byref(program), 0, 0)
    return bool(done == 0)


def _filter(machine: Machine, own: int) -> Iterator[tuple[int, int, int, int]]:
    """Steps (code, jump if true, jump if false, value); jumps count steps to leave out.

    In a call that is none of these the last step is reached.
    """
    no, unknown = REFUSED | errno.EPERM, REFUSED | errno.ENOSYS
    yield LOAD, 0, 0, ARCHITECTURE
    yield EQUALS, 1, 0, machine.audit
    yield RETURN, 0, 0, no
    yield LOAD, 0, 0, NUMBER
    yield AT_LEAST, 0, 1, X32
    yield RETURN, 0, 0, no
    for number in machine.refused:
        yield EQUALS, 0, 1, number
        yield RETURN, 0, 0, no
    # Its flags are out of sight; the C library then takes the older call.
    yield EQUALS, 0, 1, CLONE3
    yield RETURN, 0, 0, unknown
    yield EQUALS, 0, 4, machine.clone
    yield LOAD, 0, 0, FIRST_ARGUMENT
    yield ANY_BIT, 0, 1, CLONE_THREAD
    yield RETURN, 0, 0, ALLOWED
    yield RETURN, 0, 0, no
    for number in machine.own_only:
        yield EQUALS, 0, 5, number
        yield LOAD, 0, 0, FIRST_ARGUMENT
        yield EQUALS, 1, 0, 0
        yield EQUALS, 0, 1, own
        yield RETURN, 0, 0, ALLOWED
        yield RETURN, 0, 0, no
    yield RETURN, 0, 0, ALLOWED
