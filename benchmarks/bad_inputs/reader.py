"""All of the analysis that touches a clip's file, and nothing that takes long.

Takes the place of ``python -m analysis`` in a child: opens the clip, decodes each of
its frames and its sound, and writes what was refused and why.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from analysis.capture.clip import frame_at, open_clip, small_frames
from analysis.capture.sound import sound_of
from analysis.errors import ExitCode, Refused


def main() -> int:
    """Read the clip named first, write the JSON named third."""
    clip, answer = Path(sys.argv[1]), Path(sys.argv[3])
    print(json.dumps({"stage": "opening", "done": 0.0}), flush=True)
    try:
        seen = open_clip(clip)
        for _ in small_frames(seen, 320):
            pass
        frame_at(seen, seen.frames - 1)
        sound_of(seen, 0.0, min(seen.duration_s, 5.0))
        refusal = None
    except Refused as error:
        refusal = {"code": error.code, "detail": str(error)}
    answer.write_text(json.dumps({"refusal": refusal, "peak_bytes": _peak_bytes()}))
    return ExitCode.ANALYSED if refusal is None else ExitCode.REFUSED


def _peak_bytes() -> int:
    """The most memory this program had; what it was before it began is left out."""
    status = Path("/proc/self/status")
    told = status.read_text() if status.exists() else ""
    found = re.search(r"VmHWM:\s+(\d+) kB", told)
    return 1024 * int(found[1]) if found else 0


if __name__ == "__main__":
    sys.exit(main())
