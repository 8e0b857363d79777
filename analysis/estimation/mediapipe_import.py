"""MediaPipe is imported without what it would plot and record with."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

VISION = "mediapipe.tasks.python.vision"
# It imports these for functions that nobody here calls: a second, and 40 MB.
UNUSED = ("matplotlib", "matplotlib.pyplot", "sounddevice")


def vision() -> Any:
    """MediaPipe's models for pictures; quick when they were imported before."""
    be_quiet()
    if VISION in sys.modules:
        return import_module(VISION)
    empty = {name: ModuleType(name) for name in UNUSED if name not in sys.modules}
    sys.modules.update(empty)
    try:
        return import_module(VISION)
    finally:
        for name in empty:
            sys.modules.pop(name, None)


def be_quiet() -> None:
    """Keep its C++ chatter below errors out of the user's sight."""
    os.environ.setdefault("GLOG_minloglevel", "2")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
