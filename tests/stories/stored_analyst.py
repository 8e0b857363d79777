"""Stands in for the analysis: knows two rendered starts by heart, and varies them.

A clip of a story is a small JSON: which start it shows, and which checks read
otherwise. It is judged as a real one, by the checklist as it is today.
"""

import asyncio
import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from analysis import ANALYSIS_VERSION
from analysis import corrections as corrected
from analysis.scoring.apply_corrections import amended, moved
from analysis.scoring.checklist import load_checklist
from analysis.scoring.findings import judge
from analysis.serialization import from_json, to_json
from analysis.types import Analysis, Event, Refusal
from analysis.visuals.stills import STILL_PX
from bot.jobs.analysis_process import Stopped
from tests.bot.films import film

STARTS = Path(__file__).parent / "starts"


def clip(start, refused=None, people=0, **values):
    """The bytes of a clip: ``good`` or ``faults``, or one that is refused."""
    told = {"start": start, "refused": refused, "people": people, "values": values}
    return json.dumps(told).encode()


SAMPLE = json.loads(clip("faults"))


class StoredAnalyst:
    """Takes the place of ``Analyst``; holds every clip until it may go on."""

    confined = None

    def __init__(self):
        self.held = {}
        self._busy = False

    async def make_ready(self):
        pass

    async def close(self):
        pass

    async def analyse(
        self,
        clip_id,
        video,
        pictures,
        progress,
        language="en",
        corrections=None,
        level="trained",
        *,
        hide_faces=False,
    ):
        progress("finding", 0.0)
        order = _order(video)
        if order is not SAMPLE and not self._busy:
            await self._hold(clip_id)
        wanted = corrected.from_json(corrections)
        found = await asyncio.to_thread(_found, order, wanted, level)
        await asyncio.to_thread(_draw, order["start"], found, pictures)
        (pictures / "analysis.json").write_text(json.dumps(to_json(found)))
        return to_json(found)

    async def _hold(self, clip_id):
        self.held[clip_id] = asyncio.get_running_loop().create_future()
        try:
            await self.held[clip_id]
        finally:
            del self.held[clip_id]

    def work(self):
        """Look at every clip, those held and those to come, until ``rest``."""
        self._busy = True
        for wait in self.held.values():
            wait.set_result(None)

    def rest(self):
        self._busy = False

    def stop(self, clip_id):
        if clip_id in self.held:
            self.held[clip_id].set_exception(Stopped(clip_id))
        return clip_id in self.held


def _order(video):
    """What the clip says of itself; a real one is the bot's own sample."""
    try:
        return json.loads(video.read_bytes())
    except ValueError:
        return SAMPLE


def _found(order, corrections, level):
    stored = json.loads((STARTS / f"{order['start']}.json").read_text())
    if order["refused"] and not corrections.athlete:
        return _refused(order)
    seen = from_json(stored | {"analysis_version": ANALYSIS_VERSION, "level": level})
    checklist = load_checklist(level)
    wanted = {
        check.measure: order["values"][check.id]
        for check in checklist.checks
        if check.id in order["values"]
    }
    assert len(wanted) == len(order["values"]), "a check that doesn't exist"
    measures = tuple(
        replace(one, value=wanted.get(one.id, one.value)) for one in seen.measures
    )
    judged = judge(measures, checklist, seen.clip.median_fps)
    seen = replace(
        seen,
        measures=measures,
        findings=judged.findings,
        focus=judged.focus,
        praise=judged.praise,
        cause=judged.cause,
    )
    return amended(_shifted(seen, corrections), corrections)


def _shifted(seen, corrections):
    """The key frames moved as the athlete said; the angles stay."""
    time_s = np.arange(seen.clip.frames) / seen.clip.median_fps
    events = moved(seen.events, corrections, time_s)
    by = {
        old.frame: events[name].frame
        for name, old in seen.events.items()
        if isinstance(old, Event) and events[name] != old
    }
    phases = tuple(
        replace(one, frame=by.get(one.frame, one.frame)) for one in seen.phases
    )
    return replace(seen, events=events, phases=phases)


def _refused(order):
    return Analysis(
        analysis_version=ANALYSIS_VERSION,
        clip=None,
        refusal=Refusal(order["refused"], "", "refused.jpg", order["people"]),
        direction=None,
        near_side=None,
        front_leg=None,
        events={},
        phases=(),
        measures=(),
        findings=(),
        focus=None,
        praise=None,
        notes=(),
    )


def _draw(start, found, folder):
    """Small grey pictures under the names that the real ones have."""
    if found.refusal:
        (folder / found.refusal.picture).write_bytes(grey((64, 48)))
        return
    cards = [phase.picture for phase in found.phases if phase.picture]
    for name in ("strip.jpg", "path.jpg", *cards):
        (folder / name).write_bytes(grey((64, 48)))
    (folder / "slow.mp4").write_bytes(film(folder))
    (folder / "film.mp4").unlink()
    for name, stored in (("stills.json", "stills.json"), ("motion.npz", "motion")):
        (folder / name).write_bytes((STARTS / f"{start}.{stored}").read_bytes())
    for name in json.loads((folder / "stills.json").read_text()):
        (folder / name).write_bytes(grey(STILL_PX))


def grey(size_px):
    data = io.BytesIO()
    Image.new("RGB", size_px, "grey").save(data, "JPEG")
    return data.getvalue()
