"""Photos the way Telegram keeps them: JPEG, two sizes, no larger than 1280 px."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from bot.localchat.telegram_errors import Refused, check_photo

SIDES_PX = (320, 1280)
THUMBNAIL_PX = 320
THUMBNAIL_BYTES = 200_000


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
