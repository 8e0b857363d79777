"""Fetches a file that somebody sent, piece by piece, and never more than agreed."""

from __future__ import annotations

import asyncio
import shutil
from http import HTTPStatus
from pathlib import Path

import httpx
from telegram import Bot

from bot.chat.faults import Rejected, TooBig, Unreachable, as_faults

TIMEOUT = httpx.Timeout(30.0)
# Another try may do better.
FOR_NOW = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT)


async def download(bot: Bot, file_id: str, target: Path, most_bytes: float) -> None:
    """Fetch a file to ``target``; a server on this machine only says where it lies.

    Raises
    ------
    TooBig
        When it is larger than ``most_bytes``, whatever was said of its size before.
    ChatFault
        When it can't be had.
    OSError
        When it can't be written.
    """
    with as_faults():
        file = await bot.get_file(file_id)
    if (file.file_size or 0) > most_bytes:
        raise TooBig(f"{file.file_size} bytes")
    place = file.file_path or ""
    if place.startswith(("http://", "https://")):
        await _fetch(place, target, most_bytes)
    else:
        await asyncio.to_thread(_copy, Path(place), target, most_bytes)


def _copy(source: Path, target: Path, most_bytes: float) -> None:
    try:
        size = source.stat().st_size
    except OSError as error:
        raise Rejected(f"no file where the server says: {error.strerror}") from error
    if size > most_bytes:
        raise TooBig(f"{size} bytes")
    shutil.copyfile(source, target)


async def _fetch(address: str, target: Path, most_bytes: float) -> None:
    fetched = 0
    try:
        async with (
            httpx.AsyncClient(timeout=TIMEOUT) as client,
            client.stream("GET", address) as answer,
        ):
            _check(answer.status_code)
            with target.open("wb") as file:
                async for piece in answer.aiter_bytes():
                    fetched += len(piece)
                    if fetched > most_bytes:
                        raise TooBig(f"more than {fetched} bytes")
                    file.write(piece)
    except httpx.HTTPError as error:  # its words may hold the address, and the token
        raise Unreachable(f"a download failed: {type(error).__name__}") from None


def _check(status: int) -> None:
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in FOR_NOW:
        raise Unreachable(f"a download failed: HTTP {status}")
    if status != HTTPStatus.OK:
        raise Rejected(f"a download is refused: HTTP {status}")
