"""One process of the bot as it is, but for an analysis that only takes its time.

LOAD_TAKES_S says how long; LOAD_BEAT_S and LOAD_SILENT_S shorten the heartbeats.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from analysis.corrections import NOTHING
from analysis.serialization import to_json
from bot import app
from bot.__main__ import main
from bot.jobs import heartbeat
from tests.stories.stand_in.stand_in_analysis import analysis, draw

TAKES_S = float(os.environ["LOAD_TAKES_S"])


class Sleeper:
    """Knows one start by heart, with its pictures."""

    confined = None

    def __init__(self):
        self.answer = to_json(analysis(NOTHING, "trained", "good"))
        with tempfile.TemporaryDirectory() as folder:
            draw(Path(folder), None, None)
            self.pictures = {
                one.name: one.read_bytes() for one in Path(folder).iterdir()
            }

    async def analyse(self, work_id, video, pictures, progress, *_, **__):
        """Take time, and give what is known."""
        progress("posing", 0.5)
        await asyncio.sleep(TAKES_S)
        for name, content in self.pictures.items():
            (pictures / name).write_bytes(content)
        return self.answer

    async def make_ready(self):
        """Be ready as it is."""

    async def close(self):
        """Have nothing to end."""

    def stop(self, work_id):
        """Stop nothing: the queue ends what waits."""
        return False


if __name__ == "__main__":
    app._analyst = lambda settings: Sleeper()
    heartbeat.BEAT_S = float(os.environ.get("LOAD_BEAT_S", heartbeat.BEAT_S))
    heartbeat.SILENT_S = float(os.environ.get("LOAD_SILENT_S", heartbeat.SILENT_S))
    sys.exit(main())
