"""One call of the Bot API: its method, its values and its uploads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import BodyPartReader, MultipartReader, web

from bot.localchat.files import Shelf, Upload
from bot.localchat.html_entities import BadHtml, Entity, find_plain, parse_html, trim
from bot.localchat.telegram_errors import UPLOAD_BYTES, Refused


@dataclass(frozen=True)
class Call:
    """A call as it arrived, whether as JSON, form or multipart."""

    method: str
    values: Mapping[str, Any]
    uploads: dict[str, Upload] = field(default_factory=dict)

    def get(self, name: str) -> Any:
        """Give a value, None when absent; JSON in a form field is read."""
        value = self.values.get(name)
        if isinstance(value, str) and value[:1] in ("{", "["):
            try:
                return json.loads(value)
            except ValueError as error:
                raise Refused(
                    f"Bad Request: can't parse {name.replace('_', ' ')} JSON object"
                ) from error
        return value

    def text(self, name: str) -> str:
        """Give a value as text, empty when absent."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """Give a value as a whole number; refuse what is none."""
        value = self.text(name) or default
        try:
            return int(value)
        except ValueError as error:
            raise Refused(f"Bad Request: {name} must be a number") from error

    def yes(self, name: str) -> bool:
        """Whether a switch is on."""
        return self.text(name).lower() in ("true", "1")

    def formatted(self, name: str) -> tuple[str, list[Entity]]:
        """Give a text without its markup, and its entities."""
        entities = self.get(f"{name}_entities" if name == "caption" else "entities")
        return formatted(self.text(name), self.text("parse_mode"), entities)

    def discard(self) -> None:
        """Delete uploads that nobody took."""
        for upload in self.uploads.values():
            upload.path.unlink(missing_ok=True)


def formatted(
    text: str, parse_mode: str, entities: list[Entity] | None
) -> tuple[str, list[Entity]]:
    """Read a text in its parse mode; refuse what Telegram can't parse."""
    if parse_mode and parse_mode.lower() != "html":
        raise Refused("Bad Request: unsupported parse_mode")
    if not parse_mode:
        plain, kept = trim(text, entities or [])
        return plain, find_plain(plain, kept)
    try:
        plain, kept = parse_html(text)
    except BadHtml as error:
        raise Refused(f"Bad Request: can't parse entities: {error}") from error
    return plain, find_plain(plain, kept)


async def read_call(request: web.Request, shelf: Shelf) -> Call:
    """Read a request to the Bot API.

    Raises
    ------
    Refused
        413 for an upload over Telegram's limit, 400 for a body that is none.
    """
    method = request.match_info["method"].lower()
    values: dict[str, Any] = dict(request.query)
    if request.content_type.startswith("multipart/"):
        return await _read_multipart(request, shelf, method, values)
    if request.content_type == "application/json":
        values |= await _read_json(request)
    else:
        values |= dict(await request.post())
    return Call(method, values)


async def _read_json(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads((await request.read()) or b"{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refused("Bad Request: object expected as body")
    return body


async def _read_multipart(
    request: web.Request, shelf: Shelf, method: str, values: dict[str, Any]
) -> Call:
    call = Call(method, values, {})
    try:
        fits = await _read_parts(await request.multipart(), shelf, call, values)
    except BaseException:
        call.discard()
        raise
    if not fits:
        call.discard()
        raise Refused("Request Entity Too Large", 413)
    return call


async def _read_parts(
    parts: MultipartReader, shelf: Shelf, call: Call, values: dict[str, Any]
) -> bool:
    """Read all parts into a call; return whether every upload fits the limit."""
    fits = True
    async for part in parts:
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        if part.filename is None:
            values[part.name] = await part.text()
            continue
        path = shelf.arriving()
        mime = part.headers.get("Content-Type", "application/octet-stream")
        call.uploads[part.name] = Upload(path, part.filename, mime)
        fits &= await _write(part, path)
    return fits


async def _write(part: BodyPartReader, path: Path) -> bool:
    """Write a part; read on but keep nothing beyond the limit."""
    size = 0
    with path.open("wb") as file:
        while chunk := await part.read_chunk(1 << 16):
            size += len(chunk)
            if size <= UPLOAD_BYTES:
                file.write(chunk)
    return size <= UPLOAD_BYTES
