#!/bin/sh
# Prints the Python to use, or what is missing and the command that installs it.
# With --missing: only the names of the missing apt packages, and never fails.
set -eu
PATH=$PATH:/sbin:/usr/sbin

# From Python 3.12 on the queue asks SQLite for milliseconds, which 3.42 can tell
fits='
import sqlite3, sys
old = sys.version_info < (3, 11)
mute = sys.version_info >= (3, 12) and sqlite3.sqlite_version_info < (3, 42)
sys.exit(old or mute)
'

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c "$fits" 2>/dev/null; then
            echo "$name"
            return
        fi
    done
}

# The first of these packages that apt knows, the last if it knows none
known() {
    for package in "$@"; do
        if apt-cache show "$package" >/dev/null 2>&1; then break; fi
    done
    echo "$package"
}

missing=""
want() { missing="$missing $1"; }

python=$(find_python)
if [ -z "$python" ] && command -v python3 >/dev/null; then
    newer=$(known python3.13 python3.12 python3.11)
    want "$newer"
    want "$newer-venv"
elif [ -z "$python" ]; then
    want python3
    want python3-venv
elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    want "$python-venv"
fi

if command -v ldconfig >/dev/null && [ "$(uname -s)" = Linux ]; then
    libraries=$(ldconfig -p)
    has() { case $libraries in *"$1 "*) true ;; *) false ;; esac; }
    has libGL.so.1 || want libgl1
    has libEGL.so.1 || want libegl1
    has libGLESv2.so.2 || want libgles2
    has libglib-2.0.so.0 || want "$(known libglib2.0-0t64 libglib2.0-0)"
    has libxcb.so.1 || want libxcb1
fi

if [ "${1:-}" = --missing ]; then
    echo "$missing"
    exit
fi
if [ -n "$missing" ]; then
    sudo=$([ "$(id -u)" = 0 ] || echo "sudo ")
    {
        echo "Something this program stands on is missing. Type this, then try again:"
        echo
        echo "    ${sudo}apt-get update && ${sudo}apt-get install -y$missing"
        echo
    } >&2
    exit 1
fi
echo "$python"
