"""An office with a real store and everything outside it faked, and visits to it."""

import tempfile
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from analysis.scoring.checklist import load_checklist
from bot.chat.callback_data import read
from bot.chat.messages import Photo
from bot.chat.outbox import Sent
from bot.clock import Clock
from bot.handlers.callbacks import ACTIONS
from bot.handlers.request import Visit
from bot.jobs.delivery import Delivery
from bot.jobs.errands import Errands
from bot.jobs.payload import work_of
from bot.jobs.sample import Sample
from bot.jobs.status_message import StatusBoard
from bot.services import TELEGRAMS_MOST_BYTES, Office, words_for
from bot.settings import Settings
from bot.store import Store
from content.words import load_words


class FakeOutbox:
    """Keeps what would have been sent: (chat, message) in order."""

    bot_link = "https://t.me/start_coach_bot"
    newest = 0

    def __init__(self):
        self.sent, self.edited, self.deleted, self.reactions = [], [], [], []
        self.replaced = []  # (message, picture) changed in its place
        self.standing = set()  # messages of ours that we don't know of
        self.lost = set()  # messages that can't be changed any more
        self.menus, self.profiles = [], []
        self.answers = []  # the message each sent one points at, or None
        self.contents = []  # the bytes or file ids each was sent with
        self.gone = False  # whether chats can't be written to
        self.deletes = True  # whether what is deleted is gone then
        self._refused = {}

    def refuse(self, kind, error):
        """Let every message of this kind fail; with None no more."""
        self._refused[kind] = error

    async def send(self, chat_id, message, contents=None, answers=None, patience=None):
        if self.gone:
            return None
        if error := self._refused.get(type(message)):
            raise error
        self.sent.append((chat_id, message))
        self.answers.append(answers)
        self.contents.append(contents or {})
        pictures = getattr(message, "pictures", ())
        if isinstance(message, Photo):
            pictures = (message,)
        ids = {picture.name: f"id-of-{picture.name}" for picture in pictures}
        first = 100 + len(self.sent)
        places = {name: first + 1000 * number for number, name in enumerate(ids)}
        return Sent(first, ids, places)

    async def edit(self, chat_id, message_id, text, patience=None):
        self.edited.append((chat_id, message_id, text.html))
        return message_id not in self.lost

    async def find(self, chat_id, ids, buttons):
        return next((id for id in ids if id in self.standing), None)

    async def replace(self, chat_id, message_id, shown, contents, patience=None):
        if message_id in self.lost or self._refused.get(type(shown)):
            return None
        if isinstance(shown, Photo):
            self.edited.append((chat_id, message_id, shown.html))
            self.shown = shown
        else:
            self.replaced.append((message_id, shown.name))
        return Sent(message_id, {shown.name: f"new-id-of-{shown.name}"})

    async def delete(self, chat_id, message_id, patience=None):
        self.deleted.append((chat_id, message_id))
        return self.deletes

    async def react(self, chat_id, message_id, emoji):
        self.reactions.append((chat_id, message_id, emoji))

    async def busy(self, chat_id, pictures=False):
        pass

    async def answer(self, query_id, text=None):
        pass

    async def set_menu(self, menu, patience=None):
        self.menus.append(menu)

    async def set_profile(self, profile, patience=None):
        self.profiles.append(profile)

    @property
    def texts(self):
        return [getattr(message, "html", "(pictures)") for _, message in self.sent]


class FakeJobs:
    """Notes what would be queued; tells the states it is given."""

    def __init__(self):
        self.enqueued, self.replied, self.cancelled, self.forgotten = [], [], [], []
        self.known, self.handed_on = {}, {}

    async def enqueue(self, job):
        self.enqueued.append(work_of(job))

    async def reply(self, job, outcome):
        self.replied.append((work_of(job), outcome))

    async def cancel(self, work_ids):
        self.cancelled += work_ids

    async def forget(self, work_ids):
        self.forgotten += work_ids

    async def states(self, ids):
        return {id: self.known.get(id, "unknown") for id in ids}

    async def handed(self, work_id):
        return self.handed_on.get(work_id)

    async def purge(self):
        return 0


class FakeArtefacts:
    """Pictures by clip, in memory."""

    def __init__(self):
        self.kept = {}

    def get(self, clip_id):
        return self.kept.get(clip_id, {})

    def delete(self, clip_id):
        self.kept.pop(clip_id, None)

    def work_ids(self):
        return set(self.kept)


def settings(**values):
    """Settings of nobody's machine."""
    return Settings(_env_file=None, **values)


def add_clip(store, id, received_at, *, athlete=1, message_id=1):
    """A clip that waits, of an athlete who is known."""
    store.meet(athlete)
    store.add_clip(
        id=id,
        athlete_id=athlete,
        chat_id=athlete,
        received_at=received_at,
        kind="video",
        file_id="f",
        message_id=message_id,
    )


def visit(office, *, athlete=1, message=None, argument="", update_id=7, pressed=""):
    """One athlete at the counter, who wrote a command or pressed a button.

    `pressed` is what the button says, without its version.
    """
    return Visit(
        office=office,
        athlete=office.store.meet(athlete),
        words=load_words(),
        update_id=update_id,
        message=message,
        argument=argument,
        button=read(f"v1:{pressed}"),
    )


def press(office, handler, told="", **facts):
    """Press the button that leads to this handler, with what else it says."""
    (action,) = [name for name, one in ACTIONS.items() if one is handler]
    return handler(visit(office, pressed=f"{action}:{told}", **facts))


@cache
def _empty_history():
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "history.sqlite"
        Store(made).close()
        return made.read_bytes()


def with_tables(place):
    """Put an empty history there: making its tables takes longer than most tests."""
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(_empty_history())
    return place


def office(folder, now=None, most_bytes=TELEGRAMS_MOST_BYTES, **values):
    """Put together as the bot does, with fakes around."""
    clock = now or Clock()
    store = Store(with_tables(folder / "history.sqlite"), clock)
    outbox, artefacts = FakeOutbox(), FakeArtefacts()

    def words(athlete_id):
        return words_for(store, athlete_id)

    errands = Errands(store, outbox)
    board = StatusBoard(store, outbox, words, errands)
    analyst = SimpleNamespace(stop=lambda clip_id: False, confined=None)
    return Office(
        settings=settings(data_dir=folder, **values),
        store=store,
        outbox=outbox,
        artefacts=artefacts,
        analyst=analyst,
        board=board,
        delivery=Delivery(store, outbox, artefacts, board, words, errands),
        errands=errands,
        jobs=FakeJobs(),
        sample=Sample(folder / "sample", analyst, store, outbox, words, errands),
        checklist=load_checklist(),
        clock=clock,
        most_bytes=most_bytes,
    )
