"""MediaPipe comes without plots and microphones, which stay there for others."""

import subprocess
import sys

PROGRAM = """
import sys
from analysis.estimation import mediapipe_import

vision = mediapipe_import.vision()
assert vision is mediapipe_import.vision()
vision.PoseLandmarker.create_from_options
brought = {name.partition(".")[0] for name in sys.modules}
assert "mediapipe" in brought
assert not brought & {"matplotlib", "sounddevice"}

import matplotlib.figure
assert matplotlib.figure.Figure().add_subplot()
"""


def test_it_leaves_out_what_nobody_calls_and_nothing_in_its_place():
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True
    )
    assert (ran.returncode, ran.stderr) == (0, "")
