"""The bot put together and run: chat service, handlers, queue, store, in one loop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import platformdirs
from telegram import Bot, Update
from telegram.ext import AIORateLimiter, Application

from bot import handlers, maintenance, running
from bot.chat.faults import ChatFault, UnknownToken, as_faults
from bot.chat.outbox import Outbox
from bot.chat.patience import ALWAYS, insist
from bot.chat.telegram_outbox import TelegramOutbox
from bot.clock import Clock
from bot.handlers.errors import sorry
from bot.handlers.request import OFFICE
from bot.health import Health
from bot.incoming.inbox import Inbox
from bot.incoming.polling import poll
from bot.incoming.webhook import Webhook, listen
from bot.jobs import Jobs
from bot.jobs.analysis_process import Analyst
from bot.jobs.artefacts import Artefacts
from bot.jobs.delivery import Delivery
from bot.jobs.errands import Errands
from bot.jobs.heartbeat import Heartbeat
from bot.jobs.progress import show_progress
from bot.jobs.sample import Sample
from bot.jobs.status_message import StatusBoard
from bot.jobs.worker import ClipProgress, Workbench
from bot.replies.menu import ADMIN, menu, menus, profiles
from bot.rotation import Rotation
from bot.services import TELEGRAMS_MOST_BYTES, Office, words_for
from bot.settings import Settings
from bot.store import Store
from content.words import Words

log = logging.getLogger(__name__)

App: TypeAlias = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Service:
    """Which chat service to talk to, and with what token.

    Attributes
    ----------
    base_url, base_file_url
        None for Telegram's own.
    local
        Whether it is the chat in the browser. There pictures carry a text for who
        can't see them, and no app squeezes a clip.
    """

    token: str
    base_url: str | None = None
    base_file_url: str | None = None
    local: bool = False

    def most_bytes(self, settings: Settings) -> float:
        """How large a file may be to be fetched; Telegram's own server gives less."""
        most = settings.max_file_mb * 1e6
        return most if self.base_url else min(most, TELEGRAMS_MOST_BYTES)


class Plain(App):
    """An application whose updates raise what goes wrong: the inbox decides then."""

    async def process_error(
        self, update: object, error: Exception, *_about: object
    ) -> bool:
        """Raise it, out of ``process_update``."""
        raise error


async def run(
    settings: Settings,
    service: Service,
    stop: asyncio.Event,
    clock: Clock | None = None,
) -> None:
    """Run the bot until ``stop`` is set, whatever it does or waits for then.

    Whenever somebody sets the clock, the rounds are made.

    Raises
    ------
    AlreadyRunning
        When another process has the same ``executor_id`` on the same data.
    HealthPortTaken
        When something else listens on ``health_port``.
    UnknownToken
        When the chat service doesn't know the token.
    """
    await running.run(
        settings, partial(_work, settings, service, clock or Clock()), stop
    )


async def _work(settings: Settings, service: Service, clock: Clock) -> None:
    """Work until cancelled; what was begun is finished then, if it doesn't last."""
    application, health = _application(service), Health(settings.data_dir)
    async with health.listen(settings.health_listen, settings.health_port):
        await _connect(application)
        try:
            made = _office(settings, application, clock, service)
            health.line = made.store.backlog
            async with _open(made) as office:
                await _serve(application, office, health)
        finally:
            await application.shutdown()


async def _connect(application: App) -> None:
    """Wait for a connection; not with a token nobody knows."""

    async def connect(_number: int) -> None:
        with as_faults():
            await application.initialize()

    await insist(connect, ALWAYS, fatal=UnknownToken)


def _application(service: Service) -> App:
    builder = (
        Application.builder()
        .application_class(Plain)
        .token(service.token)
        .job_queue(None)
        .updater(None)
        # It sets the pace; what is refused for haste is tried again by ``insist``.
        .rate_limiter(AIORateLimiter())
        .connect_timeout(10)
        .read_timeout(30)
        .write_timeout(30)
        .pool_timeout(20)
        .media_write_timeout(120)
        .get_updates_connect_timeout(10)
        .get_updates_pool_timeout(20)
    )
    if service.base_url:
        builder = builder.base_url(service.base_url)
    if service.base_file_url:
        builder = builder.base_file_url(service.base_file_url)
    return builder.build()


@contextlib.asynccontextmanager
async def _open(office: Office) -> AsyncIterator[Office]:
    """Start what works behind the counter; in the end stop it and close the books."""
    working = [
        asyncio.create_task(office.board.run()),
        asyncio.create_task(office.sample.run()),
        asyncio.create_task(office.delivery.run()),
        asyncio.create_task(office.errands.run()),
        asyncio.create_task(office.analyst.make_ready()),
        asyncio.create_task(show_progress(office.store, office.board)),
        asyncio.create_task(_heartbeat(office).run()),
        asyncio.create_task(Rotation(office.settings).run()),
    ]
    try:
        await office.jobs.start()
        yield office
    finally:
        office.delivery.close()
        await office.jobs.stop()
        await office.delivery.rest()
        for task in working:
            task.cancel()
        # A child of theirs is ended too.
        await asyncio.gather(*working, return_exceptions=True)
        await office.analyst.close()
        office.artefacts.close()
        office.store.close()


