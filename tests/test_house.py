"""The house keeps its promises: make, README, lock, changelog, size of its files."""

import ast
import os
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import analysis
from bot.settings import Settings
from content.words import load_words

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
LOCK = (ROOT / "requirements.lock").read_text()
SOURCES = [
    path
    for folder in ("analysis", "benchmarks", "bot", "content")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
MODULE_LINES, FUNCTION_LINES = 400, 30


def make_targets():
    return re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("target", make_targets())
def test_make_help_has_a_line_for_every_target(target):
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True)
    assert re.search(rf"^make {target} +\S", told.stdout, re.MULTILINE)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_readme_has_every_setting_with_its_default(name):
    (row,) = re.findall(rf"^\| `{name.upper()}` \| (.*?) ?\|", README, re.MULTILINE)
    default = Settings.model_fields[name].default
    if isinstance(default, str | int | float | Path):
        assert row == f"`{default}`"


def test_the_readme_invents_no_setting():
    named = re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE)
    assert {name.lower() for name in named} == set(Settings.model_fields)


def test_the_readme_has_every_command_and_no_other():
    key = "bot.command."
    commands = {one.removeprefix(key) for one in load_words() if one.startswith(key)}
    named = re.findall(r"^\| `/(\w+)` \|", README, re.MULTILINE)
    assert set(named) == {"start", *commands}


def test_the_readmes_links_lead_somewhere():
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_lock_has_one_opencv():
    found = re.findall(r"^(opencv[\w-]*)==", LOCK, re.MULTILINE)
    assert found == ["opencv-python"]


def test_the_lock_names_no_index_and_has_hashes_for_all():
    assert not re.search(r"https?:|file:|--(extra-)?index|--find-links", LOCK)
    for entry in re.split(r"^(?=\S)", LOCK, flags=re.MULTILINE):
        assert not entry.strip() or re.match(r"[\w.-]+==[^\\]+\\\n    --hash=", entry)


def test_the_lock_answers_to_what_pyproject_asks():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.match(r"[\w-]+", one).group() for one in asked}
    locked = set(re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE))
    assert names <= locked


def test_the_changelog_tells_what_the_current_numbers_changed():
    changes = (ROOT / "CHANGELOG.md").read_text().split("### Scientific changes", 1)[1]
    assert f"`{analysis.ANALYSIS_VERSION}`" in changes


def test_modules_and_functions_stay_small():
    assert {name: lines for path in SOURCES for name, lines in large(path)} == {}


def large(path):
    """What is too large in a file, and how many lines it has."""
    text, name = path.read_text(), str(path.relative_to(ROOT))
    if (lines := len(text.splitlines())) > MODULE_LINES:
        yield name, lines
    for node in ast.walk(ast.parse(text)):
        function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if function and (lines := body_lines(node)) > FUNCTION_LINES:
            yield f"{name}: {node.name}", lines


def body_lines(function):
    first = function.body[1:] if ast.get_docstring(function) else function.body
    return function.end_lineno - first[0].lineno + 1 if first else 0


AUDIT = runpy.run_path(str(ROOT / "setup/audit.py"))
SMALL_LOCK = """\
One_Thing==1.2 \\
    --hash=sha256:00
elsewhere==3 ; sys_platform == 'nowhere' \\
    --hash=sha256:00
"""


@pytest.mark.parametrize(
    ("installed", "told"),
    [
        ({"one-thing": "1.2", "pip": "26"}, []),
        ({}, ["one-thing: locked 1.2, installed None"]),
        ({"one-thing": "1.3"}, ["one-thing: locked 1.2, installed 1.3"]),
        ({"one-thing": "1.2", "x": "1"}, ["x: locked None, installed 1"]),
    ],
)
def test_the_audit_tells_what_is_installed_otherwise_than_locked(installed, told):
    assert AUDIT["differences"](SMALL_LOCK, installed) == told


def test_the_audit_reads_every_entry_of_the_lock():
    names = re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE)
    assert len(AUDIT["PIN"].findall(LOCK)) == len(names)


@pytest.fixture
def bare(tmp_path):
    """Runs the check of the machine where tools say what they are told to say."""

    def write(name, script):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)

    def check(python="exit 0", libraries="", packages="false"):
        write("python3", python)
        write("ldconfig", f"echo '{libraries}'")
        write("apt-cache", packages)
        write("id", "echo 1000")
        write("uname", "echo Linux")
        script = ROOT / "setup/check.sh"
        return subprocess.run(
            ["/bin/sh", script],
            env={"PATH": str(tmp_path)},
            capture_output=True,
            text=True,
        )

    return check


LIBRARIES = " ".join(
    f"{name} (libc6)"
    for name in (
        "libGL.so.1",
        "libEGL.so.1",
        "libGLESv2.so.2",
        "libglib-2.0.so.0",
        "libxcb.so.1",
    )
)


def apt_line(done):
    (line,) = re.findall(r"^    (.*)$", done.stderr, re.MULTILINE)
    return line


def test_a_complete_machine_gives_its_python(bare):
    done = bare(libraries=LIBRARIES)
    assert (done.returncode, done.stdout, done.stderr) == (0, "python3\n", "")


def test_missing_libraries_are_named_in_the_command(bare):
    done = bare()
    assert done.returncode == 1
    assert apt_line(done) == (
        "sudo apt-get update && sudo apt-get install -y "
        "libgl1 libegl1 libgles2 libglib2.0-0 libxcb1"
    )


def test_newer_systems_get_the_newer_name_of_glib(bare):
    assert apt_line(bare(packages="exit 0")).endswith("libglib2.0-0t64 libxcb1")


def test_a_python_without_venv_gets_it_named(bare):
    no_venv = 'case "$2" in *ensurepip*) exit 1 ;; esac'
    done = bare(python=no_venv, libraries=LIBRARIES)
    assert apt_line(done).endswith("install -y python3-venv")


def test_an_old_python_gets_a_newer_one_named(bare):
    done = bare(python="exit 1", libraries=LIBRARIES)
    assert apt_line(done).endswith("install -y python3.11 python3.11-venv")


@pytest.mark.parametrize(
    ("python", "sqlite", "fits"),
    [
        ((3, 10), (3, 46, 0), False),
        ((3, 11), (3, 40, 1), True),
        ((3, 13), (3, 46, 0), True),
        ((3, 13), (3, 40, 1), False),  # the queue could not tell the time
    ],
)
def test_python_and_its_sqlite_have_to_fit(bare, python, sqlite, fits):
    claim = f"sys.version_info, sqlite3.sqlite_version_info = {python}, {sqlite}"
    code = f"import sqlite3, sys; {claim}; exec(sys.argv[1])"
    done = bare(python=f'{sys.executable} -c "{code}" "$2"', libraries=LIBRARIES)
    assert (done.stdout == "python3\n") == fits
    assert ("python3.11" in done.stderr) != fits


def test_scripts_can_be_run():
    for name in ("setup/check.sh", "setup/install.sh", "setup/lock.sh", ".ci/run"):
        assert os.access(ROOT / name, os.X_OK), name
