"""What can go wrong between us and Telegram.

    ChatFault
    ├── Unreachable          another try may do better
    │   ├── UnknownToken
    │   └── SecondBot        another process asks for updates with the same token
    └── Rejected             another try would be rejected too
        ├── Blocked          this chat can't be written to
        ├── Gone             what is to be changed is no longer there
        ├── Unchanged        it reads like this already
        └── TooBig           a file, for them or for us

Nothing else of ours knows the library's errors.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.chat.telegram_objects import seconds_of


class ChatFault(Exception):
    """Base of the tree; the message is Telegram's own."""


class Unreachable(ChatFault):
    """No connection, no answer, or a "not now".

    Attributes
    ----------
    wait_s
        How long Telegram asks us to wait.
    doubtful
        Whether the call may have been carried out all the same.
    """

    def __init__(
        self, message: str = "", wait_s: float = 0.0, doubtful: bool = False
    ) -> None:
        super().__init__(message)
        self.wait_s = wait_s
        self.doubtful = doubtful


class UnknownToken(Unreachable):
    """Telegram doesn't know the token; a server of one's own may say so in passing."""


class SecondBot(Unreachable):
    """Another process asks for updates with the same token."""


class Rejected(ChatFault):
    """Telegram understood and said no."""


class Blocked(Rejected):
    """They don't want to hear from us, or there is no such chat."""


class Gone(Rejected):
    """What is to be changed or taken back is no longer there."""


class Unchanged(Rejected):
    """The message reads like this already."""


class TooBig(Rejected):
    """A file is larger than Telegram takes, or than it gives to bots."""


# In the order they are looked for: a chat that is not found is no message.
WORDS: Mapping[str, type[Rejected]] = {
    "too big": TooBig,
    "too large": TooBig,
    "chat not found": Blocked,
    "not modified": Unchanged,
    "not found": Gone,
    "can't be edited": Gone,
    "no text in the message": Gone,  # it is a picture
    "can't be deleted": Gone,
    "message_id_invalid": Gone,
}
# A request that failed like this never left, or not all of it, by the HTTP library's
# names of it.
NEVER_SENT = (
    "ConnectError",
    "ConnectTimeout",
    "PoolTimeout",
    "WriteError",
    "WriteTimeout",
)
# What a proxy answers when the server behind it is down.
DOWN = ("Bad Gateway", "Service Unavailable")


@contextlib.contextmanager
def as_faults() -> Iterator[None]:
    """Raise the library's errors as ours."""
    try:
        yield
    except TelegramError as error:
        raise _fault(error) from error


def fault_of(error: Exception | None) -> ChatFault | None:
    """Say in our words what the library says in its own; None for any other error."""
    return _fault(error) if isinstance(error, TelegramError) else None


def _fault(error: TelegramError) -> ChatFault:
    said = str(error)
    if isinstance(error, RetryAfter):
        return Unreachable(said, wait_s=seconds_of(error.retry_after))
    if isinstance(error, InvalidToken):
        return UnknownToken(said)
    if isinstance(error, Conflict):
        return SecondBot(said)
    if isinstance(error, Forbidden):
        return Blocked(said)
    found = next((WORDS[word] for word in WORDS if word in said.lower()), Rejected)
    if found is TooBig or isinstance(error, BadRequest | ChatMigrated):
        return found(said)
    return Unreachable(said, doubtful=_is_doubtful(error))


def _is_doubtful(error: TelegramError) -> bool:
    """Whether the answer was lost, and not the call: time-outs, resets, odd answers."""
    cause = error.__cause__
    if type(cause).__name__ in NEVER_SENT or str(error).startswith(DOWN):
        return False
    return cause is not None
