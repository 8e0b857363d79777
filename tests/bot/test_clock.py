"""One clock for the whole bot, which the local chat can set."""

import re
from pathlib import Path

BOT = Path(__file__).parents[2] / "bot"
ASKS = re.compile(r"datetime\.now|date\.today|utcnow|time\.time\(")
# The queue's engine has a clock of its own; uploads and presses age by the computer's.
ENGINE = {"clock.py", "jobs/queue.py"}
# Backups and who watches from outside go by the computer's clock, whatever a chat's is.
OUTSIDE = {"backup.py", "rotation.py", "store/deletions.py", "steps.py", "health.py"}
OWN = ENGINE | OUTSIDE


def test_nobody_asks_for_the_time_but_the_clock():
    asking = {
        str(path.relative_to(BOT))
        for path in BOT.rglob("*.py")
        if ASKS.search(path.read_text())
    }
    others = {name for name in asking if not name.startswith("localchat/")}
    assert others == OWN
