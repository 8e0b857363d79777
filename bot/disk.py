"""Whether something failed because the disk is full."""

from __future__ import annotations

import errno

NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
# As SQLite, PostgreSQL and the system's own errors inside others' say it.
WORDS = ("disk is full", "no space left on device", "disk quota exceeded")


def is_full(error: BaseException | None) -> bool:
    """Whether an error, or what it comes from, says that nothing more fits."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in NO_SPACE:
            return True
        if any(word in str(error).lower() for word in WORDS):
            return True
        error = error.__cause__ or error.__context__
    return False
