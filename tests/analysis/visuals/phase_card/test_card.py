"""The cards: one for every phase that was seen, legible, alike, the same every time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from analysis.types import Poses
from analysis.visuals import theme
from analysis.visuals.draw_all import LARGEST_BYTES, draw
from analysis.visuals.label_placement import overlap
from analysis.visuals.phase_card.key_frame_view import arrange, drawing_of, plates_of
from analysis.visuals.phase_card.window import windows
from analysis.visuals.skeleton import face, seen_in, seen_only
from content.words import load_words

# A phone shows a picture this high as wide as its screen.
MOST_HIGH = 16 / 9
# Of a card, the largest part where nothing is.
MOST_EMPTY = 0.25
CLIPS = ["A_borzov60", "D_faults", "E_righttoleft", "G_portrait", "H_slowmo240"]


@pytest.fixture(scope="module")
def cards_of(
    start_of: Callable[[str], Any], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """The folder with a clip's cards, drawn once."""
    drawn: dict[str, Path] = {}

    def cards(name: str) -> Path:
        if name not in drawn:
            drawn[name] = tmp_path_factory.mktemp(name)
            draw_all(start_of(name), drawn[name])
        return drawn[name]

    return cards


def draw_all(start: Any, folder: Path) -> tuple[Any, ...]:
    return draw(start.clip, start.analysis, start.poses, folder, load_words())


def pixels_like(picture: Image.Image, colour: theme.Colour) -> int:
    far = np.abs(np.asarray(picture, dtype=int) - colour).max(axis=-1)
    return int(np.sum(far < 30))


def view_of(folder: Path, number: int) -> Image.Image:
    card = Image.open(folder / f"phase_{number}.jpg")
    bottom = theme.HEADER_PX + theme.VIEW_PX[1]
    return card.crop((0, theme.HEADER_PX, theme.CARD_PX[0], bottom))


def test_every_phase_gets_a_card_that_a_chat_takes_well(
    cards_of: Callable[[str], Path],
) -> None:
    cards = sorted(cards_of("A_borzov60").glob("phase_*"))
    assert [card.name for card in cards] == [f"phase_{n}.jpg" for n in range(1, 9)]
    for card in cards:
        with Image.open(card) as picture:
            assert (picture.format, picture.width) == ("JPEG", theme.CARD_PX[0])
            assert picture.height <= MOST_HIGH * picture.width
        assert card.stat().st_size < LARGEST_BYTES


@pytest.mark.parametrize("name", CLIPS)
def test_no_card_is_empty_in_a_quarter_of_it(
    name: str, cards_of: Callable[[str], Path]
) -> None:
    for path in sorted(cards_of(name).glob("phase_*")):
        with Image.open(path) as card:
            assert emptiest(card) < MOST_EMPTY, path.name


