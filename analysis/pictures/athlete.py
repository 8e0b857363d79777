"""The athlete as drawn: a skeleton and, on it, the measured angles."""

from __future__ import annotations

import numpy as np

from analysis.pictures.labels import sampled
from analysis.pictures.marks import LANDMARKS, NOSE, Mark
from analysis.pictures.overlay import Overlay, arc
from analysis.pictures.style import FAR, INK, NEAR, VERDICT_COLOUR, Box, colour_of
from analysis.types import Floats, Side

# Below it MediaPipe guesses: a hidden hand or far foot is left out, not invented.
SEEN = 0.3

BONES = (
    ("shoulder", "elbow"), ("elbow", "wrist"), ("shoulder", "hip"), ("hip", "knee"),
    ("knee", "ankle"), ("ankle", "heel"), ("heel", "toe"), ("ankle", "toe"),
    ("ear", "shoulder"),
)  # fmt: skip
JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "toe")
# A face reaches about so many ear-to-nose lengths around the middle of the two.
FACE = 1.5


def seen_only(view_xy: Floats, seen: Floats) -> Floats:
    """The landmarks (33, 2) with NaN where the model only guesses."""
    return np.where((seen >= SEEN)[:, np.newaxis], view_xy, np.nan)


def draw_skeleton(overlay: Overlay, view_xy: Floats, near: Side) -> None:
    """Draw the far side thin and pale, the near side over it strong."""
    far: Side = "right" if near == "left" else "left"
    _draw_side(overlay, view_xy, far, width_px=3, colour=FAR, alpha=190)
    _draw_side(overlay, view_xy, near, width_px=5, colour=NEAR, alpha=255)


def _draw_side(
    overlay: Overlay,
    view_xy: Floats,
    side: Side,
    *,
    width_px: float,
    colour: tuple[int, int, int],
    alpha: int,
) -> None:
    lines = [view_xy[[LANDMARKS[side][end] for end in bone]] for bone in BONES]
    lines = [line for line in lines if np.isfinite(line).all()]
    for line in lines:
        overlay.line(line, width_px + 4, INK, alpha // 2)
    for line in lines:
        overlay.line(line, width_px, colour, alpha)
    for name in JOINTS:
        joint = view_xy[LANDMARKS[side][name]]
        if np.isfinite(joint).all():
            overlay.dot(joint, width_px + 2.5, INK, alpha * 3 // 4)
            overlay.dot(joint, width_px + 0.5, colour, alpha)


def bones(view_xy: Floats) -> Floats:
    """Points (n, 2) along all bones of both sides."""
    lines = [
        sampled(view_xy[of_side[start]], view_xy[of_side[end]])
        for of_side in LANDMARKS.values()
        for start, end in BONES
    ]
    return np.concatenate(lines)


def face(view_xy: Floats, near: Side) -> Box | None:
    """The box around the face, None when it isn't seen."""
    nose, ear = view_xy[NOSE], view_xy[LANDMARKS[near]["ear"]]
    if not np.isfinite([nose, ear]).all():
        return None
    middle, half = (nose + ear) / 2, FACE * float(np.linalg.norm(nose - ear))
    return (*(middle - half).tolist(), *(middle + half).tolist())


def draw_mark(overlay: Overlay, mark: Mark) -> None:
    """Draw the angle's arms, arc and field in the verdict's colour."""
    colour = colour_of(mark.verdict)
    if mark.part == "head_pitch":
        _draw_gaze(overlay, mark, colour)
        return
    if mark.level:
        _cased_dashes(overlay, mark.vertex, mark.first, colour)
        overlay.line(np.stack([mark.vertex, mark.last]), 7, INK, 130)
        overlay.line(np.stack([mark.vertex, mark.last]), 4, colour)
    for curve, width_px, ink in zip(
        curves(mark), (5, 7), (colour, VERDICT_COLOUR["good"]), strict=False
    ):
        overlay.line(curve, width_px + 4, INK, 150)
        overlay.line(curve, width_px, ink)


def curves(mark: Mark) -> list[Floats]:
    """The angle's arc and, where a line is judged, outside it the arc of its aim."""
    if mark.part == "head_pitch":
        return []
    drawn = [arc(mark.vertex, mark.first, mark.last, radius_of(mark))]
    if mark.level and mark.aim is not None:
        low = 0.0 if mark.aim[0] is None else mark.aim[0]
        high = 90.0 if mark.aim[1] is None else mark.aim[1]
        forward = np.sign(mark.first[0] - mark.vertex[0])
        turns = np.radians(np.linspace(low, high, max(3, int(high - low))))
        way = np.stack([forward * np.cos(turns), -np.sin(turns)], axis=-1)
        drawn.append(mark.vertex + (radius_of(mark) + 15) * way)
    return drawn


def draw_field(overlay: Overlay, mark: Mark) -> None:
    """Tint the opening of the angle."""
    for curve in curves(mark)[:1]:
        field = np.concatenate([mark.vertex[np.newaxis], curve])
        overlay.area(field, colour_of(mark.verdict), 80)


def radius_of(mark: Mark) -> float:
    """The arc's radius: inside the shorter arm, larger where a line is measured."""
    arms = np.linalg.norm([mark.first - mark.vertex, mark.last - mark.vertex], axis=-1)
    wished = {"body_line": 150.0, "trunk": 84.0, "shin": 66.0, "thigh_split": 74.0}
    return float(min(wished.get(mark.part, 46.0), 0.7 * arms.min()))


def anchor_of(mark: Mark) -> tuple[Floats, Floats]:
    """The point a mark's label names, and the direction in which it best stands."""
    if mark.part == "head_pitch":
        tip = _gaze(mark)[1]
        return tip, tip - mark.vertex
    curve = arc(mark.vertex, mark.first, mark.last, radius_of(mark))
    middle = curve[len(curve) // 2]
    return middle, middle - mark.vertex


def _gaze(mark: Mark) -> Floats:
    """(2, 2) a short line on from the nose, so that the face stays free."""
    face_line = mark.last - mark.vertex
    return np.stack([mark.last + 1.0 * face_line, mark.last + 2.6 * face_line])


def _draw_gaze(overlay: Overlay, mark: Mark, colour: tuple[int, int, int]) -> None:
    start, tip = _gaze(mark)
    along = (tip - start) / max(float(np.linalg.norm(tip - start)), 1e-6)
    across = np.array([-along[1], along[0]])
    head = np.stack([tip - 14 * along + 9 * across, tip, tip - 14 * along - 9 * across])
    for width, ink, alpha in ((8, INK, 140), (4, colour, 255)):
        overlay.line(np.stack([start, tip]), width, ink, alpha)
        overlay.line(head, width, ink, alpha)


def _cased_dashes(
    overlay: Overlay, start: Floats, end: Floats, colour: tuple[int, int, int]
) -> None:
    overlay.dashes(start, end, 6, INK, 120)
    overlay.dashes(start, end, 3, colour, 235)
