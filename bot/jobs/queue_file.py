"""The queue's SQLite file while no bot works on it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from dbos import DBOS, DBOSClient

from bot.jobs.artefacts import Artefacts
from bot.jobs.queue import reply_id
from bot.settings import SQLITE
from bot.store.file_copy import tighten


def forget_works(path: Path, work_ids: Sequence[str]) -> None:
    """Remove every trace of looks at clips, their pictures and replies, from a file."""
    url = f"{SQLITE}{path}"
    with closing(Artefacts(url)) as artefacts:
        for work in work_ids:
            artefacts.delete(work)
    DBOS.migrate(url)  # it may be an older version's
    client = DBOSClient(system_database_url=url)
    try:
        client.delete_workflows([*work_ids, *map(reply_id, work_ids)])
    finally:
        client.destroy()
    tighten(path)
