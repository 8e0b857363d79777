"""`python -m bot.localchat`: the chat page alone, for work on the page."""

import argparse
import asyncio
import signal
from pathlib import Path

from bot.localchat.server import LocalChat


async def _run(port: int, data_dir: Path) -> None:
    chat = LocalChat()
    await chat.start(port, data_dir)
    print(f"page      {chat.url}\nbase_url  {chat.base_url}\ntoken     {chat.token}")
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    try:
        await ended.wait()
    finally:
        await chat.stop()


def main() -> None:
    """Run until interrupted."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.localchat", description=__doc__
    )
    parser.add_argument("--port", type=int, default=8642)
    parser.add_argument("--data", type=Path, default=Path("data"))
    options = parser.parse_args()
    try:
        asyncio.run(_run(options.port, options.data))
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
