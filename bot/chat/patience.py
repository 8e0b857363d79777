"""How often something is asked of Telegram again: the one place that tries again.

Whoever asks says how patient to be; nothing else between here and Telegram repeats a
call, and the queue repeats no step for a fault of Telegram's.
"""

from __future__ import annotations

import logging
import math
from asyncio import sleep
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.chat.faults import Unreachable

log = logging.getLogger(__name__)

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 60.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How often to try in all, pausing 1, 2, 4 … 60 s, or as long as Telegram asks.

    ``doubts`` is how many tries may end in doubt: each may have left a message behind.
    """

    tries: float
    doubts: float = 3


ONCE = Patience(1)
# An answer that somebody waits for: 7 s of pauses.
SOON = Patience(4)
# As long, but never twice what may have got through.
SURELY = Patience(SOON.tries, doubts=1)
# Fetching a clip, which keeps others waiting: a quarter of an hour.
FETCHING = Patience(21, doubts=math.inf)
# What somebody asked for, which keeps their next words waiting: a quarter of an hour.
A_WHILE = Patience(20, doubts=6)
ALWAYS = Patience(math.inf, doubts=math.inf)


def pause_s(tries: int) -> float:
    """How long to wait after so many tries: 1, 2, 4 … 60 s."""
    return min(FIRST_PAUSE_S * math.ldexp(1, min(tries - 1, 10)), LONGEST_PAUSE_S)


async def insist(
    call: Callable[[int], Awaitable[T]],
    patience: Patience,
    fatal: type[Unreachable] | tuple[()] = (),
) -> T:
    """Call, with the number of the try, until it gets through.

    Parameters
    ----------
    fatal
        What is not worth another try here.

    Raises
    ------
    Unreachable
        The last one, when patience is at its end.
    """
    number, doubts, pause_s = 1, 0, FIRST_PAUSE_S
    while True:
        try:
            return await call(number)
        except fatal:
            raise
        except Unreachable as fault:
            doubts += fault.doubtful
            if number >= patience.tries or doubts >= patience.doubts:
                raise
            wait_s = max(pause_s, fault.wait_s)
            log.warning("try %d failed, next in %.0f s: %s", number, wait_s, fault)
        await sleep(wait_s)
        number, pause_s = number + 1, min(2 * pause_s, LONGEST_PAUSE_S)
