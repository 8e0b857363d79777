"""What is reported of any clip, and all that is reported of a refused one."""

from __future__ import annotations

from analysis.capture.low_light import MOST_TIMES
from analysis.errors import (
    BadStart,
    BadView,
    CameraMoves,
    CutOff,
    Nobody,
    NoStart,
    Refused,
    TooDark,
    Unreadable,
)
from analysis.types import Analysis, Clip, ClipInfo, Refusal


def refusal_of(error: Refused, film: Clip | None) -> Refusal:
    """Why a clip is not judged.

    Damage to the file explains any other refusal; in a dark film where hardly anybody
    is found, the darkness does.
    """
    broken = film is not None and not film.reading.whole
    if broken and isinstance(error, Nobody | NoStart | CutOff | CameraMoves):
        return Refusal(Unreadable.code, f"damaged or cut off; {error}")
    times = 1.0 if film is None else film.reading.brighter
    unseen = isinstance(error, Nobody | NoStart) and times > 1.0
    blind = isinstance(error, BadView | BadStart) and times >= MOST_TIMES
    if unseen or blind:
        return Refusal(TooDark.code, f"{error}, shown {times:.1f} times brighter")
    return Refusal(error.code, str(error), people=getattr(error, "people", 0))


def refused(version: str, clip: Clip | None, refusal: Refusal) -> Analysis:
    """The analysis of a clip in which nothing could be judged."""
    return Analysis(
        analysis_version=version,
        clip=None if clip is None else info(clip, None),
        refusal=refusal,
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


def info(clip: Clip, factor: float | None) -> ClipInfo:
    """The clip's own figures, and how many times longer than life it lasts."""
    return ClipInfo(
        width_px=clip.width_px,
        height_px=clip.height_px,
        frames=clip.frames,
        duration_s=clip.duration_s,
        median_fps=clip.median_fps,
        variable_frame_rate=clip.variable_frame_rate,
        rotation_deg=clip.rotation_deg,
        speed_factor=factor,
    )
