#!/bin/sh
# Writes requirements.lock from pyproject.toml; versions that still fit stay.
set -eu
cd "$(dirname "$0")/.."

python=$(setup/check.sh)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

"$python" -m venv "$place"
"$place/bin/python" -m pip install --quiet --disable-pip-version-check uv
# opencv-contrib-python, which mediapipe asks for, and opencv-python both own cv2/
"$place/bin/uv" pip compile --quiet --universal --fork-strategy fewest \
    --python-version 3.11 --generate-hashes --no-header --no-annotate \
    --no-emit-index-url --no-emit-package opencv-contrib-python \
    --group dev pyproject.toml -o requirements.lock
