"""The sample: a rendered start analysed like any clip, once per version and language.

It is nobody's clip: it stands in no history and no queue. Who asks for it before it is
drawn is written down and served in turn, also after a restart.
"""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from analysis import ANALYSIS_VERSION
from analysis.errors import OutdatedAnalysis
from analysis.serialization import from_json
from analysis.types import Analysis
from bot.chat.faults import ChatFault, Rejected
from bot.chat.messages import Album, Text
from bot.chat.outbox import Outbox
from bot.chat.patience import ONCE
from bot.jobs.analysis_process import Analyst, AnalystError
from bot.jobs.errands import Errands
from bot.replies.sample import SAMPLE, sample_reply
from bot.store import ClipRow, Newcomer, Store
from content.words import Words

log = logging.getLogger(__name__)

CLIP = Path(__file__).parents[1] / "sample" / "start.mp4"
ANSWER = "analysis.json"
PICTURES = (".jpg", ".mp4")
STAGES = ("opening", "finding", "posing", "measuring", "drawing")
PAUSE_S = 1.5  # between edits; a chat bears about one per second


@dataclass(frozen=True)
class Drawn:
    """A sample that is ready: what was found, and the folder of its pictures."""

    contract: dict[str, Any]
    analysis: Analysis
    folder: Path

    @cached_property
    def pictures(self) -> dict[str, bytes]:
        """Every picture and film by name."""
        return {
            path.name: path.read_bytes()
            for path in self.folder.iterdir()
            if path.suffix in PICTURES
        }

    @property
    def row(self) -> ClipRow:
        """The sample as the buttons below it want it: a clip of nobody's."""
        return ClipRow(
            id=SAMPLE,
            athlete_id=0,
            chat_id=0,
            received_at=datetime.fromtimestamp(0, UTC),
            kind="document",
            file_id="",
            message_id=0,
            status_message_id=None,
            state="analysed",
            analysis=self.contract,
            refusal_code=None,
            analysis_version=ANALYSIS_VERSION,
            pictures={},
            finished_at=None,
        )


