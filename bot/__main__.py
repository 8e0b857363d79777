"""``python -m bot``: on Telegram with a token, in the local chat without one.

``python -m bot chat`` takes clips and sends replies only, ``python -m bot analyst``
looks at clips only: for several processes or machines that share the work.
``python -m bot move`` takes the history from its SQLite file to the PostgreSQL in
``QUEUE_URL``, once. ``backup FILE`` writes history and queue into one file, also while
the bot runs; ``restore FILE`` takes it back.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import webbrowser
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot import analyst, app, backup
from bot.app import Service
from bot.chat.faults import UnknownToken
from bot.health import HealthPortTaken
from bot.localchat import LocalChat
from bot.logs import start_logging
from bot.running import AlreadyRunning, NameTaken
from bot.sandbox.confinement import hide
from bot.settings import BadSettings, Settings, load_settings
from bot.store.archive import BadArchive
from bot.store.disk import trouble_of
from bot.store.file_copy import Damaged, check

# Supervisors wait at least 30 s after SIGTERM before they kill.
LAST_S = 24
ROLES = ("chat", "analyst")
ON_A_SERVER = "History and queue are in PostgreSQL: pg_dump backs them up there."


class PortTaken(Exception):
    """The local chat can't listen on its port."""


REFUSED, DAMAGED, DISK = 2, 3, 4  # what the process ends with when it can't go on
IN_PLAIN_WORDS: Mapping[type[Exception], str] = {
    BadSettings: "These settings can't be used:\n{}",
    UnknownToken: "Telegram doesn't know the token in TELEGRAM_BOT_TOKEN.",
    PortTaken: "Port {} is taken: is a local chat open already? LOCAL_CHAT_PORT "
    "chooses another, 0 any free one.",
    HealthPortTaken: "Port {} is taken: HEALTH_PORT chooses another.",
    NameTaken: "Another process, here or on another machine, already works as {} with "
    "the PostgreSQL in QUEUE_URL. Stop it first, or give this one its own EXECUTOR_ID.",
    AlreadyRunning: "Another bot is already running here as {}. Stop it first, or give "
    "this one its own EXECUTOR_ID or DATA_DIR.",
    Damaged: "{}\nNothing was changed. Take a backup back with: python -m bot restore "
    "FILE --replace (those of the last days are in DATA_DIR/backups). A damaged queue "
    "alone may be moved away: clips that wait are queued again from the history.",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bot until it is interrupted, or do what else is asked.

    Returns
    -------
    int
        0 when it ended well, 2 when it can't be done, 3 when the data is damaged,
        4 when the disk is full or can't be written to.
    """
    os.umask(0o077)  # files are readable by their owner only
    options = _options(arguments)
    hide()  # the token from whoever breaks out of a child's reading of a clip
    try:
        return _do(options)
    except Exception as error:
        for kind, words in IN_PLAIN_WORDS.items():
            if isinstance(error, kind):
                code = DAMAGED if kind is Damaged else REFUSED
                return _refuse(words.format(error), code)
        if trouble_of(error) is None:
            raise
        return _refuse(f"The disk can't be read or written: {error}", DISK)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bot", description=__doc__)
    commands = parser.add_subparsers(dest="what")
    commands.add_parser("chat", help="take clips and send replies only")
    commands.add_parser("analyst", help="look at clips only")
    commands.add_parser("move", help="take the history to the PostgreSQL in QUEUE_URL")
    make = commands.add_parser(
        "backup", help="write history and queue into a file; the bot may be running"
    )
    make.add_argument("file", type=Path)
    take = commands.add_parser("restore", help="take a backup back")
    take.add_argument("file", type=Path)
    take.add_argument(
        "--replace", action="store_true", help="set aside the data that is there"
    )
    return parser.parse_args(arguments)


def _do(options: argparse.Namespace) -> int:
    role = {"role": options.what} if options.what in ROLES else {}
    settings = load_settings(**role)
    if options.what == "move":
        return _move(settings)
    if options.what == "backup":
        return _back_up(settings, options.file)
    if options.what == "restore":
        return _restore(settings, options.file, options.replace)
    for path in backup.files_of(settings).values():
        check(path)
    asyncio.run(_run(settings))
    return 0


def _back_up(settings: Settings, file: Path) -> int:
    if isinstance(settings.history, str):
        return _refuse(ON_A_SERVER)
    if file.exists():
        return _refuse(f"{file} is there already; a backup replaces nothing.")
    try:
        backup.back_up(settings, file)
    except FileNotFoundError as error:
        return _refuse(f"There is nothing to back up: {error}")
    print(f"{file}: {file.stat().st_size / 1e6:.1f} MB")
    return 0


def _restore(settings: Settings, file: Path, replace: bool) -> int:
    if isinstance(settings.history, str):
        return _refuse(ON_A_SERVER)
    try:
        manifest = backup.restore(settings, file, replace)
    except (backup.NotRestored, BadArchive, FileNotFoundError) as error:
        return _refuse(f"Nothing was restored. {error}")
    print(f"Restored as of {manifest.made_at:%Y-%m-%d %H:%M} UTC.")
    since = backup.known_since(settings)
    if manifest.made_at < since:
        print(
            f"What people deleted before {since:%Y-%m-%d} is not known any more: what "
            "this backup holds of it is back.",
            file=sys.stderr,
        )
    return 0


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


def _refuse(reason: str, code: int = REFUSED) -> int:
    print(reason, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
