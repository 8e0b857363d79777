"""What a button says when it is pressed: written here and read here, nowhere else.

``v1:<action>``, and behind it the action's fields, each after a colon; the last ones
may be missing. Buttons stay in a chat for years: fields are only added at the end, and
a press of another version, or of an action that no longer exists, is answered so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

VERSION = "v1"

Action: TypeAlias = Literal[
    "about",
    "add_athlete",
    "against",
    "age",
    "all",
    "anew",
    "as_it_was",
    "back",
    "best",
    "board",
    "checklist",
    "chk",
    "comment",
    "del",
    "do",
    "drill",
    "drop",
    "earlier",
    "experience",
    "faces",
    "film",
    "first",
    "fix",
    "guardian",
    "hand_over",
    "hclip",
    "height",
    "hist",
    "hpage",
    "keep_for",
    "lang",
    "later",
    "leave",
    "look",
    "me",
    "member",
    "motion",
    "other",
    "page",
    "path",
    "phase",
    "put",
    "phases",
    "rename",
    "resume",
    "sample",
    "share",
    "share_link",
    "show",
    "slow",
    "squad",
    "stop",
    "stop_sharing",
    "then",
    "turn",
    "tz",
    "weekly",
    "whose",
    "why",
]
_OF_CLIP: tuple[Action, ...] = (
    "all", "anew", "as_it_was", "back", "comment", "drill", "hist", "other", "path",
    "put", "resume", "show", "slow", "stop", "why",
)  # fmt: skip
_SHAPES: Mapping[tuple[str, ...], tuple[Action, ...]] = {
    (): (
        *("add_athlete", "board", "checklist", "film", "height", "sample"),
        *("share", "share_link", "squad"),
    ),
    ("athlete",): ("hand_over", "look", "member", "rename", "stop_sharing"),
    ("athlete", "choice"): ("against", "leave"),
    ("choice", "athlete"): ("guardian",),
    ("clip",): _OF_CLIP,
    ("clip", "phase"): ("earlier", "later", "page", "phase"),
    ("clip", "phase", "before"): ("then",),
    ("clip", "person"): ("me",),
    ("clip", "before"): ("motion",),
    ("clip", "choice"): ("turn", "whose"),
    ("clip", "choice", "value"): ("do", "fix"),
    ("choice", "value"): ("keep_for",),
    ("clip", "page"): ("hclip",),
    ("clip", "page", "choice"): ("drop",),
    ("page", "clip", "athlete"): ("hpage",),
    ("phase",): ("best", "chk"),
    ("phase", "choice"): ("phases",),
    ("choice",): (
        *("about", "age", "del", "experience", "faces", "first"),
        *("lang", "tz", "weekly"),
    ),
}
FIELDS: Mapping[Action, tuple[str, ...]] = {
    action: fields for fields, actions in _SHAPES.items() for action in actions
}
NUMBERS = ("phase", "person", "athlete", "page")
# Ids of kept athletes are less than 0.
SIGNED = ("athlete",)


@dataclass(frozen=True, slots=True)
class CallbackData:
    """What a button said; a field it doesn't have is empty, or 0.

    Attributes
    ----------
    action
        None where it is unknown.
    clip
        Id of the clip it is about.
    phase, person
        Numbers from 1, as they were written: there may be no such phase or person.
    athlete
        Id of an athlete or of a coach; 0 for oneself, or for none.
    before
        Id of the earlier clip to compare with.
    page
        A page's number from 0.
    choice
        One of a few words, a language or a time zone.
    value
        A number that goes with the choice, or nothing; as it was written.
    """

    action: Action | None = None
    clip: str = ""
    phase: int = 0
    person: int = 0
    athlete: int = 0
    before: str = ""
    page: int = 0
    choice: str = ""
    value: str = ""


NO_BUTTON = CallbackData()


def callback_data(action: Action, *values: str | int) -> str:
    """Write what a button says: the action and its fields, in their order.

    Raises
    ------
    ValueError
        The action has no such fields.
    """
    if len(values) > len(FIELDS[action]):
        raise ValueError(f"{values} are too many fields for {action!r}")
    for field, value in zip(FIELDS[action], values, strict=False):
        if isinstance(value, int) != (field in NUMBERS) or ":" in str(value):
            raise ValueError(f"{value!r} is no {field} of {action!r}")
    return ":".join((VERSION, action, *map(str, values)))


def read(data: str) -> CallbackData:
    """Read what a button says, of any age."""
    version, _, rest = data.partition(":")
    name, _, told = rest.partition(":")
    action = next((action for action in FIELDS if action == name), None)
    if version != VERSION or action is None:
        return NO_BUTTON
    values: dict[str, Any] = dict(zip(FIELDS[action], told.split(":"), strict=False))
    for field in values.keys() & set(NUMBERS):
        digits = values[field]
        if field in SIGNED:
            digits = digits.removeprefix("-")
        values[field] = int(values[field]) if digits.isdecimal() else 0
    return CallbackData(action, **values)
