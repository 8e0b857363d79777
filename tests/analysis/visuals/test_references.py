"""Cards and strips look as they did when somebody last looked at them.

After a change that is meant, look at the new pictures and write them anew:

    BLOCKSTART_REFERENCES=write .venv/bin/python -m pytest \
        tests/analysis/visuals/test_references.py
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageFilter

from analysis.visuals.draw_all import draw
from content.words import load_words

FOLDER = Path(__file__).parent / "references"
WIDE_PX = 400
STRIP_WIDE_PX = 1000
# Of 255. Letters and decoders of other versions stay below both; a label elsewhere,
# another colour or a missing bone does not.
MOST_ON_AVERAGE = 2.0
MOST_ANYWHERE = 60
REFERENCES = [
    *(("D_faults", f"phase_{number}") for number in (1, 3, 6, 7, 8)),
    *(("A_borzov60", f"phase_{number}") for number in (2, 4)),
    ("E_righttoleft", "phase_3"),
    ("A_borzov60", "strip"),
    ("H_slowmo240", "strip"),
]


@pytest.fixture(scope="module")
def pictures_of(
    start_of: Callable[[str], Any], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """The folder with a clip's pictures, drawn once."""
    drawn: dict[str, Path] = {}

    def pictures(name: str) -> Path:
        if name not in drawn:
            drawn[name] = tmp_path_factory.mktemp(name)
            draw_start(start_of(name), drawn[name])
        return drawn[name]

    return pictures


def draw_start(start: Any, folder: Path) -> None:
    draw(start.clip, start.analysis, start.poses, folder, load_words("en"))


def small(path: Path) -> Image.Image:
    """The picture as a phone shows it."""
    with Image.open(path) as picture:
        wide = STRIP_WIDE_PX if path.stem.endswith("strip") else WIDE_PX
        size = wide, round(picture.height * wide / picture.width)
        return picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def difference(one: Image.Image, other: Image.Image) -> tuple[float, int]:
    """How far two pictures are apart to the eye: on average, and at the worst place."""
    soft = [picture.filter(ImageFilter.GaussianBlur(2)) for picture in (one, other)]
    apart = np.asarray(ImageChops.difference(*soft))
    return float(apart.mean()), int(apart.max())


def alike(one: Image.Image, other: Image.Image) -> bool:
    if one.size != other.size:
        return False
    average, anywhere = difference(one, other)
    return average <= MOST_ON_AVERAGE and anywhere <= MOST_ANYWHERE


def hold_against(path: Path, now: Image.Image) -> None:
    """Fail when a picture is unlike its reference, or write that anew when asked."""
    if os.environ.get("BLOCKSTART_REFERENCES") == "write":
        path.parent.mkdir(exist_ok=True)
        now.save(path, quality=85, optimize=True)
        pytest.skip("written: look at it before it is committed")
    with Image.open(path) as opened:
        reference = opened.convert("RGB")
    assert alike(now, reference), difference(now, reference)


@pytest.mark.parametrize(("clip", "picture"), REFERENCES)
def test_a_picture_looks_as_it_did(
    clip: str, picture: str, pictures_of: Callable[[str], Path]
) -> None:
    now = small(pictures_of(clip) / f"{picture}.jpg")
    hold_against(FOLDER / f"{clip}_{picture}.jpg", now)


def test_nothing_else_lies_among_the_references() -> None:
    asked = {f"{clip}_{picture}.jpg" for clip, picture in REFERENCES}
    assert {path.name for path in FOLDER.iterdir()} == asked


def test_the_comparison_sees_what_an_eye_sees(
    start_of: Callable[[str], Any], tmp_path: Path, pictures_of: Callable[[str], Path]
) -> None:
    start = start_of("D_faults")
    reference = small(pictures_of("D_faults") / "phase_3.jpg")
    milder = tuple(
        replace(finding, verdict="minor") if finding.verdict == "work_on" else finding
        for finding in start.analysis.findings
    )
    turned = {
        "milder": replace(start, analysis=replace(start.analysis, findings=milder)),
        "other leg": replace(start, analysis=replace(start.analysis, front_leg="left")),
    }
    for name, other in turned.items():
        assert other.analysis != start.analysis
        draw_start(other, tmp_path / name)
        assert not alike(small(tmp_path / name / "phase_3.jpg"), reference), name
