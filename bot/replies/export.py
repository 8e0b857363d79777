"""Everything kept of an athlete in one zip, for themselves. Pure but for the zip."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from bot.store import ClipRow

COLUMNS = (
    *("clip", "received_at", "athlete", "note", "analysis_version"),
    *("measure", "phase", "value", "plus_minus", "unit", "word", "why"),
)
# A measure's own fields among the columns.
OF_MEASURE = ("id", *COLUMNS[6:])


@dataclass(frozen=True, slots=True)
class Kept:
    """One clip with what is kept of it, and what its athlete is called here."""

    row: ClipRow
    athlete: str
    stills: Mapping[str, bytes]
    comments: Sequence[Mapping[str, Any]]


def write_export(
    target: IO[bytes], you: Mapping[str, Any], clips: Sequence[Kept], told: str
) -> None:
    """Write the zip: what is known of them, every clip, its measures and pictures.

    Parameters
    ----------
    told
        What is in it, in their language.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("README.txt", told)
        pack.writestr("you.json", _json(you))
        pack.writestr("measures.csv", _table(clips))
        for clip in clips:
            place = f"clips/{clip.row.received_at:%Y-%m-%d_%H%M%S}_{clip.row.id}"
            pack.writestr(f"{place}/clip.json", _json(_facts(clip)))
            for name, content in clip.stills.items():
                # Pictures are packed already.
                packed = zipfile.ZipInfo(f"{place}/{name}")
                pack.writestr(packed, content, zipfile.ZIP_STORED)


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
