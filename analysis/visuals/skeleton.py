"""The athlete as drawn: a thin skeleton, each leg in its own colour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.landmarks import BY_SIDE, HIPS, NOSE, SHOULDERS
from analysis.types import Floats, Poses, Side
from analysis.visuals.canvas import Overlay
from analysis.visuals.label_placement import sampled
from analysis.visuals.theme import BODY, INK, Box, Colour, leg_colour

# Below it MediaPipe guesses: a hidden hand or far foot is left out, not invented.
SEEN = 0.3
# Less where it moves: the far knee behind the near one gets a low visibility and yet is
# where it is drawn, and a leg that comes and goes is worse than one slightly off.
SEEN_IN_MOTION = 0.1

LEG_BONES = (
    ("hip", "knee"), ("knee", "ankle"), ("ankle", "heel"), ("heel", "toe"),
    ("ankle", "toe"),
)  # fmt: skip
ARM_BONES = (("shoulder", "elbow"), ("elbow", "wrist"))
BODY_BONES = (*ARM_BONES, ("shoulder", "hip"))
BONES = (*BODY_BONES, *LEG_BONES)
LEG_JOINTS = ("hip", "knee", "ankle", "toe")
BODY_JOINTS = ("shoulder", "elbow", "wrist")
# A part is drawn only with the one it is attached to: a hand alone explains nothing.
_HANGS_ON = {
    "elbow": "shoulder", "wrist": "elbow", "knee": "hip", "ankle": "knee",
    "heel": "ankle", "toe": "ankle",
}  # fmt: skip
# Radius of a face around the middle of ear and nose, in ear-to-nose lengths.
FACE = 1.5

_NEAR_PX, _FAR_PX = 6.0, 3.6
_NEAR_ALPHA, _FAR_ALPHA = 255, 185
# Half the width of the trunk and of a limb, in trunk lengths.
_TRUNK, _LIMB = 0.36, 0.1
_GRID_PX = 24.0


def seen_only(view_xy: Floats, seen: Floats) -> Floats:
    """The landmarks (33, 2) with NaN where the model only guesses."""
    return np.where((seen >= SEEN)[:, np.newaxis], view_xy, np.nan)


def unseen_in_motion(poses: Poses, frame: int) -> NDArray[np.bool_]:
    """(33,) landmarks that a moving picture leaves out: fewer than a card does."""
    unseen: NDArray[np.bool_] = seen_in(poses, frame) < SEEN_IN_MOTION
    return unseen


def seen_in(poses: Poses, frame: int) -> Floats:
    """How well each landmark (33,) is seen in a frame, or in the nearest looked at.

    In slow motion not every frame is looked at; between them the body is known.
    """
    looked = np.flatnonzero(np.isfinite(poses.visibility).any(axis=-1))
    if len(looked) == 0:
        return np.ones(poses.visibility.shape[1])
    seen: Floats = poses.visibility[looked[np.argmin(np.abs(looked - frame))]]
    return seen


def draw_skeleton(
    overlay: Overlay,
    view_xy: Floats,
    near: Side,
    front_leg: Side | None,
    *,
    trunk: bool = True,
) -> None:
    """Draw the far side thin and pale, the near side over it strong.

    Parameters
    ----------
    view_xy
        (33, 2) landmarks in the overlay's pixels, NaN where there is none.
    near
        The side towards the camera.
    front_leg
        The leg on the front block, drawn blue; the other one yellow.
    trunk
        Whether to draw its middle, which is what is measured; not where that is drawn.
    """
    far: Side = "right" if near == "left" else "left"
    across, spine = _trunk(view_xy)
    _draw(overlay, across, [], _FAR_PX, BODY, _FAR_ALPHA)
    _draw(overlay, [spine] if trunk else [], [], _NEAR_PX, BODY, _NEAR_ALPHA)
    for side, width, alpha in (
        (far, _FAR_PX, _FAR_ALPHA),
        (near, _NEAR_PX, _NEAR_ALPHA),
    ):
        points = hanging_together(view_xy, side)
        of_leg = leg_colour(side, front_leg)
        for bones, joints, colour in (
            (LEG_BONES, LEG_JOINTS, of_leg),
            (ARM_BONES, BODY_JOINTS, BODY),
        ):
            lines = [np.stack([points[start], points[end]]) for start, end in bones]
            ends = {
                name
                for bone, line in zip(bones, lines, strict=True)
                for name in bone
                if np.isfinite(line).all()
            }
            dots = [points[name] for name in joints if name in ends]
            _draw(overlay, lines, dots, width, colour, alpha)


def _trunk(view_xy: Floats) -> tuple[list[Floats], Floats]:
    """Lines from side to side at hips and shoulders, and between their middles."""
    pairs = [view_xy[HIPS], view_xy[SHOULDERS]]
    # Of a side that isn't seen the other one stands for both.
    seen = [pair[np.isfinite(pair).all(axis=-1)] for pair in pairs]
    ends = [one.mean(axis=0) if len(one) else np.full(2, np.nan) for one in seen]
    return pairs, np.stack(ends)


def hanging_together(view_xy: Floats, side: Side) -> dict[str, Floats]:
    """One side's landmarks (2,) by name, NaN for those cut off from the body."""
    points = {name: view_xy[number] for name, number in BY_SIDE[side].items()}
    for name, inner in _HANGS_ON.items():
        if not np.isfinite(points[inner]).all():
            points[name] = points[inner]
    return points


