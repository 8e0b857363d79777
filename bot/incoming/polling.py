"""Asks Telegram for updates, and confirms them only when they are written down."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from telegram import Bot

from bot.chat.faults import ChatFault, SecondBot, Unreachable, as_faults
from bot.chat.patience import ALWAYS, FIRST_PAUSE_S, LONGEST_PAUSE_S, insist
from bot.incoming.inbox import NoUpdate
from bot.store.disk import trouble_of

log = logging.getLogger(__name__)

WAIT_S = 10
ANSWERED_WITHIN_S = 30.0  # the waiting included


async def poll(
    bot: Bot,
    take_in: Callable[[Sequence[object]], Awaitable[None]],
    kinds: list[str],
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Take updates in until cancelled; those sent while we were down are never dropped.

    Parameters
    ----------
    take_in
        Writes updates down; what it raises leaves them with Telegram.
    kinds
        The kinds of update that are wanted.
    ready
        Called once, when the asking begins.
    """
    await insist(partial(_no_webhook, bot), ALWAYS)
    ready()
    offset, pause_s = 0, FIRST_PAUSE_S
    while True:
        try:
            updates = await _ask(bot, offset, kinds)
            await take_in(updates)
            offset = max([offset, *(one["update_id"] + 1 for one in updates)])
            pause_s = FIRST_PAUSE_S
            continue
        except (ChatFault, NoUpdate) as error:
            wait_s = max(pause_s, getattr(error, "wait_s", 0.0))
            _log(error)
        except Exception as error:
            if (trouble := trouble_of(error)) is None:
                raise
            wait_s = pause_s
            log.error("updates are left with Telegram: the disk is %s", trouble)
        await asyncio.sleep(wait_s)
        pause_s = min(2 * pause_s, LONGEST_PAUSE_S / 4)


async def _no_webhook(bot: Bot, _number: int) -> None:
    with as_faults():
        await bot.delete_webhook(drop_pending_updates=False)


async def _ask(bot: Bot, offset: int, kinds: list[str]) -> list[dict[str, Any]]:
    """Give updates as they are.

    The library's own method reads them first: one that it can't read would keep all
    others out, and would stand in the log. Spelled like this, the call doesn't ask us
    to use that one.
    """
    asked = {"offset": offset, "timeout": WAIT_S, "allowed_updates": kinds}
    with as_faults():
        found: Any = await bot.do_api_request(
            "get_updates_", api_kwargs=asked, read_timeout=ANSWERED_WITHIN_S
        )
    if not isinstance(found, list):
        raise NoUpdate
    return found


def _log(error: Exception) -> None:
    """Say in a line what keeps us from hearing anything."""
    if isinstance(error, SecondBot):
        log.error("another bot asks for updates with the same token")
    elif isinstance(error, Unreachable):
        log.warning("no connection: %s", error)
    else:
        log.error("asking for updates failed: %s", error or type(error).__name__)
