"""See a sprint start and judge it: one clip in, one :class:`Analysis` out.

Importing this package is light; the pose model and the picture libraries are loaded
when a clip is analysed.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from analysis.corrections import NOTHING, Corrections
from analysis.quantities import AthleteLevel
from analysis.types import Analysis

ANALYSIS_VERSION = "9"

__all__ = ["ANALYSIS_VERSION", "Analysis", "Corrections", "analyse"]


def analyse(
    path: Path,
    *,
    model: Literal["heavy", "full"] = "heavy",
    model_path: Path | None = None,
    pictures: Path | None = None,
    poses: Path | None = None,
    series: Path | None = None,
    progress: Callable[[str, float], None] | None = None,
    language: str = "en",
    corrections: Corrections = NOTHING,
    level: AthleteLevel = "trained",
    hide_faces: bool = False,
) -> Analysis:
    """Analyse one clip.

    Parameters
    ----------
    path
        The video file.
    model
        Which pose model: ``heavy`` is what the ± rests on; ``full`` takes a third of
        the time for a look, about half for a clip, and is less exact.
    model_path
        The model's file, when it is not to be looked for.
    pictures
        Directory for all that is drawn: cards, strip, stills and slow motion, or what
        is in the way in a refused clip; None for none.
    poses
        File (``.npz``) for the landmarks in every frame; None for none.
    series
        File (``.csv``) for joints and angles of every frame, as measured; None for
        none.
    progress
        Called with the stage (``opening``, ``finding``, ``posing``, ``measuring``,
        ``drawing``) and how much of it is done, 0 to 1.
    language
        Of the words on the pictures, such as ``uk``; English when there are none.
    corrections
        What the athlete corrected by hand.
    level
        Whose bands the checks have: an athlete who is ``developing`` can't push as hard
        yet and may leave the blocks higher.
    hide_faces
        Whether the athlete's head is covered in all that is drawn, and a refused clip
        shown in coarse blocks; no number depends on it.

    Returns
    -------
    Analysis
        With ``refusal`` set when the clip can't be judged.

    Raises
    ------
    FileNotFoundError
        No file at ``path``.
    ValueError
        A correction shifts what is no moment of a start.
    analysis.errors.ModelUnavailable
        The pose model could not be had; the message lists each attempt.
    """
    from analysis.pipeline import run
    from analysis.scoring.apply_corrections import check_names

    check_names(corrections)
    return run(
        Path(path),
        ANALYSIS_VERSION,
        model,
        model_path,
        pictures,
        poses,
        series,
        progress or (lambda stage, done: None),
        language,
        corrections,
        level,
        hide_faces,
    )