def _draw(
    overlay: Overlay,
    lines: list[Floats],
    dots: list[Floats],
    width_px: float,
    colour: Colour,
    alpha: int,
) -> None:
    """Lines and dots over their own dark edge; what is not seen is left out."""
    lines = [line for line in lines if np.isfinite(line).all()]
    dots = [dot for dot in dots if np.isfinite(dot).all()]
    for line in lines:
        overlay.line(line, width_px * 1.7, INK, alpha // 2)
    for dot in dots:
        overlay.dot(dot, width_px * 1.35, INK, alpha // 2)
    for line in lines:
        overlay.line(line, width_px, colour, alpha)
    for dot in dots:
        overlay.dot(dot, width_px, colour, alpha)


def bones(view_xy: Floats) -> Floats:
    """Points (n, 2) along all bones of both sides."""
    lines = [
        sampled(view_xy[of_side[start]], view_xy[of_side[end]])
        for of_side in BY_SIDE.values()
        for start, end in BONES
    ]
    return np.concatenate(lines)


def silhouette(view_xy: Floats) -> Floats:
    """Points (n, 2) about all over the athlete: along the bones, as wide as a limb."""
    points = []
    for side in BY_SIDE.values():
        trunk = float(np.linalg.norm(view_xy[side["shoulder"]] - view_xy[side["hip"]]))
        for bone in BONES:
            start, end = (view_xy[side[name]] for name in bone)
            half = (_TRUNK if bone == ("shoulder", "hip") else _LIMB) * trunk
            points.append(_band(start, end, half))
    return np.concatenate(points)


def _band(start: Floats, end: Floats, half_px: float) -> Floats:
    middle = sampled(start, end, _GRID_PX)
    if len(middle) == 0 or not np.isfinite(half_px):
        return np.empty((0, 2))
    along = (end - start) / max(float(np.linalg.norm(end - start)), 1e-6)
    beside = np.arange(-half_px, half_px + 1, _GRID_PX)[:, np.newaxis, np.newaxis]
    across = np.array([-along[1], along[0]])
    points: Floats = (middle + beside * across).reshape(-1, 2)
    return points


def face(view_xy: Floats, near: Side) -> Box | None:
    """The box around the face, None when it isn't seen."""
    nose, ear = view_xy[NOSE], view_xy[BY_SIDE[near]["ear"]]
    if not np.isfinite([nose, ear]).all():
        return None
    middle, half = (nose + ear) / 2, FACE * float(np.linalg.norm(nose - ear))
    return (*(middle - half).tolist(), *(middle + half).tolist())
