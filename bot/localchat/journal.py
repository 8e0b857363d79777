"""An append-only file of JSON lines that outlives the server."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

Line = dict[str, Any]


class Journal:
    """JSON lines in one file, written as they happen.

    Parameters
    ----------
    path
        The file; made when missing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIO | None = None

    def read(self) -> list[Line]:
        """Give all lines, without one a killed process left half written."""
        if not self._path.exists():
            return []
        lines: list[Line] = []
        for text in self._path.read_text(encoding="utf-8").splitlines():
            try:
                lines.append(json.loads(text))
            except ValueError:
                continue
        return lines

    def rewrite(self, lines: Iterable[Line]) -> None:
        """Replace the file by these lines, whole or not at all."""
        self.close()
        fresh = self._path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            for line in lines:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        fresh.replace(self._path)

    def append(self, line: Line) -> None:
        """Write one line and hand it to the operating system."""
        if self._file is None:
            self._file = self._path.open("a", encoding="utf-8")
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file; a later append opens it again."""
        if self._file is not None:
            self._file.close()
            self._file = None
