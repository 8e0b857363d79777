"""What the queue engine remembers of workflows, and forgetting it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeAlias

from dbos import DBOS

KEEP = timedelta(days=3)  # Telegram repeats an update for one day at most

State: TypeAlias = Literal["unknown", "alive", "done", "cancelled", "lost"]
STATES: dict[str, State] = {
    "ENQUEUED": "alive",
    "DELAYED": "alive",
    "PENDING": "alive",
    "SUCCESS": "done",
    "CANCELLED": "cancelled",
    "ERROR": "lost",
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": "lost",
}


def reply_id(work_id: str) -> str:
    """Give the id of the workflow that answers this look at a clip."""
    return f"{work_id}:reply"


class Ledger:
    """The part of the queue that looks back."""

    async def cancel(self, work_ids: Sequence[str]) -> None:
        """Take clips out of line; their steps end within about a second."""
        if ids := await self._known(work_ids):
            await DBOS.cancel_workflows_async(ids)

    async def forget(self, work_ids: Sequence[str]) -> None:
        """Remove every trace of clips from the queue."""
        if ids := await self._known(work_ids):
            await DBOS.delete_workflows_async(ids)

    async def states(self, ids: Sequence[str]) -> dict[str, State]:
        """Tell what became of these workflows."""
        if not ids:  # the engine takes an empty list for "all"
            return {}
        found = await DBOS.list_workflows_async(
            workflow_ids=list(ids), load_input=False, load_output=False
        )
        states: dict[str, State] = dict.fromkeys(ids, "unknown")
        return states | {one.workflow_id: STATES[one.status] for one in found}

    async def _known(self, work_ids: Sequence[str]) -> list[str]:
        states = await self.states([*work_ids, *map(reply_id, work_ids)])
        return [id for id, state in states.items() if state != "unknown"]

    async def purge(self) -> int:
        """Delete workflows that ended days ago; how many there were."""
        ended = await DBOS.list_workflows_async(
            status=[name for name, state in STATES.items() if state != "alive"],
            end_time=(datetime.now(UTC) - KEEP).isoformat(),
            load_input=False,
            load_output=False,
            limit=500,
        )
        if ended:
            await DBOS.delete_workflows_async([one.workflow_id for one in ended])
        return len(ended)
