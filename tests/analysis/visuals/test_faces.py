"""Whoever hides their face is drawn without it, and measured all the same."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from analysis.capture.clip import frame_at
from analysis.landmarks import EARS, NOSE
from analysis.visuals.draw_all import draw
from analysis.visuals.faces import faceless, head_of, heads, with_head_covered
from analysis.visuals.motion import FILE
from analysis.visuals.refusal import picture as refusal
from analysis.visuals.refusal.diagnosis import Boxed, Trouble
from analysis.visuals.refusal.evidence import Scene
from analysis.visuals.stills import cut_still, read_stills, still_files
from content.words import load_words

FACE = [*range(11)]
# A colour that is nowhere else in the clips.
PAINT = (255, 0, 255)


def distances(circles: Any, xy_px: Any) -> Any:
    return np.linalg.norm(xy_px - circles[:, np.newaxis, :2], axis=-1)


@pytest.mark.parametrize("name", ["A_borzov60", "E_righttoleft", "H_slowmo240"])
def test_the_whole_face_is_inside_with_room_for_what_the_pose_is_off(
    name: str, start_of: Callable[[str], Any]
) -> None:
    poses = start_of(name).poses
    circles = heads(poses.xy_px, poses.time_s)
    seen = np.isfinite(poses.xy_px[:, NOSE, 0])
    spread = np.nanmax(distances(circles, poses.xy_px[:, FACE])[seen], axis=1)
    assert (spread < 0.65 * circles[seen, 2]).all()


def test_a_head_that_is_lost_for_some_frames_stays_covered(
    start_of: Callable[[str], Any],
) -> None:
    poses = start_of("A_borzov60").poses
    whole = heads(poses.xy_px, poses.time_s)
    lost = poses.xy_px.copy()
    lost[40:46, FACE] = np.nan
    lost[60:63] = np.nan
    lost[-4:] = np.nan
    found = heads(lost, poses.time_s)
    seen = np.isfinite(whole[:-4]).all(axis=-1)
    apart = np.linalg.norm(found[:-4, :2] - whole[:-4, :2], axis=-1)[seen]
    assert (apart < 0.4 * whole[:-4, 2][seen]).all()
    assert np.isfinite(found).all()


def test_one_wrong_frame_widens_what_is_covered_and_does_not_move_it_away(
    start_of: Callable[[str], Any],
) -> None:
    poses = start_of("A_borzov60").poses
    whole, wrong = heads(poses.xy_px, poses.time_s), poses.xy_px.copy()
    wrong[50, FACE] += 0.5 * whole[50, 2]
    found = heads(wrong, poses.time_s)
    true = np.nanmax(distances(found, poses.xy_px[:, FACE])[50])
    assert true < found[50, 2]


def test_nobody_seen_covers_nothing() -> None:
    nobody = np.full((5, 33, 2), np.nan)
    assert np.isnan(heads(nobody, np.arange(5.0))).all()


def painted(start: Any) -> Any:
    """The start's still of its fifth phase, with a face of a colour of its own."""
    phase = start.analysis.phases[4]
    points = start.poses.xy_px[phase.frame]
    picture = frame_at(start.clip, phase.frame).copy()
    for x, y in points[[NOSE, *EARS]].round().astype(int).tolist():
        picture[y - 2 : y + 3, x - 2 : x + 3] = PAINT
    facts = {"leg_px": 200.0, "ground_y_px": 400.0, "direction": "left_to_right"}
    return cut_still(picture, points, 5, **facts)


def paint_in(picture: Image.Image) -> int:
    apart = np.abs(np.asarray(picture).astype(int) - PAINT).sum(axis=-1)
    return int((apart < 200).sum())


def test_kept_pictures_lose_the_face_or_go(start_of: Callable[[str], Any]) -> None:
    still = painted(start_of("A_borzov60"))
    assert paint_in(still.picture) > 50
    others = {"path.jpg": b"p", "people_3.jpg": b"q", FILE: b"m"}
    kept = faceless({**still_files([still]), **others})
    assert set(kept) == {"stills.json", "still_5.jpg", FILE}
    found = read_stills(kept)[5]
    assert paint_in(found.picture) == 0
    x, y, radius = head_of(found)
    assert 20 < radius < 90
    assert np.isfinite([x, y]).all()
    assert faceless({}) == {"stills.json": b"{}"}


def test_no_picture_of_a_clip_has_the_face_in_it(
    start_of: Callable[[str], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = start_of("A_borzov60")
    from analysis.capture import clip as module

    plain = module.upright
    circles = heads(start.poses.xy_px, start.poses.time_s)

    def with_paint(frame: Any, clip: Any, *rest: Any) -> Any:
        picture = plain(frame, clip, *rest).copy()
        at = int(np.argmin(np.abs(clip.time_s - float(frame.time or 0))))
        x, y = circles[at, :2].round().astype(int).tolist()
        picture[y - 6 : y + 7, x - 6 : x + 7] = PAINT
        return picture

    monkeypatch.setattr(module, "upright", with_paint)
    words = load_words()
    seen = {}
    for name, clip in (
        ("open", start.clip),
        ("hidden", with_head_covered(start.clip, start.poses)),
    ):
        draw(clip, start.analysis, start.poses, tmp_path / name, words)
        seen[name] = {
            file.name: paint_in(Image.open(file).convert("RGB"))
            for file in (tmp_path / name).glob("*.jpg")
        }
    assert min(seen["open"].values()) > 0, "else nothing is shown by this"
    assert set(seen["hidden"].values()) == {0}
    motions = [(tmp_path / name / FILE).read_bytes() for name in seen]
    assert motions[0] == motions[1]


def test_a_refused_clip_is_shown_in_blocks_larger_than_a_third_of_a_head(
    start_of: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    start = start_of("A_borzov60")
    scene = Scene(start.clip, None, None, faceless=True)
    box = (100.0, 100.0, 300.0, 400.0)
    trouble = Trouble("not_a_start", 40, box, (Boxed(box, "here"),))
    shown = refusal._shown(scene, trouble)
    assert (shown[:30, :30] == shown[0, 0]).all()
    assert (refusal._shown(replace(scene, faceless=False), trouble) != shown).any()