class Sample:
    """Draws the sample and sends it to who waits for it.

    Parameters
    ----------
    folder
        Where samples are kept.
    words
        The words for an athlete's id.
    """

    def __init__(
        self,
        folder: Path,
        analyst: Analyst,
        store: Store,
        outbox: Outbox,
        words: Callable[[int], Words],
        errands: Errands,
    ) -> None:
        self._folder = folder
        self._errands = errands
        self._analyst = analyst
        self._store = store
        self._outbox = outbox
        self._words = words
        self._drawn: dict[str, Drawn] = {}
        self._file_ids: dict[str, Mapping[str, str]] = {}
        self._asked = asyncio.Event()

    def drawn(self, language: str) -> Drawn | None:
        """The sample in this language; None until somebody has asked for it."""
        if language not in self._drawn and (found := self._read(language)):
            self._drawn[language] = found
        return self._drawn.get(language)

    def _read(self, language: str) -> Drawn | None:
        folder = self._folder / ANALYSIS_VERSION / language
        try:
            contract = json.loads((folder / ANSWER).read_text())
            return Drawn(contract, from_json(contract), folder)
        except (OSError, ValueError, OutdatedAnalysis):
            return None

    async def ask(self, athlete_id: int) -> None:
        """Send the sample to an athlete, now or when it is drawn."""
        words = self._words(athlete_id)
        if drawn := self.drawn(words.language):
            await self._send(athlete_id, drawn, words)
        elif not self._store.waits_for_sample(athlete_id):
            sent = await self._outbox.send(athlete_id, _progress(0, words))
            if sent is not None:
                self._store.want_sample(athlete_id, sent.message_id)
            self.wake()

    def wake(self) -> None:
        """Look again for who waits."""
        self._asked.set()

    async def run(self) -> None:
        """Serve who waits, one after another, until cancelled."""
        self._sweep()
        self.wake()  # some may wait since before a restart
        while True:
            await self._asked.wait()
            self._asked.clear()
            for newcomer in self._store.newcomers():
                try:
                    await self._serve(newcomer)
                except ChatFault as fault:  # the rounds wake us again
                    log.warning("a sample has to wait: %s", fault)

    def _sweep(self) -> None:
        """Remove what other versions drew, and what a killed process left."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for place in self._folder.iterdir():
            if place.name != ANALYSIS_VERSION:
                shutil.rmtree(place)

    async def _serve(self, newcomer: Newcomer) -> None:
        athlete_id, message_id = newcomer.athlete_id, newcomer.message_id
        words = self._words(athlete_id)
        try:
            drawn = self.drawn(words.language) or await self._draw(newcomer, words)
        except (AnalystError, OSError) as error:
            log.error("no sample: %s: %s", type(error).__name__, error)
            self._store.sample_settled(athlete_id)
            text = Text(escape(words.text("bot.sample.failed")))
            await self._errands.edit(athlete_id, message_id, text)
            return
        if self._store.waits_for_sample(athlete_id):  # else they deleted everything
            await self._send(athlete_id, drawn, words)
            self._store.sample_settled(athlete_id)
            await self._errands.delete(athlete_id, message_id)

    async def _draw(self, newcomer: Newcomer, words: Words) -> Drawn:
        """Draw it, and show this newcomer how far it is."""
        stages: list[str] = []
        showing = asyncio.create_task(self._show(newcomer, words, stages))
        try:
            await self._analyse(words.language, stages)
        finally:
            showing.cancel()
        if drawn := self.drawn(words.language):
            return drawn
        raise AnalystError("what was drawn can't be read")

    async def _analyse(self, language: str, stages: list[str]) -> None:
        """Analyse the clip into its folder, which is whole or not there."""
        target = self._folder / ANALYSIS_VERSION / language
        target.parent.mkdir(exist_ok=True, mode=0o700)
        place = Path(tempfile.mkdtemp(dir=self._folder))
        try:
            await self._analyst.analyse(
                SAMPLE, CLIP, place, lambda stage, _: stages.append(stage), language
            )
            shutil.rmtree(target, ignore_errors=True)
            place.rename(target)
        finally:
            shutil.rmtree(place, ignore_errors=True)

    async def _show(self, newcomer: Newcomer, words: Words, stages: list[str]) -> None:
        shown = 0
        while True:
            await asyncio.sleep(PAUSE_S)
            done = max(
                (STAGES.index(one) for one in stages if one in STAGES), default=0
            )
            if done > shown:
                shown = done
                chat, message = newcomer.athlete_id, newcomer.message_id
                try:
                    await self._outbox.edit(chat, message, _progress(done, words), ONCE)
                except ChatFault as fault:
                    log.info("the sample's progress is not shown: %s", fault)

    async def _send(self, athlete_id: int, drawn: Drawn, words: Words) -> None:
        album, text = sample_reply(drawn.analysis, words)
        if held := album.of(drawn.pictures):
            await self._send_album(athlete_id, held, drawn, words.language)
        await self._outbox.send(athlete_id, text)

    async def _send_album(
        self, athlete_id: int, album: Album, drawn: Drawn, language: str
    ) -> None:
        """Send it by the ids Telegram gave; upload it when they are not known."""
        for contents in (self._file_ids.get(language), drawn.pictures):
            if contents is None:
                continue
            await self._outbox.busy(athlete_id, pictures=True)
            try:
                sent = await self._outbox.send(athlete_id, album, contents)
            except Rejected as fault:
                log.info("the sample's pictures were refused: %s", fault)
                continue
            if sent is not None:
                self._file_ids[language] = sent.file_ids
            return


def _progress(done: int, words: Words) -> Text:
    """What there is to say while it is drawn, and a dot for each stage begun."""
    dots = "●" * (done + 1) + "○" * (len(STAGES) - done - 1)
    return Text(f"{escape(words.text('bot.sample.drawing'))}\n{dots}")