def _office(
    settings: Settings, application: App, clock: Clock, service: Service
) -> Office:
    store = Store(settings.history, clock)
    artefacts = Artefacts(settings.queue_database_url)
    most_bytes = service.most_bytes(settings)
    outbox = TelegramOutbox(application.bot, store.block, service.local, most_bytes)
    analyst, words = _analyst(settings), partial(words_for, store)

    async def tick() -> None:
        await maintenance.make_rounds(office)

    errands, name = Errands(store, outbox), settings.executor_id
    say = store, outbox, words, errands
    board = StatusBoard(*say, settings.workers)
    delivery = Delivery(store, outbox, artefacts, board, words, errands, name)
    bench = _bench(settings, store, outbox, analyst, artefacts, board.told)
    office = Office(
        settings=settings,
        store=store,
        outbox=outbox,
        artefacts=artefacts,
        analyst=analyst,
        board=board,
        delivery=delivery,
        errands=errands,
        jobs=Jobs(settings, bench.analyse, delivery.deliver, tick),
        sample=Sample(settings.data_dir / "sample", analyst, *say),
        clock=clock,
        most_bytes=most_bytes,
        squeezes=not service.local,
    )
    return office


def _heartbeat(office: Office) -> Heartbeat:
    settings = office.settings
    slots = settings.workers if settings.role == "all" else 0
    name, told = settings.executor_id, office.board.staffed
    return Heartbeat(office.store, office.jobs, name, slots, told)


def _bench(
    settings: Settings,
    store: Store,
    outbox: TelegramOutbox,
    analyst: Analyst,
    artefacts: Artefacts,
    told: ClipProgress,
) -> Workbench:
    """Where clips lie while they are analysed, cleared of what a kill left there."""
    about = told, store.same_video, store.hides_face, store.level_of
    bench = Workbench(settings.table, outbox.fetch, analyst, artefacts, *about)
    bench.sweep()
    return bench


def _analyst(settings: Settings) -> Analyst:
    options = ["--model", settings.pose_model]
    # A child can neither fetch the model nor read whatever it likes.
    prepare: tuple[str, ...] = ("analysis.estimation.model_file", settings.pose_model)
    readable = [Path(platformdirs.user_cache_dir("blockstart"))]
    if settings.pose_model_path is not None:
        model = settings.pose_model_path.absolute()
        options += ["--model-path", str(model)]
        prepare, readable = (), [model]
    return Analyst(
        options=options,
        timeout_s=settings.analysis_timeout_s,
        ahead="analysis.ready",
        prepare=prepare,
        readable=readable,
        rooms=settings.table.absolute(),
        spare=settings.spare_child and settings.role != "chat",
    )


async def _serve(application: App, office: Office, health: Health) -> None:
    application.bot_data[OFFICE] = office
    handlers.register(application)
    inbox = _inbox(application, office)
    admins = {id: office.words_of(id) for id in sorted(office.settings.admin_users)}
    office.clock.when_set(partial(maintenance.make_rounds, office))
    try:
        inbox.start()
        async with asyncio.TaskGroup() as working:
            working.create_task(maintenance.keep_settling(office))
            working.create_task(inbox.watch())
            ready = partial(_ready, application.bot, health)
            working.create_task(_listen(application.bot, inbox, office.settings, ready))
            # Nobody waits for these.
            working.create_task(maintenance.start_up(office))
            working.create_task(_present(office.outbox, admins))
    finally:
        health.serving = False
        await inbox.stop()


def _ready(bot: Bot, health: Health) -> None:
    health.serving = True
    log.info("ready as @%s", bot.username)


def _inbox(application: App, office: Office) -> Inbox:
    def read(told: Mapping[str, Any]) -> Update | None:
        return Update.de_json(dict(told), application.bot)

    told = partial(sorry, office)
    handle, name = application.process_update, office.settings.executor_id
    return Inbox(office.store, read, handle, told, name)


async def _listen(
    bot: Bot, inbox: Inbox, settings: Settings, ready: Callable[[], None]
) -> None:
    """Take updates in, as Telegram posts them or by asking for them."""
    kinds = handlers.ALLOWED_UPDATES
    if settings.webhook_url is None or settings.webhook_secret is None:
        await poll(bot, inbox.take_in, kinds, ready)
        return
    secret = settings.webhook_secret.get_secret_value()
    webhook = Webhook(secret, inbox.take_in, inbox.read)
    await listen(bot, webhook, settings, kinds, ready)


async def _present(outbox: Outbox, admins: Mapping[int, Words]) -> None:
    """Tell Telegram the menus and the profile; without that the bot works as well."""
    try:
        for one in menus():
            await outbox.set_menu(one)
        for id, words in admins.items():
            await outbox.set_menu(menu(words, ADMIN, chat_id=id))
        for profile in profiles():
            await outbox.set_profile(profile)
    except ChatFault as fault:
        log.warning("menus and profile stay as they were: %s", fault)
