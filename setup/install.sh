#!/bin/sh
# Makes .venv exactly what requirements.lock says, and fetches the pose model once.
set -eu
cd "$(dirname "$0")/.."

python=$(setup/check.sh)

installed() {
    cmp -s requirements.lock .venv/installed.lock && .venv/bin/python -c ''
}

if ! installed; then
    echo "Installing into .venv (once: 1.2 GB of disk, a minute or more)"
    "$python" -m venv --clear .venv
    # --no-deps: mediapipe asks for a second OpenCV, which the lock leaves out
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes --no-deps -r requirements.lock
    cp requirements.lock .venv/installed.lock
fi
.venv/bin/python -m analysis.estimation.model_file heavy >/dev/null
