"""Logging that never shows a secret."""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bot.metrics import ERRORS

HIDDEN = "<hidden>"


class Discreet(logging.Formatter):
    """Formats as usual, then hides every secret, in tracebacks too."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = tuple(filter(None, secrets))

    def format(self, record: logging.LogRecord) -> str:
        """Give the line without secrets."""
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return line


class Counting(logging.Handler):
    """Remembers when errors were logged and by which part of the bot, nothing else."""

    def __init__(self, most: int = 10_000) -> None:
        super().__init__(logging.ERROR)
        self.errors: deque[tuple[float, str]] = deque(maxlen=most)

    def emit(self, record: logging.LogRecord) -> None:
        """Count an error."""
        self.errors.append((record.created, record.name))
        ERRORS.labels(record.name).inc()


COUNTED = Counting()


def errors_since(time: datetime) -> Mapping[str, int]:
    """How many errors were logged since then and since the start, by part."""
    since = time.astimezone(UTC).timestamp()
    return Counter(name for at, name in COUNTED.errors if at >= since)


def start_logging(level: str, secrets: Sequence[str]) -> None:
    """Log to standard error from this level on, without these secrets."""
    handler = logging.StreamHandler()
    handler.setFormatter(Discreet(secrets))
    logging.basicConfig(level=level, handlers=[handler, COUNTED], force=True)
    # Request addresses carry the token; what was said is nobody's business.
    for name in ("httpx", "httpcore", "aiohttp.access"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("telegram", "asyncio"):
        logging.getLogger(name).setLevel(max(logging.INFO, logging.root.level))
    # A "not now" is no error: it is waited out.
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)
    # With a handler of ours in place the queue engine adds none of its own.
    logging.getLogger("dbos").addHandler(logging.NullHandler())
