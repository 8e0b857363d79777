"""Stands in for the analysis: does what the clip's first word says.

The real one takes half a minute and can't be told to crash.
"""

import argparse
import json
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from analysis.corrections import from_json
from analysis.scoring.apply_corrections import amended, moved
from analysis.scoring.checklist import load_checklist
from analysis.scoring.findings import band_verdict
from analysis.serialization import to_json
from analysis.travel import Told, Travel
from analysis.types import (
    EVENT_NAMES,
    Analysis,
    ClipInfo,
    Event,
    Finding,
    Measure,
    Note,
    Phase,
    Refusal,
)
from analysis.visuals.motion import FILE, Moment, Motion, write_motion
from analysis.visuals.stills import STILL_PX, Still, write_stills

SHOWN = (2, 3, 7)
FRAMES = zip(EVENT_NAMES, (10, 20, 26, 28, 30, 33, 36, 38, 42), strict=True)
EVENTS = {name: Event(frame / 30, frame, 0.01) for name, frame in FRAMES}
MOTION = Motion(
    np.array([-0.1, 0.0, 0.1]),
    np.linspace((0.0, 0.1), (1.0, 1.6), 33) + np.zeros((3, 1, 1)),
    {"first_movement": Moment(0.0, 0.01), "touchdown_1": Moment(0.1, 0.01)},
    "right",
    "right",
)


def measured(check, value, verdict, cue=None, plus_minus=4.2):
    measure = Measure(check.measure, check.phase, value, "deg", plus_minus, 37)
    band, target = check.band, check.seed_target
    return measure, Finding(check.id, check.measure, verdict, False, band, target, cue)


def judged(check, order):
    if order == "high" and check.id == "body_line_exit":
        verdict, _ = band_verdict(54.0, 1.5, check.band)
        return measured(check, 54.0, verdict, check.cue_high, 1.5)
    if check.phase == 1:
        why = "event_before_clip"
        measure = Measure(check.measure, 1, None, "deg", None, None, why)
        band, target = check.band, check.seed_target
        judgement = Finding(
            check.id, check.measure, "cant_tell", False, band, target, None, why
        )
        return measure, judgement
    if check.id == "front_knee_exit":
        return measured(check, 131.0, "work_on", check.cue_low)
    low, high = check.band.green
    return measured(check, (high - 1) if low is None else low + 1, "good")


def analysis(corrections, level, order, refusal=None):
    checks = () if refusal else load_checklist(level).checks
    found = [judged(check, order) for check in checks]
    phases = [
        Phase(n, 30 + n, 1.0 + n / 30, f"phase_{n}.jpg" if n in SHOWN else None)
        for n in range(1, 9)
    ]
    events = moved(EVENTS, corrections, np.arange(90) / 30)
    phases[0] = Phase(1, None, None, why="event_before_clip")
    phases[6] = replace(phases[6], frame=events["toe_off_2"].frame - 1)
    seen = Analysis(
        analysis_version="stand-in",
        clip=ClipInfo(1280, 720, 90, 3.0, 30.0, False, 0, 1.0),
        refusal=refusal,
        direction=None if refusal else "left_to_right",
        near_side=None if refusal else "left",
        front_leg=None if refusal else "right",
        events={} if refusal else events,
        phases=() if refusal else tuple(phases),
        measures=tuple(measure for measure, _ in found),
        findings=tuple(finding for _, finding in found),
        focus=None if refusal else "front_knee_exit",
        praise=None if refusal else "body_line_exit",
        notes=() if refusal else (Note("low_frame_rate", {"fps": 30.0}),),
        level=level,
        travel=None if refusal else Travel(step_1=Told(1.1, 0.05)),
    )
    return amended(seen, corrections)


def ending(order, found):
    """The start as the clip's first word lets it end."""
    if order != "stumble":
        return found
    return replace(found, praise=None, notes=(Note("stumbles"), *found.notes))


def still(number):
    body = np.linspace((200.0, 150.0 + 20 * number), (330.0, 600.0), 33)
    return Still(number, Image.new("RGB", STILL_PX, (60, 25 * number, 120)), body)


def tell(stage, done=0.0):
    print(json.dumps({"stage": stage, "done": done}), flush=True)


def draw(folder, names, refusal, moved=0):
    names = names or [f"phase_{number}.jpg" for number in SHOWN]
    for number, name in enumerate(names):
        blue = 120 + (9 * moved if name == "phase_7.jpg" else 0)
        picture = Image.new("RGB", (640, 360), (60, 75 * number, blue))
        picture.save(folder / name)
    if not refusal:
        write_stills(map(still, SHOWN), folder)
        (folder / FILE).write_bytes(write_motion(MOTION))


def asked():
    parser = argparse.ArgumentParser()
    parser.add_argument("clip", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--progress")
    parser.add_argument("--language")
    parser.add_argument("--level")
    parser.add_argument("--hide-faces", action="store_true")
    parser.add_argument("--corrections", type=json.loads)
    return parser.parse_args()


def words_of(clip):
    """What a made-up clip says; a real film, such as the sample, is good."""
    try:
        return clip.read_text()
    except UnicodeDecodeError:
        return "good"


def main():
    options = asked()
    order, _, seconds = words_of(options.clip).partition(" ")
    tell("finding")
    if order == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if order == "fail":
        raise SystemExit(1)
    tell("posing", 0.4)
    time.sleep(float(seconds or 0.0))
    tell("drawing")
    corrections = from_json(options.corrections)
    refused = order in ("refuse", "several") and not corrections.athlete
    refusal = Refusal("no_start", "made up", "refused.jpg") if refused else None
    if refused and order == "several":
        refusal = Refusal("several_athletes", "made up", "refused.jpg", 2)
    if corrections.athlete > 1 and order != "several":
        refusal = Refusal("nobody_else", "made up")
    moved = sum(corrections.shifts.values())
    draw(options.pictures, ["refused.jpg"] if refused else None, refusal, moved)
    found = analysis(corrections, options.level, order, refusal)
    found = ending(order, found)
    options.json.write_text(json.dumps(to_json(found)))
    raise SystemExit(3 if refusal else 0)


if __name__ == "__main__":
    main()
