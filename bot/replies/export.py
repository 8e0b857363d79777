"""Everything kept of an athlete in one zip, for themselves. Pure but for the zip."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from analysis.visuals.motion import FILE as MOTION
from analysis.visuals.motion import motion_table, read_motion
from bot.store import ClipRow

COLUMNS = (
    *("clip", "received_at", "athlete", "note", "analysis_version"),
    *("measure", "phase", "value", "plus_minus", "unit", "word", "why"),
)
# A measure's own fields among the columns.
OF_MEASURE = ("id", *COLUMNS[6:])
# By this mark Excel knows that a table is in UTF-8.
ENCODING = "utf-8-sig"
# What a zip says of each file beside its name, twice, and of itself in the end.
ENTRY_BYTES, END_BYTES = 100, 1000


@dataclass(frozen=True, slots=True)
class Kept:
    """One clip and what is said of it, and what its athlete is called here."""

    row: ClipRow
    athlete: str
    comments: Sequence[Mapping[str, Any]]

    @property
    def folder(self) -> str:
        """Where it is in the zip."""
        return f"clips/{self.row.received_at:%Y-%m-%d_%H%M%S}_{self.row.id}"


class TooLarge(Exception):
    """Not even the numbers fit."""


def write_export(
    target: IO[bytes],
    you: Mapping[str, Any],
    clips: Sequence[Kept],
    stills: Callable[[str], Mapping[str, bytes]],
    told: Callable[[int], str],
    most_bytes: int,
) -> int:
    """Write the zip: what is known of them, every clip, its measures and pictures.

    Parameters
    ----------
    clips
        The oldest first; as many of the newest have their pictures as fit.
    stills
        Gives what is kept of a clip beside its numbers, by its id.
    told
        Says what is in it, in their language, with so many clips without pictures.

    Returns
    -------
    int
        How many clips are without pictures that are kept.

    Raises
    ------
    TooLarge
        It would have more than ``most_bytes`` even without any picture.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("you.json", _json(you))
        pack.writestr("measures.csv", _table(clips).encode(ENCODING))
        for clip in clips:
            pack.writestr(f"{clip.folder}/clip.json", _json(_facts(clip)))
            if motion := stills(clip.row.id).get(MOTION):
                series = motion_table(read_motion(motion)).encode(ENCODING)
                pack.writestr(f"{clip.folder}/motion.csv", series)
        left_out = _add_pictures(
            pack, clips, stills, most_bytes - len(told(1).encode())
        )
        pack.writestr("README.txt", told(left_out))
    return left_out


def _add_pictures(
    pack: zipfile.ZipFile,
    clips: Sequence[Kept],
    stills: Callable[[str], Mapping[str, bytes]],
    most_bytes: int,
) -> int:
    """Add the newest clips' pictures while they fit; how many clips are left out."""
    assert pack.fp is not None
    listed = sum(ENTRY_BYTES + len(name) for name in pack.namelist())
    room = most_bytes - END_BYTES - listed - pack.fp.tell()
    if room < 0:
        raise TooLarge
    left_out = 0
    for clip in reversed(clips):
        files = {n: held for n, held in stills(clip.row.id).items() if n != MOTION}
        places = {f"{clip.folder}/{name}": held for name, held in files.items()}
        room -= sum(2 * (ENTRY_BYTES + len(n)) + len(h) for n, h in places.items())
        if places and room < 0:
            left_out += 1
            continue
        for place, content in places.items():
            # Pictures are packed already.
            pack.writestr(zipfile.ZipInfo(place), content, zipfile.ZIP_STORED)
    return left_out


def _facts(clip: Kept) -> Mapping[str, Any]:
    row = clip.row
    return {
        "id": row.id,
        "received_at": row.received_at.isoformat(),
        "athlete": clip.athlete,
        "note": row.note,
        "state": row.state,
        "refusal": row.refusal_code,
        "comments": clip.comments,
        "analysis": row.analysis,
    }


def _table(clips: Sequence[Kept]) -> str:
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for clip in clips:
        table.writerows(_lines(clip))
    return text.getvalue()


def _lines(clip: Kept) -> Iterator[list[Any]]:
    row = clip.row
    written = row.analysis or {}
    first = [row.id, row.received_at.isoformat(), clip.athlete, row.note or ""]
    for measure in written.get("measures") or ():
        values = [_cell(measure.get(field)) for field in OF_MEASURE]
        yield [*map(_cell, first), written.get("analysis_version"), *values]


def _cell(value: Any) -> Any:
    """A value a spreadsheet takes for what it is, and never for a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return "" if value is None else value


def _json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False)
