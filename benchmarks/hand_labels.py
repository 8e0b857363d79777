"""What a person wrote down about real clips: events, joints and what is expected.

Both files, ``truth.json`` and ``joints.json``, are described in the README beside
this module.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import BadFile, BadStart, BadView
from analysis.types import EVENT_NAMES

TRUTH, JOINTS = "truth.json", "joints.json"
# Labelled pictures and the event each belongs to.
MOMENTS = {
    "SET": "first_movement",
    "EXIT": "front_foot_block_exit",
    "TD1": "touchdown_1",
    "TO1": "toe_off_1",
    "TD2": "touchdown_2",
    "TO2": "toe_off_2",
    "TD3": "touchdown_3",
}
# They show the foot still down, in the last frame before the event.
STILL_DOWN = ("EXIT", "TO1", "TO2")
# A rise into set ends at no instant that can be read by eye.
LABELLED = tuple(name for name in EVENT_NAMES if name != "set_start")
CODES = frozenset(
    leaf.code
    for branch in (BadFile, BadView, BadStart)
    for leaf in branch.__subclasses__()
)


@dataclass(frozen=True, slots=True)
class Angle:
    """An angle set by hand, degrees, and its own ± (1 SD)."""

    deg: float
    plus_minus_deg: float


@dataclass(frozen=True, slots=True)
class Still:
    """Angles set by hand in one frame, by name, such as ``knee_front``."""

    frame: int
    angles: Mapping[str, Angle]

    def angle(self, name: str) -> Angle | None:
        """The angle; preferably from that leg's own hip, else from the near one."""
        return self.angles.get(f"{name}_own_hip") or self.angles.get(name)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a right answer is: a judgement, a refusal with one of the codes, or both."""

    judged: bool
    codes: frozenset[str]

    def met(self, code: str | None) -> bool:
        """Whether a refusal with this code, or none, is right."""
        return self.judged if code is None else code in self.codes


@dataclass(frozen=True, slots=True)
class Labels:
    """What is known of one clip.

    Attributes
    ----------
    clip
        None when the folder has no such file.
    events
        First frame at or after each event, as read by eye.
    speed_factor
        How many times slower than life the clip plays.
    expected
        None when nobody said so in a way that can be scored.
    words
        What was said about it in words, for people.
    stills
        Joints set by hand, by moment.
    """

    name: str
    clip: Path | None
    events: Mapping[str, int]
    speed_factor: float
    expected: Expected | None
    words: str
    stills: Mapping[str, Still]

    @property
    def has_set(self) -> bool:
        """Whether a start is in it from the set position on, and must be judged."""
        return "first_movement" in self.events


def is_labelled(folder: Path) -> bool:
    """Whether the clips of a folder have labels beside them."""
    return (folder / TRUTH).is_file()


def read_labels(folder: Path) -> list[Labels]:
    """Read both files of a folder; that of the joints may be absent.

    Raises
    ------
    ValueError
        When a file is not as described: what is wrong, and in which entry.
    """
    truth = json.loads((folder / TRUTH).read_text(encoding="utf-8"))
    file = folder / JOINTS
    joints = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    entries = truth.get("clips", truth)
    _check(JOINTS, "clip in truth.json", joints, entries)
    return [
        _labels(folder, name, entry, joints.get(name, {}))
        for name, entry in entries.items()
    ]


def _labels(
    folder: Path, name: str, entry: Mapping[str, Any], joints: Mapping[str, Any]
) -> Labels:
    clip = folder / entry["file"] if "file" in entry else _clip_named(folder, name)
    events = entry.get("events", {})
    stills = joints.get("frames", {})
    _check(name, "event", events, EVENT_NAMES)
    _check(name, "moment", stills, MOMENTS)
    return Labels(
        name=name,
        clip=clip if clip and clip.is_file() else None,
        events={one: at for one in LABELLED if (at := events.get(one)) is not None},
        speed_factor=entry.get("speed_factor", 1.0),
        expected=_expected(name, entry.get("expect")),
        words=entry.get("expected", ""),
        stills={one: _still(f"{name}, {one}", still) for one, still in stills.items()},
    )


def _clip_named(folder: Path, name: str) -> Path | None:
    files = sorted(folder.glob(f"{name}.*"))
    return next((file for file in files if file.suffix not in (".json", ".csv")), None)


def _expected(name: str, expect: Mapping[str, Any] | None) -> Expected | None:
    if expect is None:
        return None
    _check(name, "expectation", expect, ("judged", "refusal"))
    codes = expect.get("refusal", [])
    if codes == "any":
        codes = CODES
    _check(name, "refusal", codes, CODES)
    return Expected(judged=expect.get("judged", False), codes=frozenset(codes))


def _still(place: str, data: Mapping[str, Any]) -> Still:
    try:
        angles = {name: Angle(*angle) for name, angle in data["angles"].items()}
        return Still(data["frame"], angles)
    except (KeyError, TypeError) as error:
        raise ValueError(f"{place}: a frame, and angles as [degrees, ±]") from error


def _check(
    place: str, what: str, names: Collection[str], known: Collection[str]
) -> None:
    if unknown := sorted(set(names) - set(known)):
        raise ValueError(f"{place}: no such {what}: {unknown[0]}")
