"""The way of a clip, clip -> reply, and the tick every five minutes.

The queue brings an outcome to the history; from then on the history knows what is owed.

Workflow ``clip`` runs on queue ``clips`` in the order of turns; workflow ``reply``
on queue ``replies``, one at a time per chat, under the id ``<clip id>:reply``, so that
a clip is answered by one workflow at most. A clip that is looked at again takes the
same path as ``<clip id>-2``.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Callable, Collection, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypeAlias

from dbos import DBOS, SetEnqueueOptions, SetWorkflowID, StepOptions
from dbos import error as engine
from dbos._utils import INTERNAL_QUEUE_NAME

from bot.jobs.analysis_process import Stopped
from bot.jobs.payload import (
    Job,
    Outcome,
    failed,
    failure_of,
    work_of,
    worth_another_try,
)
from bot.jobs.room import is_full
from bot.settings import Role, Settings
from bot.store.disk import trouble_of

log = logging.getLogger(__name__)
# Part of every queued job: raise it only when old jobs can't run on new workflows,
# since jobs of another version are never picked up again.
APPLICATION_VERSION = "1"
CLIPS, REPLIES, ROUNDS = "clips", "replies", "rounds"
# Replies are sent, and rounds made, where the chat is.
LISTENS: dict[Role, list[str]] = {
    "all": [CLIPS, REPLIES, ROUNDS],
    "chat": [REPLIES, ROUNDS],
    "analyst": [CLIPS],
}
REPLIES_AT_ONCE = 4
POLL_S = 0.5  # measured: a clip starts within 0.6 s; the idle bot takes 2.5 % of a core
FIRST_TURN = 1
RESTARTS = 10  # a job that was running when the bot was killed this often is given up
DRAIN_S = 10.0
# How a cancelled workflow ends, and one whose traces are deleted by then.
TAKEN_BACK = (
    engine.DBOSWorkflowCancelledError,
    engine.DBOSAwaitedWorkflowCancelledError,
    engine.DBOSNonExistentWorkflowError,
)
Analyse: TypeAlias = Callable[[Job], Coroutine[Any, Any, dict[str, Any]]]
Deliver: TypeAlias = Callable[[Job, Outcome], Coroutine[Any, Any, None]]
Tick: TypeAlias = Callable[[], Coroutine[Any, Any, None]]
POSE_STEP: StepOptions = {
    "name": "pose",
    "retries_allowed": True,
    "max_attempts": 3,
    "interval_seconds": 1.0,
    "backoff_rate": 2.0,
    "should_retry": worth_another_try,
    "preemptible": True,
}
SEND_STEP: StepOptions = {
    "name": "send",
    "retries_allowed": True,
    "max_attempts": 3,
    "interval_seconds": 1.0,
    "backoff_rate": 2.0,
    "should_retry": worth_another_try,
}
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


class Jobs:
    """The queue, from the bot's side. One per process: DBOS is a singleton.

    Parameters
    ----------
    settings
        Database, name and role of this process, how many clips at once.
    analyse
        The step that turns a job into the analysis contract.
    deliver
        The step that answers the athlete.
    tick
        Called every five minutes; harmless when called twice.
    """

    def __init__(
        self,
        settings: Settings,
        analyse: Analyse,
        deliver: Deliver,
        tick: Tick,
    ) -> None:
        self._listens = LISTENS[settings.role]
        self._settings = settings
        self._analyse = analyse
        self._deliver = deliver
        self._tick = tick
        self._engine: DBOS | None = None  # before it is started
        self._replying: set[str] = set()
        self._loose: set[tuple[str, str]] = set()

    async def start(self) -> None:
        """Launch the engine inside the running loop, so that steps run in it too."""
        self._workflows()
        logging.getLogger("dbos").addFilter(_unasked)
        self._engine = DBOS(
            config={
                "name": "blockstart",
                "system_database_url": self._settings.queue_database_url,
                "application_version": APPLICATION_VERSION,
                "executor_id": self._settings.executor_id,
                "log_level": "WARNING",
                # What people sent would stand in the log when a write fails.
                "db_engine_kwargs": {"hide_parameters": True},
            }
        )
        DBOS.listen_queues(self._listens)
        DBOS.launch()
        # Every process knows every queue and workflow, whichever it works on.
        await self._register_queue(CLIPS, self._settings.workers)
        await self._register_queue(REPLIES, REPLIES_AT_ONCE, one_per_chat=True)
        await self._register_queue(ROUNDS, 1)
        await DBOS.apply_schedules_async(
            [
                {
                    "schedule_name": "tick",
                    "workflow_fn": self._tick_workflow,
                    "schedule": "*/5 * * * *",
                    "context": None,
                    "queue_name": ROUNDS,
                }
            ]
        )

    async def _register_queue(
        self, name: str, at_once: int, one_per_chat: bool = False
    ) -> None:
        # Other limits are not safe with several workers on SQLite.
        await DBOS.register_queue_async(
            name,
            worker_concurrency=at_once,
            partition_concurrency=1 if one_per_chat else None,
            polling_interval_sec=POLL_S,
            # The engine keeps one such number for all machines: analysts say it.
            on_conflict="always_update" if name in self._listens else "never_update",
        )

    async def stop(self) -> None:
        """Finish the replies being sent; leave the rest to the next start."""
        if self._engine is not None:
            await self._end_workflows(self._engine)
        await asyncio.to_thread(DBOS.destroy)
        # The engine had its own threads put in their place, and ended those.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())

    async def _end_workflows(self, instance: DBOS) -> None:
        """Let none begin any more, wait for replies, leave the others unfinished."""
        deadline = time.monotonic() + DRAIN_S
        # Private in the engine, whose own end logs as an error what it begins then.
        for told in instance.background_thread_stop_events:
            told.set()
        await asyncio.to_thread(_join_those_who_claim, deadline)
        while await self._some_reply_is_alive() and time.monotonic() < deadline:
            await asyncio.sleep(0.05)
        tasks = list(instance._workflow_tasks)
        for task in tasks:
            task.cancel()  # they are taken up again
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _some_reply_is_alive(self) -> bool:
        states = await self.states(sorted(self._replying))
        self._replying = {id for id, state in states.items() if state == "alive"}
        return bool(self._replying)

    async def enqueue(self, job: Job) -> None:
        """Queue a look at a clip; one that is or was queued stays as it is."""
        with (
            SetWorkflowID(work_of(job)),
            SetEnqueueOptions(priority=job.get("turn", FIRST_TURN)),
        ):
            await DBOS.enqueue_workflow_async(CLIPS, self._clip_workflow, job)

    async def reply(self, job: Job, outcome: Outcome) -> None:
        """Put the answer of a clip in line, once per look."""
        partition = str(job["chat_id"])
        with (
            SetWorkflowID(reply_id(work_of(job))),
            SetEnqueueOptions(queue_partition_key=partition),
        ):
            await DBOS.enqueue_workflow_async(
                REPLIES, self._reply_workflow, job, outcome
            )

    def _workflows(self) -> None:
        """Register the three workflows with the engine."""

        @DBOS.workflow(name="clip", max_recovery_attempts=RESTARTS)
        async def clip(job: Job) -> None:
            with _left_when_full(), contextlib.suppress(Stopped):
                await self.reply(job, await self._outcome(job))

        @DBOS.workflow(name="reply", max_recovery_attempts=RESTARTS)
        async def reply(job: Job, outcome: Outcome) -> None:
            self._replying.add(reply_id(work_of(job)))
            with _left_when_full():
                await DBOS.run_step_async(SEND_STEP, self._deliver, job, outcome)

        @DBOS.workflow(name="tick")
        async def tick(_scheduled: datetime, _context: Any) -> None:
            with _left_when_full():
                await DBOS.run_step_async({"name": "tick"}, self._tick)

        self._clip_workflow = clip
        self._reply_workflow = reply
        self._tick_workflow = tick

    async def _outcome(self, job: Job) -> Outcome:
        try:
            analysis = await DBOS.run_step_async(POSE_STEP, self._analyse, job)
        except Stopped:
            raise
        except engine.DBOSMaxStepRetriesExceeded as error:
            return _told(job, error.errors[-1])
        except Exception as error:
            if trouble_of(error):  # the engine's: ours are outlasted
                raise
            return _told(job, error)
        if earlier := analysis.get("same_as"):
            return Outcome(analysis=None, failure=None, same_as=earlier)
        return Outcome(analysis=analysis, failure=None)

    async def cancel(self, work_ids: Sequence[str]) -> None:
        """Take clips out of line; their steps end within about a second."""
        if ids := await self._known(work_ids):
            await DBOS.cancel_workflows_async(ids)

    async def forget(self, work_ids: Sequence[str]) -> None:
        """Remove every trace of clips from the queue."""
        if ids := await self._known(work_ids):
            await DBOS.delete_workflows_async(ids)

    async def take_over(self, executor_ids: Sequence[str]) -> int:
        """Put back in line what other processes had begun; how much that was.

        For those that fell silent for good: what they still do counts no more.
        """
        # Private in the engine, which has this for its paid part; its version is held.
        taken = await asyncio.to_thread(
            DBOS._recover_pending_workflows, list(executor_ids)
        )
        return len(taken)

    async def resume(self, living: Collection[str]) -> int:
        """Put back in line what was begun and is in nobody's hands; how much that was.

        That is what the engine couldn't write down the end of, and what was begun by
        processes that aren't ``living``. It must be so at two calls in a row: work is
        claimed a moment before it is in hand. On a full disk all waits.
        """
        begun = await DBOS.list_workflows_async(
            status="PENDING",
            app_version=APPLICATION_VERSION,
            load_input=False,
            load_output=False,
        )
        assert self._engine is not None
        name = self._settings.executor_id
        in_hand = set(self._engine._active_workflows_set.activeList())
        loose = {
            (one.workflow_id, one.executor_id or "")
            for one in begun
            if one.executor_id not in living
            or (one.executor_id == name and one.workflow_id not in in_hand)
        }
        still, self._loose = loose & self._loose, loose
        if not still or is_full(self._settings.data_dir):
            return 0
        back = self._engine._sys_db.reenqueue_for_recovery
        for id, executor_id in still:
            await asyncio.to_thread(back, id, [executor_id], INTERNAL_QUEUE_NAME)
        return len(still)

    async def states(self, ids: Sequence[str]) -> dict[str, State]:
        """State of each of these workflows."""
        if not ids:  # the engine takes an empty list for "all"
            return {}
        found = await DBOS.list_workflows_async(
            workflow_ids=list(ids), load_input=False, load_output=False
        )
        states: dict[str, State] = dict.fromkeys(ids, "unknown")
        return states | {one.workflow_id: STATES[one.status] for one in found}

    async def handed(self, work_id: str) -> tuple[Job, Outcome] | None:
        """What was handed on to be replied; None when nothing is known of that."""
        found = await DBOS.list_workflows_async(
            workflow_ids=[reply_id(work_id)], load_output=False
        )
        told = found[0].input if found else None
        return tuple(told["args"]) if told else None

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


@contextlib.contextmanager
def _left_when_full() -> Iterator[None]:
    """Leave a workflow unfinished, for ``resume``, that the disk keeps from an end.

    That is when the engine can't write down how far it is.
    """
    try:
        yield
    except Exception as error:
        if (trouble := trouble_of(error)) is None:
            raise
        log.error("%s is left, the disk is %s", DBOS.workflow_id, trouble)
        raise asyncio.CancelledError from error


def _join_those_who_claim(deadline: float) -> None:
    """Wait until what the engine has claimed is in hand."""
    for thread in threading.enumerate():
        if thread.name.startswith("queue-worker-"):
            thread.join(max(0.0, deadline - time.monotonic()))


def _told(job: Job, error: Exception) -> Outcome:
    log.error("clip %s: %s: %s", work_of(job), type(error).__name__, error)
    return failed(failure_of(error))


def _unasked(record: logging.LogRecord) -> bool:
    """Keep the engine from reporting as an error that a clip was taken back."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, TAKEN_BACK)


def reply_id(work_id: str) -> str:
    """Give the id of the workflow that answers this look at a clip."""
    return f"{work_id}:reply"
