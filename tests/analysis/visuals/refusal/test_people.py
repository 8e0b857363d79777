"""Who else is there: a box for everybody who moves while the athlete does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.estimation.among_others.bystanders import BONES
from analysis.types import Clip
from analysis.visuals.refusal import picture
from analysis.visuals.refusal.diagnosis import find_trouble
from analysis.visuals.refusal.evidence import Scene
from analysis.visuals.refusal.people import people
from analysis.visuals.refusal.picture import draw_people
from content.words import load_words
from tests.analysis.moving_body import seen_around, start

CELL = 10.0


def scene(others: dict[range, tuple[int, int, int, int]]) -> Scene:
    """A start, and something else that moves in boxes (cells) in some frames."""
    one = start()
    clip = Clip(Path("none.mp4"), 1280, 720, 0, one.poses.time_s)
    detection = seen_around(one.poses)
    changed = np.zeros((clip.frames, 72, 128), np.uint8)
    for frame, xy in enumerate(one.poses.xy_px):
        along = np.linspace(xy[BONES[:, 0]], xy[BONES[:, 1]], 20).reshape(-1, 2)
        columns, rows = np.clip(along / CELL, 0, (127, 71)).astype(int).T
        changed[frame, rows, columns] = 255
    for frames, (left, top, right, bottom) in others.items():
        changed[frames.start : frames.stop, top:bottom, left:right] = 255
    detection = replace(detection, changed=changed, cell_px=CELL)
    return Scene(clip, detection, one.poses)


def test_a_neighbour_who_moves_for_a_while_is_found_where_they_are() -> None:
    both = scene({range(40, 90): (60, 4, 72, 24)})
    frame, boxes = people(both)
    assert 40 <= frame < 90
    assert both.body(frame) in boxes
    (other,) = [box for box in boxes if box != both.body(frame)]
    assert np.allclose(other, np.array([60, 4, 72, 24]) * CELL, atol=1.5 * CELL)


def test_what_jumps_in_a_cut_is_nobody() -> None:
    cut = scene({range(60, 66): (60, 4, 72, 24)})
    _, boxes = people(cut)
    assert all(box[3] > 30 * CELL for box in boxes)


def test_a_shadow_is_nobody() -> None:
    _, boxes = people(scene({range(40, 90): (60, 4, 90, 8)}))
    assert all(box[3] > 30 * CELL for box in boxes)


def test_equal_starters_are_numbered() -> None:
    asked = scene({range(40, 90): (60, 4, 72, 24)})
    assert asked.detection is not None
    boxes = np.tile([[[100.0, 200, 300, 500]], [[500.0, 220, 690, 510]]], (1, 170, 1))
    detection = replace(asked.detection, equals_px=boxes)
    trouble = find_trouble(replace(asked, detection=detection), "several_athletes")
    assert trouble is not None and trouble.kind == "which_one"
    assert [boxed.number for boxed in trouble.boxes] == [1, 2]
    left, top, right, bottom = trouble.subject
    assert left < 100 and top < 200 and right > 690 and bottom > 510


def test_who_may_be_taken_for_somebody_else_is_numbered_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = scene({range(40, 90): (60, 4, 72, 24)})
    assert seen.detection is not None
    boxes = np.tile([[[100.0, 200, 300, 500]], [[500.0, 220, 690, 510]]], (1, 170, 1))
    black = np.zeros((seen.clip.height_px, seen.clip.width_px, 3), np.uint8)
    monkeypatch.setattr(picture, "frame_at", lambda clip, frame: black)
    for everybody in (boxes, boxes[:1]):
        detection = replace(seen.detection, everybody_px=everybody)
        draw_people(replace(seen, detection=detection), tmp_path, load_words())
    (drawn,) = tmp_path.iterdir()
    assert drawn.name == "people_2.jpg"
    assert drawn.stat().st_size < 80_000


def test_starts_one_after_the_other_are_told_apart_from_neighbours() -> None:
    trouble = find_trouble(scene({range(60, 66): (60, 4, 72, 24)}), "several_athletes")
    assert trouble is not None and trouble.kind == "several_starts"
    both = find_trouble(scene({range(40, 90): (60, 4, 72, 24)}), "several_athletes")
    assert both is not None and both.kind == "several_athletes"
    assert [boxed.label for boxed in both.boxes] == ["who", "who"]
