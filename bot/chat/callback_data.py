"""What a button says when it is pressed: ``v1:<action>`` or ``v1:<action>:<argument>``.

Buttons stay in a chat for years. A press of another version, or of an action that is
no more, is told so.
"""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

VERSION = "v1"
# Telegram takes no more.
MOST_BYTES = 64

Action: TypeAlias = Literal[
    "all",
    "as_it_was",
    "checklist",
    "chk",
    "del",
    "drill",
    "earlier",
    "film",
    "hist",
    "lang",
    "later",
    "me",
    "other",
    "page",
    "phase",
    "show",
    "slow",
    "then",
    "turn",
    "tz",
    "weekly",
    "why",
]
ACTIONS: tuple[Action, ...] = get_args(Action)


def callback_data(action: Action, *arguments: str | int) -> str:
    """Write what a button says.

    Raises
    ------
    ValueError
        It is longer than Telegram takes.
    """
    data = ":".join((VERSION, action, *map(str, arguments)))
    if len(data.encode()) > MOST_BYTES:
        raise ValueError(f"callback data of more than {MOST_BYTES} bytes: {data}")
    return data


def read(data: str) -> tuple[Action | None, str]:
    """The action and its argument, colons and all; no action where none is known."""
    version, _, rest = data.partition(":")
    name, _, argument = rest.partition(":")
    known = next((action for action in ACTIONS if action == name), None)
    return (known if version == VERSION else None), argument
