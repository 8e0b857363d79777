"""The bot that ``make chaos`` kills: as it is, but for a quick stand-in analysis.

It can be told to kill itself at a named point: before or after the n-th commit on a
clip's way in or out, or the n-th message that Telegram takes.
"""

from __future__ import annotations

import asyncio
import functools
import inspect
import io
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from analysis import ANALYSIS_VERSION
from bot import __main__ as command
from bot import app
from bot.chat.telegram_outbox import TelegramOutbox
from bot.jobs import Jobs, queue
from bot.jobs.artefacts import Artefacts
from bot.store import Store

START = Path(__file__).parents[1] / "tests" / "stories" / "starts" / "faults.json"
LOOKS_S = 0.1
# In the order of a clip's way.
POINTS: Mapping[str, tuple[type, str]] = {
    "update written down": (Store, "take_in"),
    "update begun": (Store, "open_next"),
    "clip added": (Store, "add_clip"),
    "clip queued": (Jobs, "enqueue"),
    "receipt noted": (Store, "set_status_message"),
    "update handled": (Store, "handled"),
    "pictures kept": (Artefacts, "put"),
    "outcome handed on": (Jobs, "reply"),
    "reply owed": (Store, "end_owing"),
    "reply claimed": (Store, "claim_reply"),
    "message sent": (TelegramOutbox, "send"),
    "message noted": (Store, "mark_sent"),
    "edit owed": (Store, "owe_edit"),
    "edit done": (Store, "edit_done"),
    "pictures dropped": (Artefacts, "delete"),
    "reply done": (Store, "reply_done"),
}


class QuickAnalyst:
    """Knows the answer to every clip."""

    confined = None

    async def make_ready(self) -> None:
        """Nothing to load."""

    async def close(self) -> None:
        """Nothing to end."""

    async def analyse(
        self,
        clip_id: str,
        video: Path,
        pictures: Path,
        progress: Callable[[str, float], None],
        *_about: object,
        **_wishes: object,
    ) -> dict[str, Any]:
        """Draw grey pictures, and give the numbers of a stored start."""
        progress("posing", 0.5)
        await asyncio.sleep(LOOKS_S)
        found: dict[str, Any] = json.loads(START.read_text())
        cards = [one["picture"] for one in found["phases"] if one["picture"]]
        for name in ("strip.jpg", *cards):
            (pictures / name).write_bytes(_grey())
        return found | {"analysis_version": ANALYSIS_VERSION, "level": "trained"}

    def stop(self, clip_id: str) -> bool:
        """Nothing runs elsewhere."""
        return False


@functools.cache
def _grey() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (64, 48), "grey").save(data, "JPEG")
    return data.getvalue()


def run(settings: Mapping[str, str], log: str, point: str, side: str, turn: int) -> int:
    """Run the bot; at the ``turn``-th passing of a point it is killed."""
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.environ.update(settings)
    sys.argv = ["bot"]
    queue.POLL_S = 0.1
    app._analyst = lambda _settings: QuickAnalyst()  # type: ignore[assignment,return-value]
    if point:
        kill_at(*POINTS[point], side, turn)
    return command.main()


def kill_at(owner: type, name: str, side: str, turn: int) -> None:
    """Have this process killed before or after the ``turn``-th call of a method."""
    passed = 0
    method = getattr(owner, name)

    def passing(now: str) -> None:
        nonlocal passed
        passed += now == side
        if now == side and passed == turn:
            os.kill(os.getpid(), signal.SIGKILL)

    @functools.wraps(method)
    def plain(*args: Any, **facts: Any) -> Any:
        passing("before")
        given = method(*args, **facts)
        passing("after")
        return given

    @functools.wraps(method)
    async def waiting(*args: Any, **facts: Any) -> Any:
        passing("before")
        given = await method(*args, **facts)
        passing("after")
        return given

    setattr(owner, name, waiting if inspect.iscoroutinefunction(method) else plain)
