"""The picture of a refusal: drawn for every kind and language, on any shape of clip."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from PIL import Image

from analysis.capture.clip import open_clip
from analysis.types import Refusal
from analysis.visuals import theme
from analysis.visuals.refusal.diagnosis import Boxed, Tone, Trouble
from analysis.visuals.refusal.evidence import Scene
from analysis.visuals.refusal.framing import MOST_HEIGHT_PX, WIDTH_PX, look_at
from analysis.visuals.refusal.picture import NAME, PROBLEM, draw_refused, draw_trouble
from content.words import FOLDER, languages, load_words
from tests.odd_clips import upright_picture

ENGLISH = tomllib.loads((FOLDER / "en" / "pictures_refused.toml").read_text())["shown"]
KINDS = sorted(set(ENGLISH) - {"label"})
BODY = (300.0, 200.0, 420.0, 400.0)


def trouble(kind: str, **marks: object) -> Trouble:
    return Trouble(kind, 0, BODY, **marks)  # type: ignore[arg-type]


def drawn(one: Trouble, size: tuple[int, int] = (960, 540)) -> np.ndarray:
    picture = np.full((size[1], size[0], 3), 90, np.uint8)
    return np.asarray(draw_trouble(picture, one, load_words("en"))).astype(int)


def like(picture: np.ndarray, colour: theme.Colour) -> np.ndarray:
    """Where a picture has a colour."""
    return np.abs(picture - np.array(colour)).max(axis=-1) < 30


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn_in_every_language(kind: str, language: str) -> None:
    picture = draw_trouble(upright_picture(0.5), trouble(kind), load_words(language))
    assert picture.width == WIDTH_PX
    assert 0.6 < picture.width / picture.height < 1.6


@pytest.mark.parametrize("language", languages())
def test_the_words_fit_their_places(language: str) -> None:
    words = load_words(language)
    for kind in KINDS:
        title = words.text(f"shown.{kind}.title")
        assert theme.letters(56, bold=True).getlength(title) < WIDTH_PX - 126, title
        assert len(words.text(f"shown.{kind}.do")) <= 70
    for label in ENGLISH["label"]:
        text = words.text(f"shown.label.{label}", times=6)
        assert theme.letters(38, bold=True).getlength(text) < WIDTH_PX / 2, text


@pytest.mark.parametrize("tone", get_args(Tone))
def test_a_box_is_where_the_body_is_and_so_is_its_label(tone: Tone) -> None:
    colour = {"problem": PROBLEM, "wanted": theme.VERDICT_COLOUR["good"]}
    marked = drawn(trouble("no_start", boxes=(Boxed(BODY, "you", tone),)))
    plain = drawn(trouble("no_start"))
    changed = (marked != plain).any(axis=-1)
    rows, columns = np.nonzero(like(marked, colour.get(tone, theme.PAPER)) & changed)
    scale = WIDTH_PX / 960
    assert columns.min() == pytest.approx(BODY[0] * scale, abs=8)
    assert columns.max() == pytest.approx(BODY[2] * scale, abs=8)
    assert rows.max() == pytest.approx(128 + BODY[3] * scale, abs=8)


@pytest.mark.parametrize("edge", ["left", "right"])
def test_the_edge_over_which_the_athlete_leaves_is_marked(edge: str) -> None:
    red = like(drawn(trouble("cut_off", edge=edge))[128:735], PROBLEM)
    side, other = red[:, -30:].sum(), red[:, :30].sum()
    if edge == "left":
        side, other = other, side
    assert side > 5000 > 50 > other


def test_arrows_of_a_moving_background_leave_the_athlete_free() -> None:
    moving = drawn(trouble("camera_moves", drift_px=np.array([-300.0, 0.0])))
    scale = WIDTH_PX / 960
    left, top, right, bottom = (round(side * scale) for side in BODY)
    assert like(moving, PROBLEM)[128:700].sum() > 4000
    assert not like(moving, PROBLEM)[128 + top : 128 + bottom - 40, left:right].any()


@pytest.mark.parametrize(
    ("size", "subject"),
    [
        ((1920, 1080), (800, 300, 900, 700)),
        ((1080, 1920), (100, 900, 900, 1500)),
        ((1080, 1920), (100, 20, 900, 1900)),
        ((640, 120), (0, 0, 640, 120)),
        ((500, 500), (0, 450, 100, 500)),
    ],
)
def test_the_view_holds_the_subject_and_stays_in_the_picture(
    size: tuple[int, int], subject: tuple[float, float, float, float]
) -> None:
    look = look_at(*size, subject)
    assert look.size_px[0] == WIDTH_PX and look.size_px[1] <= MOST_HEIGHT_PX
    top = look.top_px
    bottom = top + look.size_px[1] / look.scale
    assert top <= subject[1] + 1 and bottom >= subject[3] - 1
    assert top >= 0 and bottom <= size[1] + 1
    marked = draw_trouble(
        np.zeros((size[1], size[0], 3), np.uint8),
        Trouble("no_start", 0, subject, (Boxed(subject, "looked"),)),
        load_words("en"),
    )
    assert marked.height == 128 + look.size_px[1] + 336


def test_a_refusal_gets_its_picture_as_a_file(odd_clips: dict, tmp_path: Path) -> None:
    clip = open_clip(odd_clips["rotated_90"])
    folder = tmp_path / "new"
    refused = draw_refused(
        Refusal("nobody", "0"), Scene(clip), folder, load_words("en")
    )
    assert refused == Refusal("nobody", "0", NAME)
    with Image.open(folder / NAME) as picture:
        assert (picture.format, picture.width) == ("JPEG", WIDTH_PX)
    assert (folder / NAME).stat().st_size < 300_000


def test_a_refusal_with_nothing_to_show_stays_as_it_is(
    odd_clips: dict, tmp_path: Path
) -> None:
    clip = open_clip(odd_clips["rotated_0"])
    refusal = Refusal("cannot_move", "")
    assert draw_refused(refusal, Scene(clip), tmp_path, load_words("en")) is refusal
    assert not list(tmp_path.iterdir())


def test_a_picture_that_fails_costs_no_refusal(
    odd_clips: dict, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clip = open_clip(odd_clips["rotated_0"])
    refusal = Refusal("too_small", "a leg of 20 px")  # and yet no pose is known
    words = load_words("en")
    assert draw_refused(refusal, Scene(clip), tmp_path, words) == refusal
    assert "no picture of the refusal" in caplog.text