def emptiest(card: Image.Image) -> float:
    """The largest rectangle with nothing on it, as a share of the card."""
    ink = np.abs(np.asarray(card, dtype=int) - theme.INK).max(axis=-1) < 12
    rows, columns = (length // 10 for length in ink.shape)
    blocks = ink[: rows * 10, : columns * 10].reshape(rows, 10, columns, 10)
    empty = blocks.all(axis=(1, 3))
    above = np.zeros(columns, dtype=int)
    largest = 0
    for row in empty:
        above = np.where(row, above + 1, 0)
        for left in range(columns):
            lowest = np.minimum.accumulate(above[left:])
            areas = lowest * np.arange(1, len(lowest) + 1)
            largest = max(largest, int(areas.max()))
    return largest / empty.size


def test_a_phase_that_is_not_in_the_clip_has_no_card(
    start_of: Callable[[str], Any], tmp_path: Path
) -> None:
    phases = draw_all(start_of("H_slowmo240"), tmp_path / "new" / "folder")
    seen = {1, 2, 3, 5, 6}  # the clip ends after the first landing
    assert {phase.number for phase in phases if phase.picture} == seen
    names = [f"phase_{number}.jpg" for number in sorted(seen)]
    assert [phase.picture for phase in phases if phase.picture] == names
    folder = tmp_path / "new" / "folder"
    assert sorted(path.name for path in folder.glob("phase_*")) == names


def test_the_same_start_gives_the_same_bytes(
    start_of: Callable[[str], Any], cards_of: Callable[[str], Path], tmp_path: Path
) -> None:
    draw_all(start_of("H_slowmo240"), tmp_path)
    for card in cards_of("H_slowmo240").iterdir():
        assert card.read_bytes() == (tmp_path / card.name).read_bytes()


@pytest.mark.parametrize("name", CLIPS)
def test_labels_stay_in_the_view_off_the_face_and_off_each_other(
    name: str, start_of: Callable[[str], Any]
) -> None:
    start = start_of(name)
    seen_phases = [phase for phase in start.analysis.phases if phase.frame is not None]
    looks = windows(
        {phase.frame: start.poses.xy_px[phase.frame] for phase in seen_phases},
        start.clip.width_px,
        start.clip.height_px,
    )
    for phase in seen_phases:
        view_xy = looks[phase.frame].to_view(start.poses.xy_px[phase.frame])
        seen = start.poses.visibility[phase.frame]
        drawing = drawing_of(phase, start.analysis, view_xy, seen)
        boxes = arrange(plates_of(drawing, load_words()), drawing)
        for number, box in enumerate(boxes):
            assert min(box) >= 0
            assert box[2] <= theme.VIEW_PX[0]
            assert box[3] <= theme.VIEW_PX[1]
            others = [*boxes[number + 1 :], face(view_xy, start.analysis.near_side)]
            assert not any(overlap(box, other) for other in others)
            for mark in drawing.marks:
                x, y = mark.vertex.tolist()
                assert not overlap(box, (x, y, x, y)), (
                    name,
                    phase.number,
                    mark.row.part,
                )


def test_faults_are_vermilion_and_a_clean_start_has_none(
    cards_of: Callable[[str], Path],
) -> None:
    fault = theme.VERDICT_COLOUR["work_on"]
    assert pixels_like(view_of(cards_of("D_faults"), 3), fault) > 2000
    assert pixels_like(view_of(cards_of("E_righttoleft"), 3), fault) < 50
    good = theme.VERDICT_COLOUR["good"]
    assert pixels_like(view_of(cards_of("E_righttoleft"), 3), good) > 2000


def test_a_frame_without_a_pose_gets_a_picture_without_a_skeleton(
    start_of: Callable[[str], Any], cards_of: Callable[[str], Path], tmp_path: Path
) -> None:
    start = start_of("H_slowmo240")
    frame = start.analysis.phases[1].frame
    xy_px, seen = start.poses.xy_px.copy(), start.poses.visibility.copy()
    xy_px[frame], seen[frame] = np.nan, np.nan
    phases = draw_all(
        replace(start, poses=Poses(xy_px, seen, start.poses.time_s)), tmp_path
    )
    assert phases[1].picture == "phase_2.jpg"
    leg = pixels_like(view_of(tmp_path, 2), theme.REAR_LEG)
    drawn = pixels_like(view_of(cards_of("H_slowmo240"), 2), theme.REAR_LEG)
    assert leg < drawn - 1000


def test_a_clip_without_any_pose_gets_no_pictures(
    start_of: Callable[[str], Any], tmp_path: Path
) -> None:
    start = start_of("H_slowmo240")
    nowhere = np.full_like(start.poses.xy_px, np.nan)
    poses = Poses(nowhere, start.poses.visibility, start.poses.time_s)
    phases = draw_all(replace(start, poses=poses), tmp_path)
    assert [phase.picture for phase in phases] == [None] * 8


def test_between_looks_a_landmark_is_seen_as_in_the_nearest_look() -> None:
    seen = np.full((6, 33), np.nan)
    seen[1], seen[5] = 0.9, 0.1
    poses = Poses(np.ones((6, 33, 2)), seen, np.arange(6.0))
    assert [float(seen_in(poses, frame)[0]) for frame in range(6)] == [
        *(0.9, 0.9, 0.9, 0.9, 0.1, 0.1)
    ]


def test_a_landmark_the_model_only_guesses_is_left_out() -> None:
    xy, seen = np.ones((33, 2)), np.full(33, 0.9)
    seen[15], seen[16] = 0.1, np.nan
    missing = np.flatnonzero(np.isnan(seen_only(xy, seen)).any(axis=-1))
    assert missing.tolist() == [15, 16]
