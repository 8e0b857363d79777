"""Labels stand near what they name and off what matters."""

from __future__ import annotations

import numpy as np

from analysis.visuals.label_placement import MARGIN_PX, Room, Wish, overlap, sampled

NONE = np.empty((0, 2))
RIGHT = np.array([1.0, 0.0])


def test_a_label_with_room_stands_where_it_wishes_to() -> None:
    room = Room((800, 600), NONE, NONE)
    (box,) = room.place([Wish((100, 40), np.array([300.0, 300.0]), RIGHT)])
    assert 300 < box[0] < 330
    assert (box[1] + box[3]) / 2 == 300


def test_a_label_at_the_edge_stays_inside() -> None:
    room = Room((800, 600), NONE, NONE)
    (box,) = room.place([Wish((200, 40), np.array([790.0, 8.0]), RIGHT)])
    assert box[2] <= 800 - MARGIN_PX
    assert box[1] >= MARGIN_PX


def test_labels_of_the_same_point_stand_apart() -> None:
    room = Room((800, 600), NONE, NONE)
    wish = Wish((150, 40), np.array([400.0, 300.0]), RIGHT)
    boxes = room.place([wish] * 4)
    pairs = [(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :]]
    assert not any(overlap(a, b) for a, b in pairs)


def test_a_label_steps_aside_for_a_joint_and_a_taken_box() -> None:
    anchor = np.array([400.0, 300.0])
    joint = np.array([460.0, 300.0])
    face = (410.0, 200.0, 560.0, 280.0)
    room = Room((800, 600), joint[np.newaxis], NONE, (face,))
    (box,) = room.place([Wish((150, 40), anchor, RIGHT)])
    assert not overlap(box, face)
    assert not overlap((*joint, *joint), box)


def test_a_leader_does_not_run_under_another_label() -> None:
    room = Room((800, 600), NONE, NONE)
    wishes = [Wish((160, 40), np.array([400.0 + n, 300.0]), RIGHT) for n in range(3)]
    boxes = room.place(wishes)
    for wish, box in zip(wishes, boxes, strict=True):
        others = [other for other in boxes if other is not box]
        leader = sampled(*wish.leader(box), 4)
        for other in others:
            assert not any(overlap((x, y, x, y), other) for x, y in leader.tolist())


def test_the_same_wishes_are_always_answered_alike() -> None:
    wishes = [Wish((120, 40), np.array([400.0, 300.0 + n]), RIGHT) for n in range(4)]
    rooms = (Room((800, 600), NONE, NONE) for _ in range(2))
    first, second = (room.place(wishes) for room in rooms)
    assert first == second


def test_a_line_to_a_missing_point_has_no_points() -> None:
    assert len(sampled(np.array([1.0, 2.0]), np.array([np.nan, 2.0]))) == 0
