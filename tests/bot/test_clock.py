"""One clock for the whole bot, which the local chat can set."""

import re
from pathlib import Path

import pytest

BOT = Path(__file__).parents[2] / "bot"
ASKS = re.compile(r"datetime\.now|date\.today|utcnow|time\.time\(")
# The queue's engine has a clock of its own; uploads and presses age by the computer's.
ENGINE = {"clock.py", "jobs/queue.py"}
# Backups and who watches from outside go by the computer's clock, whatever a chat's is.
OUTSIDE = {"backup.py", "rotation.py", "store/deletions.py", "steps.py", "health.py"}
OWN = ENGINE | OUTSIDE


@pytest.mark.parametrize("path", sorted(BOT.rglob("*.py")), ids=lambda path: path.stem)
def test_nobody_asks_for_the_time_but_the_clock(path):
    name = str(path.relative_to(BOT))
    if name not in OWN and not name.startswith("localchat/"):
        assert not ASKS.findall(path.read_text())
