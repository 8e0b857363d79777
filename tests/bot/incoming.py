"""Messages with clips, as they come in."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def media(**facts):
    defaults = {
        **{"file_id": "f", "file_unique_id": None},
        **{"file_size": 1000, "duration": 3},
    }
    return SimpleNamespace(**defaults | facts)


def film(**facts):
    return media(**{"mime_type": "video/mp4", "file_name": "start.mp4"} | facts)


def message(number=5, **kinds):
    names = ("video", "animation", "video_note", "document", "caption")
    names += ("media_group_id",)
    empty = dict.fromkeys(names)
    return SimpleNamespace(
        **empty | kinds,
        message_id=number,
        chat_id=1,
        date=NOW + timedelta(seconds=number),
    )
