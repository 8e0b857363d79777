"""Verdicts that certain clips must get, whatever the averages.

A sound start gets no ``work_on`` where it counts; planted faults are seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.measurement.definitions import DEFINED
from analysis.scoring.checklist import load_checklist
from analysis.types import Finding
from benchmarks.clip_comparison import Compared

SOUND = ("A_borzov60", "B_30fps", "C_120fps")
FAULTY = "D_faults"
PLANTED = (
    "trunk_set",
    "front_knee_set",
    "head_pitch_exit",
    "body_line_exit",
    "trunk_exit",
    "front_knee_exit",
)
LEAST_TO_WORK_ON = 3


def breaches(clips: Sequence[Compared]) -> dict[str, list[str]]:
    """By rule, what breaks it in these clips; rules of absent clips are left out."""
    by_name = {clip.name: clip for clip in clips}
    rules = {
        f"{name} has no work_on in phases 1-3 and step 1": _too_harsh(by_name[name])
        for name in SOUND
        if name in by_name
    }
    return rules | (_faulty(by_name[FAULTY]) if FAULTY in by_name else {})


def _too_harsh(clip: Compared) -> list[str]:
    if clip.found.refusal:
        return ["refused"]
    early = {check.id for check in load_checklist().checks if check.phase <= 3}
    return [
        one.check
        for one in clip.found.findings
        if one.verdict == "work_on"
        and (one.check in early or DEFINED[one.measure].step == 1)
    ]


def _faulty(clip: Compared) -> dict[str, list[str]]:
    found: Mapping[str, Finding] = {one.check: one for one in clip.found.findings}
    verdicts = {
        check: found[check].verdict if check in found else "refused"
        for check in PLANTED
    }
    unseen = [
        check for check, got in verdicts.items() if got not in ("minor", "work_on")
    ]
    red = [check for check, verdict in verdicts.items() if verdict == "work_on"]
    focus = clip.found.focus
    return {
        f"{clip.name}: planted faults are minor or worse": unseen,
        f"{clip.name}: at least three of them are work_on": (
            [] if len(red) >= LEAST_TO_WORK_ON else [f"only {len(red)}"]
        ),
        f"{clip.name}: one of those is the focus": (
            [] if focus in red else [focus or "no focus"]
        ),
    }
