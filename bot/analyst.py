"""A process that only looks at clips: the chat is with another one."""

from __future__ import annotations

import asyncio
import logging

from bot import app
from bot.app import Service
from bot.chat.telegram_outbox import TelegramOutbox
from bot.jobs import Jobs
from bot.jobs.artefacts import Artefacts
from bot.jobs.heartbeat import Heartbeat
from bot.jobs.payload import Job, Outcome
from bot.jobs.progress import Progress
from bot.jobs.worker import Workbench
from bot.settings import Settings
from bot.store import Store

log = logging.getLogger(__name__)


async def run(settings: Settings, service: Service, stop: asyncio.Event) -> None:
    """Look at clips until ``stop`` is set; what is under way then, others take up.

    Raises
    ------
    AlreadyRunning
        When another process holds the same ``executor_id`` on the same data.
    UnknownToken
        When the chat service doesn't know the token.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with app._only_one(settings):
        application = app._application(service)
        await app._connect(application)
        store = Store(settings.history)
        artefacts = Artefacts(settings.queue_database_url)
        most = service.most_bytes(settings)
        outbox = TelegramOutbox(application.bot, store.block, service.local, most)
        try:
            await _look(settings, store, artefacts, outbox, stop)
        finally:
            artefacts.close()
            store.close()
            await application.shutdown()


async def _look(
    settings: Settings,
    store: Store,
    artefacts: Artefacts,
    outbox: TelegramOutbox,
    stop: asyncio.Event,
) -> None:
    bench = Workbench(
        app._table(settings),
        outbox.fetch,
        app._analyst(settings),
        artefacts,
        Progress(store).told,
        store.same_video,
        store.hides_face,
    )
    bench.sweep()
    jobs = Jobs(settings, bench.analyse, _where_the_chat_is, _where_the_chat_is)
    heart = Heartbeat(store, jobs, settings.executor_id, settings.workers)
    await jobs.start()
    beating = asyncio.create_task(heart.run())
    try:
        log.info("ready as %s", settings.executor_id)
        await stop.wait()
        log.info("stopping")
    finally:
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)
        await jobs.stop()


async def _where_the_chat_is(*_of: Job | Outcome) -> None:
    """Never called: replies are sent and rounds made elsewhere."""
    raise AssertionError("an analyst listens to clips alone")
