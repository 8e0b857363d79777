"""Files of the local chat: what was sent, by its file_id.

The bot's pictures stay with the conversation. Clips that people upload are
deleted a day later; until then a bot that was restarted can still fetch them.
"""

from __future__ import annotations

import asyncio
import io
import re
import secrets
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from bot.localchat.state import File, State
from bot.localchat.telegram_errors import Refused, check_photo

NOTE_PX = 384  # what phone apps record
CLIP_LIFE_S = 24 * 3600.0
FOLDERS = {
    "photo": "photos",
    "video": "videos",
    "document": "documents",
    "animation": "animations",
    "video_note": "video_notes",
    "voice": "voice",
    "audio": "music",
}
_PLACES = FOLDERS | {"thumbnail": "thumbnails"}
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")
SIDES_PX = (320, 1280)
THUMBNAIL_PX = 320
THUMBNAIL_BYTES = 200_000


@dataclass(frozen=True)
class Upload:
    """A file that has just arrived."""

    path: Path
    name: str
    mime: str

    @property
    def size(self) -> int:
        """Bytes."""
        return self.path.stat().st_size


class Shelf:
    """Keeps files below one folder and their facts in the state.

    Parameters
    ----------
    folder
        Made when missing, readable by this user only.
    state
        Where file ids are recorded.
    """

    def __init__(self, folder: Path, state: State) -> None:
        self._folder = folder
        self._state = state
        for name in ("files", "clips", "arriving"):
            (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        for left_over in (folder / "arriving").iterdir():
            left_over.unlink()

    def arriving(self) -> Path:
        """Give a new empty file to receive an upload."""
        folder = self._folder / "arriving"
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            return Path(file.name)

    def where(self, file: File) -> Path:
        """Give the place of a file; it may be gone."""
        return self._folder / file.stored

    async def add(
        self,
        upload: Upload,
        kind: str,
        facts: Mapping[str, Any] | None = None,
        *,
        thumbnail: Upload | None = None,
        clip: bool = False,
    ) -> File:
        """Take an upload in.

        Parameters
        ----------
        upload
            Moved onto the shelf.
        kind
            One of `FOLDERS`.
        facts
            Width and height in px, duration in s, as the sender gives them.
        thumbnail
            The small picture of a film, shown before it plays.
        clip
            True for what a person uploads: deleted after `CLIP_LIFE_S`.

        Raises
        ------
        Refused
            For a photo that can't be one.
        """
        folder = "clips" if clip else "files"
        if kind == "photo":
            return await self._add_photo(upload, folder)
        file = self._new_file(kind, folder, upload.name, upload.mime, upload.size)
        content = {**_ids(file), **_facts(kind, facts or {})}
        if kind != "video_note":
            content["mime_type"] = upload.mime
        if kind not in ("video_note", "voice"):
            content["file_name"] = upload.name
        if thumbnail is not None:
            content |= self._thumbnail(thumbnail, folder)
        upload.path.replace(self.where(file))
        return self._keep(file, content)

    async def _add_photo(self, upload: Upload, folder: str) -> File:
        sizes = await asyncio.to_thread(photo_sizes, upload.path)
        content = []
        files = []
        for size in sizes:
            file, facts = self._add_size("photo", folder, size)
            files.append(file)
            content.append(facts)
        upload.path.unlink()
        return [self._keep(file, content) for file in files][-1]

    def _thumbnail(self, upload: Upload, folder: str) -> dict[str, Any]:
        size = thumbnail_size(upload.path)
        if size is None:
            return {}
        file, facts = self._add_size("thumbnail", folder, size)
        self._keep(file, facts)
        return {"thumbnail": facts}

    def _add_size(
        self, kind: str, folder: str, size: PhotoSize
    ) -> tuple[File, dict[str, Any]]:
        name = f"{kind}.jpg"
        file = self._new_file(kind, folder, name, "image/jpeg", len(size.data))
        self.where(file).write_bytes(size.data)
        return file, {**_ids(file), "width": size.width, "height": size.height}

    def _new_file(
        self, kind: str, folder: str, name: str, mime: str, size: int
    ) -> File:
        number = self._state.next_number()
        found = _SUFFIX.fullmatch(Path(name).suffix.lower())
        suffix = found.group() if found else ".bin"
        return File(
            file_id=f"{kind}-{number}-{secrets.token_urlsafe(12)}",
            kind=kind,
            path=f"{_PLACES[kind]}/file_{number}{suffix}",
            stored=f"{folder}/{number}{suffix}",
            size=size,
            mime=mime,
            name=name,
            content=None,
        )

    def _keep(self, file: File, content: Any) -> File:
        facts = {**asdict(file), "content": content}
        self._state.record("file", file=facts)
        self._state.record("number", number=self._state.number)
        return self._state.files[file.file_id]

    def remove(self, file: File) -> None:
        """Delete a file and forget its id."""
        self.where(file).unlink(missing_ok=True)
        self._state.record("file_gone", file_id=file.file_id)

    def sweep(self) -> None:
        """Delete people's uploads that are older than a day."""
        oldest = time.time() - CLIP_LIFE_S
        for file in list(self._state.files.values()):
            place = self.where(file)
            if not place.exists():
                self._state.record("file_gone", file_id=file.file_id)
            elif place.parent.name == "clips" and place.stat().st_mtime < oldest:
                self.remove(file)


def _ids(file: File) -> dict[str, Any]:
    unique = file.file_id.split("-", 2)[1]
    return {
        "file_id": file.file_id,
        "file_unique_id": f"local{unique}",
        "file_size": file.size,
    }


def _facts(kind: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    numbers = {
        name: round(float(facts.get(name) or 0))
        for name in ("width", "height", "duration")
    }
    if kind == "document":
        return {}
    if kind in ("voice", "audio"):
        return {"duration": numbers["duration"]}
    if kind == "video_note":
        length = round(float(facts.get("length") or numbers["width"] or NOTE_PX))
        return {"length": length, "duration": numbers["duration"]}
    return numbers


@dataclass(frozen=True)
class PhotoSize:
    """One size of a photo."""

    data: bytes  # JPEG
    width: int  # px
    height: int  # px


def photo_sizes(path: Path) -> list[PhotoSize]:
    """Make the sizes of a photo, smallest first.

    Raises
    ------
    Refused
        For a file that is no picture, or one Telegram takes only as a file.
    """
    try:
        with Image.open(path) as opened:
            check_photo(path.stat().st_size, *opened.size)
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise Refused("Bad Request: IMAGE_PROCESS_FAILED") from error
    longest = max(picture.size)
    sides = sorted({min(side, longest) for side in SIDES_PX})
    return [_scaled(picture, side) for side in sides]


def thumbnail_size(path: Path) -> PhotoSize | None:
    """Take a thumbnail as it is; None for one outside Telegram's limits.

    A JPEG of at most 320 px and 200 kB; any other is passed over, not refused.
    """
    try:
        with Image.open(path) as opened:
            fits = opened.format == "JPEG" and max(opened.size) <= THUMBNAIL_PX
            width, height = opened.size
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    if not fits or path.stat().st_size > THUMBNAIL_BYTES:
        return None
    return PhotoSize(path.read_bytes(), width, height)


def _scaled(picture: Image.Image, side: int) -> PhotoSize:
    scaled = picture.copy()
    scaled.thumbnail((side, side), Image.Resampling.LANCZOS)
    data = io.BytesIO()
    scaled.save(data, "JPEG", quality=87)
    return PhotoSize(data.getvalue(), *scaled.size)
