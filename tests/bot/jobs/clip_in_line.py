"""A clip that waits."""

from datetime import UTC, datetime, timedelta

from tests.bot.visits import add_clip

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def clip(made, number, athlete=1):
    """Add one of this number to the history of an office, and give its row."""
    clip_id = f"tg-{number:012d}"
    sent_at = NOW + timedelta(seconds=number)
    add_clip(made.store, clip_id, sent_at, athlete=athlete, message_id=number)
    return made.store.clip(clip_id)
