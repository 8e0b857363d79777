"""What is measured: one record for each measure, in the order of the contract.

Everything that is done with a measure follows from its record: how it is read and how
sure it is (``measures.py``, ``uncertainty.py``), how it is drawn (``SHAPES`` in
``visuals/shapes.py``) and how it is told (``wording.py``, ``bot/replies``).
How to add one: ``analysis/README.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from analysis.measurement import angles, courses, distances
from analysis.measurement.definition import (
    BACK,
    HEAD,
    RISE,
    Category,
    Definition,
    Posture,
    time_between,
)
from analysis.types import EventName

# From here on feet are seen often enough to be told of (evidence §1.9: 120).
FAST_FPS = 90.0

_knee = partial(Definition, read=angles.knee, kind="knee", drawn="knee", part="knee")
_hip = partial(Definition, read=angles.hip, kind="hip", drawn="hip", part="hip")
_shin = partial(Definition, read=angles.shin, kind="shin", drawn="shin", part="shin")
_trunk = partial(
    Definition, read=angles.trunk, kind="trunk", drawn="trunk", part="trunk"
)
_line = partial(
    Definition,
    read=angles.body_line,
    kind="body_line",
    drawn="line",
    part="body_line",
)
_split = partial(
    Definition,
    read=angles.thigh_split,
    kind="thigh_split",
    drawn="thighs",
    part="thigh_split",
)
_head = partial(
    Definition,
    read=angles.head_pitch,
    kind="head_pitch",
    drawn="gaze",
    part="head_pitch",
    posture=HEAD,
    unseen="head_hidden",
)
_ratio = partial(Definition, unit="ratio")
_hand = partial(_ratio, share="trunk", arm="leg")
_elbow = partial(Definition, kind="elbow")
# Of a foot a phone tells no more than up, flat or down (evidence §1.9 and 4a).
_toe = partial(
    Definition,
    read=angles.dorsiflexion,
    kind="foot",
    drawn="swing_toe",
    part="swing_toe",
    category=Category((-20.0, -5.0), ("down", "flat", "up"), alone=True),
    least_fps=FAST_FPS,
    unseen="foot_hidden",
)
_step = partial(_ratio, kind="step_ratio", share="times", between_feet=True)
_mass = partial(_ratio, kind="mass_distance", share="leg")
_land = partial(
    _mass,
    read=distances.touchdown_distance,
    drawn="landing",
    part="touchdown_distance",
    posture=Posture("foot", near=0.02),
)
_leave = partial(
    _mass, read=distances.toe_off_distance, drawn="leaving", part="toe_off_distance"
)

_MOVES: EventName = "first_movement"
_REAR: EventName = "rear_foot_block_exit"
_EXIT: EventName = "front_foot_block_exit"
_DOWN_1: EventName = "touchdown_1"
_OFF_1: EventName = "toe_off_1"
_DOWN_2: EventName = "touchdown_2"
_OFF_2: EventName = "toe_off_2"
_DOWN_3: EventName = "touchdown_3"

_SET = (
    _knee("front_knee_set", 1, "set", "front", part="front_knee"),
    _knee("rear_knee_set", 1, "set", "rear", part="rear_knee"),
    _trunk("trunk_set", 1, "set", posture=BACK),
    _head("head_pitch_set", 1, "set"),
    _ratio(
        "shoulders_ahead_set",
        1,
        "set",
        read=distances.shoulders_ahead,
        kind="shoulders_ahead",
        posture=Posture("shoulders", near=0.02),
        drawn="lean",
        part="shoulders_ahead",
        share="arm",
        arm="both",
    ),
    _elbow(
        "elbow_set",
        1,
        "set",
        read=angles.near_elbow,
        drawn="elbow",
        part="elbow",
        arm="near",
    ),
    time_between("still_set", 1, "set_start", _MOVES, "still", _MOVES),
)
_DRIVE = (
    _line("body_line_drive", 2, _REAR, "front"),
    _head("head_pitch_drive", 2, _REAR),
    Definition(
        "hip_path_push",
        2,
        _REAR,
        course=courses.hip_path,
        needs=(_MOVES, _EXIT),
        kind="hip_path",
        posture=Posture("hips", near=1.0),
        drawn="hip_path",
        part="hip_path",
    ),
    _ratio(
        "hip_back_push",
        2,
        _REAR,
        course=courses.hips_back,
        needs=(_MOVES,),
        kind="hip_back",
        paced=True,
        part="hip_back",
        share="leg",
    ),
    Definition(
        "rear_hip_opening",
        2,
        _REAR,
        "rear",
        course=courses.hip_opening,
        needs=(_MOVES, _REAR),
        kind="hip_opening",
        part="rear_hip_opening",
    ),
    _ratio(
        "rear_push_share",
        2,
        _REAR,
        course=courses.rear_push_share,
        needs=(_MOVES, _REAR, _EXIT),
        kind="timing",
        part="rear_push_share",
        share="share",
    ),
    time_between("push_time", 2, _MOVES, _EXIT, "push_time", _REAR),
)
_LEAVING = (
    _line("body_line_exit", 3, _EXIT, "front"),
    _trunk("trunk_exit", 3, _EXIT),
    _knee("front_knee_exit", 3, _EXIT, "front", part="front_knee"),
    _hip("front_hip_exit", 3, _EXIT, "front", part="front_hip"),
    _head("head_pitch_exit", 3, _EXIT),
    Definition(
        "hip_gap_exit",
        3,
        _EXIT,
        "front",
        read=angles.hip_gap,
        kind="hip_gap",
        posture=Posture("gap", near=1.0),
        part="hip_gap",
    ),
    _split("thigh_split_exit", 3, _EXIT, "front", kind="exit_split"),
    _hand(
        "lead_hand_exit",
        3,
        _EXIT,
        "front",
        read=distances.hand_to_head,
        kind="hand",
        drawn="lead_hand",
        part="lead_hand",
    ),
    _elbow(
        "lead_elbow_exit",
        3,
        _EXIT,
        "front",
        read=angles.elbow,
        drawn="elbow",
        part="lead_elbow",
        arm="leg",
    ),
)
_STEPPING_OVER = (
    _ratio(
        "recovery_height_1",
        4,
        "crossing_1",
        "front",
        read=distances.ankle_height,
        kind="ankle_height",
        part="recovery_height",
        share="shank",
        category=Category((0.5, 0.85), ("low", "middle", "figure_four")),
    ),
    _hand(
        "back_hand_1",
        4,
        "crossing_1",
        "front",
        course=courses.hand_past_hip,
        moment=courses.hand_past_hip_s,
        needs=(_DOWN_1, _OFF_1),
        kind="back_hand",
        drawn="back_hand",
        part="back_hand",
        category=Category(
            (0.0,), ("behind", "not_behind"), course=courses.hand_ends_ahead
        ),
    ),
    _toe("swing_toe_crossing_1", 4, "crossing_1", "front"),
    _head("head_pitch_crossing", 4, "crossing_1"),
)
_FOOT_BACK = (
    Definition(
        "knee_lift_1",
        5,
        _DOWN_1,
        "rear",
        course=courses.knee_lift,
        moment=courses.knee_lift_s,
        needs=(_REAR, _DOWN_1),
        kind="knee_lift",
        drawn="knee_lift",
        part="knee_lift",
    ),
    _ratio(
        "foot_back_1",
        5,
        _DOWN_1,
        "rear",
        course=courses.foot_back,
        moment=courses.foot_back_s,
        needs=(_DOWN_1,),
        kind="foot_back",
        paced=True,
        posture=Posture("foot_back", near=0.05),
        drawn="foot_path",
        part="foot_back",
        share="speed",
        least_fps=FAST_FPS,
    ),
    _shin(
        "shin_before_touchdown_1",
        5,
        _DOWN_1,
        "rear",
        before_s=courses.LAST_S / 2,
        kind="shin_before",
        part="shin_before",
        least_fps=FAST_FPS,
    ),
    _toe("swing_toe_touchdown_1", 5, _DOWN_1, "rear", before_s=0.02),
)
_CONTACT = (
    _knee("knee_touchdown_1", 6, _DOWN_1, "rear", 1),
    _hip("hip_touchdown_1", 6, _DOWN_1, "rear", 1),
    _shin("shin_touchdown_1", 6, _DOWN_1, "rear", 1),
    _trunk("trunk_touchdown_1", 6, _DOWN_1, step=1),
    _land("touchdown_distance_1", 6, _DOWN_1, "rear", 1),
    Definition(
        "foot_strike_1",
        6,
        _DOWN_1,
        "rear",
        1,
        read=angles.foot_pitch,
        kind="foot",
        part="foot_strike",
        category=Category((-5.0, 5.0), ("ball", "flat", "heel"), alone=True),
    ),
    time_between("contact_time_1", 6, _DOWN_1, _OFF_1, "contact_time", _DOWN_1, 1),
    time_between("flight_time_1", 6, _EXIT, _DOWN_1, "flight_time", _DOWN_1, 1),
)
_PUSH_OFF = (
    _knee("knee_toe_off_1", 7, _OFF_1, "rear", 1),
    _trunk("trunk_toe_off_1", 7, _OFF_1, step=1),
    _line("body_line_toe_off_1", 7, _OFF_1, "rear", 1),
    _split("thigh_split_toe_off_1", 7, _OFF_1, "rear", 1),
    _leave("toe_off_distance_1", 7, _OFF_1, "rear", 1),
    _head("head_pitch_toe_off_1", 7, _OFF_1, step=1),
    _toe("swing_toe_toe_off_1", 7, _OFF_1, "front"),
)
_STEP_2 = (
    _knee("knee_touchdown_2", 6, _DOWN_2, "front", 2),
    _hip("hip_touchdown_2", 6, _DOWN_2, "front", 2),
    _shin("shin_touchdown_2", 6, _DOWN_2, "front", 2),
    _trunk("trunk_touchdown_2", 6, _DOWN_2, step=2),
    _land("touchdown_distance_2", 6, _DOWN_2, "front", 2),
    time_between("contact_time_2", 6, _DOWN_2, _OFF_2, "contact_time", _DOWN_2, 2),
    time_between("flight_time_2", 6, _OFF_1, _DOWN_2, "flight_time", _DOWN_2, 2),
    _knee("knee_toe_off_2", 7, _OFF_2, "front", 2),
    _trunk("trunk_toe_off_2", 7, _OFF_2, step=2),
    _line("body_line_toe_off_2", 7, _OFF_2, "front", 2),
    _split("thigh_split_toe_off_2", 7, _OFF_2, "front", 2),
    _leave("toe_off_distance_2", 7, _OFF_2, "front", 2),
)
_THIRD_STEP = (
    _shin("shin_touchdown_3", 8, _DOWN_3, "rear", 3),
    _trunk("trunk_touchdown_3", 8, _DOWN_3, step=3),
    _land("touchdown_distance_3", 8, _DOWN_3, "rear", 3),
    Definition(
        "trunk_rise",
        8,
        _DOWN_3,
        course=courses.rise_per_step(angles.trunk),
        needs=(_DOWN_1, _DOWN_3),
        kind="trunk_rise",
        posture=RISE,
        part="trunk_rise",
    ),
    Definition(
        "shin_rise",
        8,
        _DOWN_3,
        "rear",
        course=courses.rise_per_step(angles.shin),
        needs=(_DOWN_1, _DOWN_3),
        kind="shin_rise",
        posture=RISE,
        part="shin_rise",
    ),
    _step(
        "step_ratio_2",
        8,
        _DOWN_3,
        step=2,
        course=courses.second_step_ratio,
        part="step_ratio_2",
        needs=(_DOWN_1, _DOWN_2),
    ),
    _step(
        "step_ratio_3",
        8,
        _DOWN_3,
        step=3,
        course=courses.third_step_ratio,
        part="step_ratio_3",
        needs=(_DOWN_1, _DOWN_2, _DOWN_3),
    ),
    Definition(
        "contact_change",
        8,
        _DOWN_3,
        course=courses.contact_change,
        needs=(_DOWN_1, _OFF_1, _DOWN_2, _OFF_2),
        kind="timing",
        posture=Posture("change", near=0.005),
        part="contact_change",
        unit="s",
    ),
)
DEFINITIONS: tuple[Definition, ...] = (
    *_SET,
    *_DRIVE,
    *_LEAVING,
    *_STEPPING_OVER,
    *_FOOT_BACK,
    *_CONTACT,
    *_PUSH_OFF,
    *_STEP_2,
    *_THIRD_STEP,
)
DEFINED: Mapping[str, Definition] = {row.id: row for row in DEFINITIONS}
_OF_STEP = {(row.phase, row.part, row.step): row.id for row in DEFINITIONS if row.step}


def at_step(measure_id: str, step: int) -> str | None:
    """Id of the same measure at another step; None of one that belongs to no step."""
    row = DEFINED[measure_id]
    return _OF_STEP.get((row.phase, row.part, step)) if row.step else None


def told_deg(measure_id: str, value: float) -> float:
    """The angle to name: the value, or for a posture how far it is from rest."""
    posture = DEFINED[measure_id].posture
    return value if posture is None else abs(value - posture.rest)
