"""Loads what an analysis needs before there is a clip, so that none waits for it."""

from __future__ import annotations

from importlib import import_module

from analysis.estimation import mediapipe_import
from analysis.scoring.checklist import load_checklist
from content.words import languages, load_words

NEEDED = (
    "analysis.pipeline",
    "analysis.visuals.draw_all",
    "cv2",
    "scipy.interpolate",
    "scipy.signal",
)


def make_ready() -> None:
    """Import and read all of it but the model, which would double the memory."""
    mediapipe_import.vision()
    for name in NEEDED:
        import_module(name)
    load_checklist()
    for language in languages():
        load_words(language)
