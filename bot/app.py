"""The bot put together and run: chat service, handlers, queue, store, in one loop."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import logging
import math
from collections.abc import AsyncIterator, Awaitable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

import platformdirs
from telegram import Update
from telegram.ext import AIORateLimiter, Application, BaseUpdateProcessor

from bot import handlers, maintenance
from bot.chat.faults import ChatFault, UnknownToken, as_faults
from bot.chat.outbox import Outbox
from bot.chat.patience import ALWAYS, insist
from bot.chat.telegram_outbox import TelegramOutbox
from bot.clock import Clock
from bot.handlers.request import OFFICE
from bot.health import Health
from bot.jobs import Jobs
from bot.jobs.analysis_process import Analyst
from bot.jobs.artefacts import Artefacts
from bot.jobs.delivery import Delivery
from bot.jobs.heartbeat import Heartbeat
from bot.jobs.progress import show_progress
from bot.jobs.sample import Sample
from bot.jobs.status_message import StatusBoard
from bot.jobs.worker import Workbench
from bot.replies.menu import ADMIN, menu, menus, profiles
from bot.rotation import Rotation
from bot.services import TELEGRAMS_MOST_BYTES, Office, words_for
from bot.settings import Settings
from bot.store import Store
from content.words import Words

log = logging.getLogger(__name__)

App: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
# Matplotlib, which comes with MediaPipe, looks for fonts for seconds without it.
_FONT_CACHES = [
    Path(place("matplotlib"))
    for place in (platformdirs.user_cache_dir, platformdirs.user_config_dir)
]
AT_ONCE = 32  # updates handled at the same time, one per person


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

    @property
    def most_bytes(self) -> float:
        """How large a file may be to be fetched: only Telegram's own server asks."""
        return math.inf if self.base_url else TELEGRAMS_MOST_BYTES


class AlreadyRunning(Exception):
    """Another process works under the same name on the same data."""


class OnePerPerson(BaseUpdateProcessor):
    """Handles people side by side, and each one's updates in their order."""

    def __init__(self) -> None:
        super().__init__(AT_ONCE)
        # A lock is kept as long as somebody holds it or waits for it.
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(
        self, update: object, coroutine: Awaitable[Any]
    ) -> None:
        """Wait for this person's turn, then handle the update."""
        user = update.effective_user if isinstance(update, Update) else None
        turn = self._turns.setdefault(user.id if user else 0, asyncio.Lock())
        async with turn:
            await coroutine

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to tidy."""


async def run(
    settings: Settings,
    service: Service,
    stop: asyncio.Event,
    clock: Clock | None = None,
) -> None:
    """Run the bot until ``stop`` is set.

    Whenever somebody sets the clock, the rounds are made.

    Raises
    ------
    AlreadyRunning
        When another process holds the same ``executor_id`` on the same data.
    HealthPortTaken
        When something else listens on ``health_port``.
    UnknownToken
        When the chat service doesn't know the token.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _only_one(settings):
        application, health = _application(service), Health(settings.data_dir)
        async with health.listen(settings.health_listen, settings.health_port):
            await _connect(application)
            try:
                office = _office(settings, application, clock or Clock(), service)
                health.line = office.store.backlog
                async with _open(office):
                    await _serve(application, office, stop, health)
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
        .token(service.token)
        .job_queue(None)
        .concurrent_updates(OnePerPerson())
        # It sets the pace; what is refused for haste is tried again by ``insist``.
        .rate_limiter(AIORateLimiter())
        .connect_timeout(10)
        .read_timeout(30)
        .write_timeout(30)
        .pool_timeout(20)
        .media_write_timeout(120)
        .get_updates_connect_timeout(10)
        .get_updates_read_timeout(20)
        .get_updates_pool_timeout(20)
    )
    if service.base_url:
        builder = builder.base_url(service.base_url)
    if service.base_file_url:
        builder = builder.base_file_url(service.base_file_url)
    return builder.build()


