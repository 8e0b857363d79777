"""The sample by itself; the stories send it over HTTP."""

import asyncio
import json
from contextlib import closing
from html import escape

import pytest

from analysis import ANALYSIS_VERSION
from analysis.serialization import to_json
from bot import maintenance
from bot.chat.faults import Rejected, Unreachable
from bot.chat.messages import Album
from bot.handlers.callbacks import ACTIONS
from bot.jobs.analysis_process import Crashed
from bot.jobs.sample import CLIP, Sample
from bot.replies.sample import SAMPLE, WORKS
from bot.services import words_for
from content.words import load_words
from tests.bot.analyses import analysis
from tests.bot.visits import office, press
from tests.patience import PATIENCE_S


class Drawing:
    """Stands in for the analyst: draws at once, or fails."""

    def __init__(self):
        self.languages, self.fault = [], None

    async def analyse(self, name, video, place, progress, language):
        assert video.read_bytes()
        self.languages.append(language)
        if self.fault:
            raise self.fault
        for picture in ("strip.jpg", "phase_2.jpg", "path.jpg", "slow.mp4"):
            (place / picture).write_bytes(language.encode())
        (place / "analysis.json").write_text(json.dumps(to_json(analysis())))


@pytest.fixture
def counter(tmp_path):
    made = office(tmp_path)
    with closing(made.store):
        made.store.meet(1, "en")
        made.store.meet(2, "es")
        yield made


@pytest.fixture
def drawing():
    return Drawing()


@pytest.fixture
def make_sample(counter, drawing, tmp_path):
    def words(athlete_id):
        return words_for(counter.store, athlete_id)

    def make():
        folder = tmp_path / "sample"
        errands = counter.errands
        return Sample(folder, drawing, counter.store, counter.outbox, words, errands)

    return make


@pytest.fixture
def sample(make_sample):
    one = make_sample()
    one._sweep()
    return one


async def serve(sample, counter):
    for newcomer in counter.store.newcomers():
        await sample._serve(newcomer)


async def settled(counter):
    async with asyncio.timeout(PATIENCE_S):
        while counter.store.newcomers():
            await asyncio.sleep(0)


def albums(counter):
    sent = zip(counter.outbox.sent, counter.outbox.contents, strict=True)
    return [(chat, held) for (chat, one), held in sent if isinstance(one, Album)]


def test_the_clip_is_shipped_and_small():
    assert CLIP.stat().st_size < 200_000


async def test_it_is_drawn_once_per_language_and_sent_to_all(sample, counter, drawing):
    for athlete_id in (1, 2):
        await sample.ask(athlete_id)
    await serve(sample, counter)
    await sample.ask(1)
    assert drawing.languages == ["en", "es"]
    assert [chat for chat, _ in albums(counter)] == [1, 2, 1]
    first, _, again = (held["strip.jpg"] for _, held in albums(counter))
    assert (first, again) == (b"en", "id-of-strip.jpg")
    assert counter.store.newcomers() == []
    assert len(counter.outbox.deleted) == 2


async def test_asking_twice_is_waiting_once(sample, counter):
    for _ in range(2):
        await sample.ask(1)
    assert len(counter.outbox.sent) == len(counter.store.newcomers()) == 1


async def test_what_another_version_drew_is_drawn_anew(sample, counter, tmp_path):
    old = tmp_path / "sample" / "0.1" / "en"
    old.mkdir(parents=True)
    sample._sweep()
    assert not old.exists()
    torn = tmp_path / "sample" / ANALYSIS_VERSION / "en"
    torn.mkdir(parents=True)
    (torn / "analysis.json").write_text('{"phases": ')
    assert sample.drawn("en") is None
    await sample.ask(1)
    await serve(sample, counter)
    assert sample.drawn("en") is not None


async def test_a_crash_is_owned_up_to_and_can_be_asked_again(sample, counter, drawing):
    drawing.fault = Crashed("made up")
    await sample.ask(1)
    await serve(sample, counter)
    assert "didn&#x27;t come out" in counter.outbox.edited[-1][2]
    assert counter.store.newcomers() == []
    drawing.fault = None
    await sample.ask(1)
    await serve(sample, counter)
    assert len(albums(counter)) == 1


async def test_who_asked_before_a_restart_is_served_after_it(
    sample, counter, make_sample
):
    await sample.ask(1)
    running = asyncio.create_task(make_sample().run())
    await settled(counter)
    running.cancel()
    assert [chat for chat, _ in albums(counter)] == [1]


async def test_who_cant_be_reached_is_served_when_the_rounds_come(sample, counter):
    await sample.ask(1)
    counter.outbox.refuse(Album, Unreachable("down"))
    running = asyncio.create_task(sample.run())
    async with asyncio.timeout(PATIENCE_S):
        while sample._asked.is_set() or not sample.drawn("en"):
            await asyncio.sleep(0)
    assert len(counter.store.newcomers()) == 1
    counter.outbox.refuse(Album, None)
    object.__setattr__(counter, "sample", sample)
    await maintenance.make_rounds(counter)
    await settled(counter)
    running.cancel()
    assert [chat for chat, _ in albums(counter)] == [1]


async def test_refused_pictures_leave_the_words(sample, counter):
    await sample.ask(1)
    counter.outbox.refuse(Album, Rejected("too odd"))
    await serve(sample, counter)
    assert "Now you: send me a clip" in counter.outbox.texts[-1]


async def test_who_deletes_everything_meanwhile_gets_nothing(sample, counter, drawing):
    await sample.ask(1)
    (newcomer,) = counter.store.newcomers()
    await counter.forget(1)
    await sample._serve(newcomer)
    assert albums(counter) == []
    assert counter.store.athlete(1) is None


@pytest.mark.parametrize("action", sorted(WORKS - {"checklist"}))
async def test_every_button_below_it_works(sample, counter, action):
    await sample.ask(1)
    await serve(sample, counter)
    object.__setattr__(counter, "sample", sample)
    before = len(counter.outbox.sent)
    await press(counter, ACTIONS[action], SAMPLE)
    assert len(counter.outbox.sent) > before
    sorry = ("history.gone", "history.outdated", "slow.none", "path.none")
    said = {escape(load_words().text(f"bot.{key}")) for key in sorry}
    assert not said & set(counter.outbox.texts)
    assert counter.store.newcomers() == []
