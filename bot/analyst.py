"""A process that only looks at clips: the chat is with another one."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from bot import app, running
from bot.app import Service
from bot.chat.telegram_outbox import TelegramOutbox
from bot.health import Health
from bot.jobs import Jobs
from bot.jobs.artefacts import Artefacts
from bot.jobs.heartbeat import Heartbeat
from bot.jobs.payload import Job, Outcome
from bot.jobs.progress import Progress
from bot.settings import Settings
from bot.store import Store

log = logging.getLogger(__name__)


async def run(settings: Settings, service: Service, stop: asyncio.Event) -> None:
    """Look at clips until ``stop`` is set; what is under way then, others take up.

    Raises
    ------
    AlreadyRunning
        When another process has the same ``executor_id`` on the same data.
    UnknownToken
        When the chat service doesn't know the token.
    HealthPortTaken
        When something else listens on ``health_port``.
    """
    health = Health(settings.data_dir)
    await running.run(settings, partial(_work, settings, service, health), stop)


async def _work(settings: Settings, service: Service, health: Health) -> None:
    """Look at clips until cancelled."""
    async with health.listen(settings.health_listen, settings.health_port):
        await _connected(settings, service, health)


async def _connected(settings: Settings, service: Service, health: Health) -> None:
    application = app._application(service)
    await app._connect(application)
    store = Store(settings.history)
    artefacts = Artefacts(settings.queue_database_url)
    most = service.most_bytes(settings)
    outbox = TelegramOutbox(application.bot, store.block, service.local, most)
    health.line = store.backlog
    try:
        await _look(settings, store, artefacts, outbox, health)
    finally:
        artefacts.close()
        store.close()
        await application.shutdown()


async def _look(
    settings: Settings,
    store: Store,
    artefacts: Artefacts,
    outbox: TelegramOutbox,
    health: Health,
) -> None:
    analyst = app._analyst(settings)
    told = Progress(store).told
    bench = app._bench(settings, store, outbox, analyst, artefacts, told)
    jobs = Jobs(settings, bench.analyse, _where_the_chat_is, _where_the_chat_is)
    heart = Heartbeat(store, jobs, settings.executor_id, settings.workers)
    await jobs.start()
    beating = asyncio.create_task(heart.run())
    preparing = asyncio.create_task(analyst.make_ready())
    try:
        health.serving = True
        log.info("ready as %s", settings.executor_id)
        await asyncio.Event().wait()
    finally:
        health.serving = False
        for task in (beating, preparing):
            task.cancel()
        await asyncio.gather(beating, preparing, return_exceptions=True)
        await jobs.stop()
        await analyst.close()


async def _where_the_chat_is(*_of: Job | Outcome) -> None:
    """Never called: replies are sent and rounds made elsewhere."""
    raise AssertionError("an analyst listens to clips alone")
