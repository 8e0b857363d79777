"""Runs a module on one clip, with what that needs and nothing else.

    python -m bot.sandbox.confined_child ROOM PARENT_PID ORDER

It may write to ROOM alone, its working directory, and dies with its parent; ORDER is an
``Order`` in JSON. When all it needs is loaded it says so on a line, with what it could
give up, and waits for one line: the arguments of the module, a list in JSON.
"""

from __future__ import annotations

import json
import runpy
import sys
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

from bot.sandbox.confinement import Confined, Limits, confine
from bot.sandbox.die_with_parent import die_with


@dataclass(frozen=True, slots=True)
class Order:
    """What the child is to be.

    Attributes
    ----------
    module
        What it runs as ``__main__``.
    ahead
        A module whose ``make_ready`` loads what the other one needs; "" for none.
    readable
        Paths it may read beside the program.
    files
        Whether to confine its files.
    wrapped
        Whether it is behind bubblewrap already.
    """

    module: str
    ahead: str
    memory_bytes: int
    processor_s: int
    readable: tuple[str, ...] = ()
    files: bool = True
    wrapped: bool = False


def main() -> None:
    """Give up what can be given up, get ready, wait, become the module."""
    parent, order = int(sys.argv[2]), Order(**json.loads(sys.argv[3]))
    if not order.wrapped:  # else bubblewrap sees to that
        die_with(parent)
    print(json.dumps({"ready": asdict(_confined(order))}), flush=True)
    if arguments := sys.stdin.readline():
        sys.argv = [order.module, *json.loads(arguments)]
        runpy.run_module(order.module, run_name="__main__", alter_sys=True)


def _confined(order: Order) -> Confined:
    limits = Limits(order.memory_bytes, order.processor_s)
    readable = [Path(one) for one in order.readable]
    found = confine(limits, readable, files=order.files)
    if order.ahead:
        import_module(order.ahead).make_ready()
    if order.wrapped:
        return Confined(network=True, files=True, processes=True)
    return found


if __name__ == "__main__":
    main()