@contextlib.asynccontextmanager
async def _open(office: Office) -> AsyncIterator[None]:
    """Start what works behind the counter; in the end stop it and close the books."""
    working = [
        asyncio.create_task(office.board.run()),
        asyncio.create_task(office.sample.run()),
        asyncio.create_task(office.analyst.make_ready()),
        asyncio.create_task(show_progress(office.store, office.board)),
        asyncio.create_task(_heartbeat(office).run()),
        asyncio.create_task(Rotation(office.settings).run()),
    ]
    try:
        await office.jobs.start()
        yield
    finally:
        await office.jobs.stop()
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
    outbox = TelegramOutbox(application.bot, store.block, service.local)
    analyst = _analyst(settings)

    words = partial(words_for, store)

    async def tick() -> None:
        await maintenance.make_rounds(office)

    board = StatusBoard(store, outbox, words, settings.workers)
    delivery = Delivery(store, outbox, artefacts, board, words)
    about = board.told, store.same_video, store.hides_face, store.level_of
    bench = Workbench(_table(settings), outbox.fetch, analyst, artefacts, *about)
    bench.sweep()
    office = Office(
        settings=settings,
        store=store,
        outbox=outbox,
        artefacts=artefacts,
        analyst=analyst,
        board=board,
        delivery=delivery,
        jobs=Jobs(settings, bench.analyse, delivery.deliver, tick),
        sample=Sample(settings.data_dir / "sample", analyst, store, outbox, words),
        clock=clock,
        most_bytes=service.most_bytes,
        squeezes=not service.local,
    )
    return office


def _heartbeat(office: Office) -> Heartbeat:
    settings = office.settings
    slots = settings.workers if settings.role == "all" else 0
    name, told = settings.executor_id, office.board.staffed
    return Heartbeat(office.store, office.jobs, name, slots, told)


def _table(settings: Settings) -> Path:
    """Where clips lie while they are analysed."""
    return settings.data_dir / "tmp" / settings.executor_id


def _analyst(settings: Settings) -> Analyst:
    options = ["--model", settings.pose_model]
    # A child can neither fetch the model nor read whatever it likes.
    prepare: tuple[str, ...] = ("analysis.estimation.model_file", settings.pose_model)
    readable = [Path(platformdirs.user_cache_dir("blockstart")), *_FONT_CACHES]
    if settings.pose_model_path is not None:
        model = settings.pose_model_path.absolute()
        options += ["--model-path", str(model)]
        prepare, readable = (), [model, *_FONT_CACHES]
    return Analyst(
        options=options,
        timeout_s=settings.analysis_timeout_s,
        ahead="analysis.ready",
        prepare=prepare,
        readable=readable,
        rooms=_table(settings).absolute(),
        spare=settings.spare_child and settings.role != "chat",
    )


async def _serve(
    application: App, office: Office, stop: asyncio.Event, health: Health
) -> None:
    application.bot_data[OFFICE] = office
    handlers.register(application)
    admins = sorted(office.settings.admin_users)
    await _present(office.outbox, {id: office.words_of(id) for id in admins})
    await maintenance.start_up(office)
    office.clock.when_set(partial(maintenance.make_rounds, office))
    await application.start()
    try:
        await _listen(application, office.settings)
        health.serving = True
        log.info("ready as @%s", application.bot.username)
        await stop.wait()
        health.serving = False
        log.info("stopping")
        assert application.updater is not None
        await application.updater.stop()
    finally:
        await application.stop()


async def _listen(application: App, settings: Settings) -> None:
    """Start taking updates; those sent while the bot was down are never dropped."""
    assert application.updater is not None
    if settings.webhook_url is None:
        await application.updater.start_polling(
            bootstrap_retries=-1,
            drop_pending_updates=False,
            allowed_updates=handlers.ALLOWED_UPDATES,
            error_callback=handlers.errors.log_polling,
        )
        return
    secret = settings.webhook_secret
    await application.updater.start_webhook(
        listen=settings.webhook_listen,
        port=settings.webhook_port,
        url_path=urlsplit(settings.webhook_url).path.lstrip("/"),
        webhook_url=settings.webhook_url,
        secret_token=secret.get_secret_value() if secret else None,
        bootstrap_retries=-1,
        drop_pending_updates=False,
        allowed_updates=handlers.ALLOWED_UPDATES,
    )


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


@contextlib.contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Hold a lock: two processes of one name would run every job twice."""
    path = settings.data_dir / f"{settings.executor_id}.lock"
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(settings.executor_id) from None
        yield
