"""A backup: databases as they were at one moment, in one ZIP file with a list."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from bot.store.file_copy import Damaged, Interrupted, check

MANIFEST = "manifest.json"
FORMAT = 1
CHUNK_BYTES = 1 << 18


class BadArchive(Exception):
    """A file is no backup of ours, or not a whole one; the message says why."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    Attributes
    ----------
    made_at
        When the databases were like this.
    steps
        The steps of the history's migrations that had been made.
    digests
        SHA-256 of each file by name.
    """

    made_at: datetime
    steps: frozenset[str]
    digests: Mapping[str, str]


def pack(
    target: Path,
    files: Mapping[str, Path],
    made_at: datetime,
    steps: Iterable[str],
    go_on: Callable[[], bool] = lambda: True,
) -> None:
    """Write a backup of these files by name; whole on the disk, or not at all.

    Raises
    ------
    Interrupted
        When ``go_on`` says no.
    OSError
        When it can't be written.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as raw:
            # Stored as it is: most of it are pictures, which grow no smaller.
            with zipfile.ZipFile(raw, "w") as box:
                digests = {n: _put(box, n, path, go_on) for n, path in files.items()}
                told = _as_json(Manifest(made_at, frozenset(steps), digests))
                box.writestr(MANIFEST, told)
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def unpack(archive: Path, folder: Path) -> Manifest:
    """Write the files of a backup into a folder, each checked.

    Raises
    ------
    BadArchive
    OSError
        When it can't be read, or the folder not be written to.
    """
    try:
        with zipfile.ZipFile(archive) as box:
            manifest = _of_json(json.loads(box.read(MANIFEST)))
            for name, digest in manifest.digests.items():
                path = folder / Path(name).name
                with box.open(name) as source, path.open("wb") as target:
                    if _copy(source, target) != digest:
                        raise BadArchive(f"{name} is not what was packed")
                check(path)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
        raise BadArchive(str(error)) from error
    except Damaged as error:
        raise BadArchive(str(error)) from error
    return manifest


def _put(box: zipfile.ZipFile, name: str, path: Path, go_on: Callable[[], bool]) -> str:
    with path.open("rb") as source, box.open(name, "w", force_zip64=True) as target:
        return _copy(source, target, go_on)


def _copy(
    source: IO[bytes], target: IO[bytes], go_on: Callable[[], bool] = lambda: True
) -> str:
    """Copy all of it; gives its SHA-256."""
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK_BYTES):
        if not go_on():
            raise Interrupted
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest()


def _as_json(manifest: Manifest) -> str:
    told = {
        "format": FORMAT,
        "made_at": manifest.made_at.isoformat(),
        "steps": sorted(manifest.steps),
        "sha256": dict(manifest.digests),
    }
    return json.dumps(told, indent=1)


def _of_json(told: dict[str, Any]) -> Manifest:
    if told["format"] != FORMAT:
        raise BadArchive(f"made in format {told['format']}, which is not known here")
    made_at = datetime.fromisoformat(told["made_at"])
    return Manifest(made_at, frozenset(told["steps"]), told["sha256"])
