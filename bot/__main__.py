"""``python -m bot``: on Telegram with a token, in the local chat without one.

``python -m bot chat`` takes clips and sends replies only, ``python -m bot analyst``
looks at clips only: for several processes or machines that share the work.
``python -m bot move`` takes the history from its SQLite file to the PostgreSQL in
``QUEUE_URL``, once.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import webbrowser

from bot import analyst, app
from bot.app import AlreadyRunning, Service
from bot.chat.faults import UnknownToken
from bot.localchat import LocalChat
from bot.logs import start_logging
from bot.settings import BadSettings, Settings, load_settings

# Supervisors wait at least 30 s after SIGTERM before they kill.
LAST_S = 24
ROLES = ("chat", "analyst")


class PortTaken(Exception):
    """The local chat can't listen on its port."""


def main() -> int:
    """Run the bot until it is interrupted; 0 when it ended well, 2 when it can't."""
    os.umask(0o077)  # files are readable by their owner only
    try:
        what = _what(sys.argv[1:])
        settings = load_settings(**({"role": what} if what in ROLES else {}))
        if what == "move":
            return _move(settings)
        asyncio.run(_run(settings))
    except BadSettings as error:
        return _refuse(f"These settings can't be used:\n{error}")
    except UnknownToken:
        return _refuse("Telegram doesn't know the token in TELEGRAM_BOT_TOKEN.")
    except PortTaken as error:
        return _refuse(
            f"Port {error} is taken: is a local chat open already? LOCAL_CHAT_PORT "
            "chooses another, 0 any free one."
        )
    except AlreadyRunning as error:
        return _refuse(
            f"Another bot is already running here as {error}. Stop it first, or give "
            "this one its own EXECUTOR_ID or DATA_DIR."
        )
    return 0


def _what(words: list[str]) -> str | None:
    """What the command line asks for; nothing leaves the role to the settings."""
    parser = argparse.ArgumentParser("python -m bot", description=__doc__)
    parser.add_argument("what", nargs="?", choices=(*ROLES, "move"))
    what: str | None = parser.parse_args(words).what
    return what


def _move(settings: Settings) -> int:
    """Take the history to PostgreSQL; 2 when that can't be."""
    if not isinstance(settings.history, str):
        return _refuse("Where to? QUEUE_URL names no PostgreSQL.")
    from bot.store.moving import NotEmpty, move_history

    try:
        count = move_history(settings.history_path, settings.history)
    except FileNotFoundError:
        return _refuse(f"There is no history in {settings.history_path}.")
    except NotEmpty:
        return _refuse("The PostgreSQL in QUEUE_URL has a history already.")
    print(f"The history of {count} athletes is in PostgreSQL now.")
    return 0


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, _end, stop)
    if settings.telegram_bot_token is not None:
        await _run_on_telegram(settings, stop)
    elif settings.role == "analyst":
        raise BadSettings("TELEGRAM_BOT_TOKEN: an analyst fetches clips with it")
    else:
        await _run_local_chat(settings, stop)


def _end(stop: asyncio.Event) -> None:
    """End in good order, and if that lasts too long, at once: nothing is lost then."""
    stop.set()
    signal.alarm(LAST_S)


async def _run_on_telegram(settings: Settings, stop: asyncio.Event) -> None:
    assert settings.telegram_bot_token is not None
    token = settings.telegram_bot_token.get_secret_value()
    secret = settings.webhook_secret
    start_logging(
        settings.log_level, [token, secret.get_secret_value() if secret else ""]
    )
    service = Service(
        token, settings.telegram_base_url, settings.telegram_base_file_url
    )
    if settings.role == "analyst":
        await analyst.run(settings, service, stop)
    else:
        await app.run(settings, service, stop)


async def _run_local_chat(settings: Settings, stop: asyncio.Event) -> None:
    chat = LocalChat()
    start_logging(settings.log_level, [chat.token])
    try:
        await chat.start(settings.local_chat_port, settings.data_dir)
    except OSError as error:
        await chat.stop()
        raise PortTaken(settings.local_chat_port) from error
    try:
        print(f"Chat with your coach at {chat.url}  (Ctrl-C ends it)", flush=True)
        if sys.stdout.isatty():
            webbrowser.open(chat.url)
        service = Service(chat.token, chat.base_url, chat.base_file_url, local=True)
        await app.run(settings, service, stop, chat.clock)
    finally:
        await chat.stop()


def _refuse(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
