"""Imports point one way: clip -> poses -> runner -> events -> ... -> reply."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]

# A stop imports only from stops above its own; inside a stop nothing goes in a circle.
ANALYSIS = (
    "errors",
    "quantities",
    "pace",
    "slips",
    "corrections",
    "reading",
    "travel",
    "types",
    "geometry",
    "landmarks",
    "capture",
    "camera_motion",
    "detection",
    "estimation",
    "reference_view",
    "filtering",
    "timing",
    "gait_events",
    "measurement",
    "scoring",
    "wording",
    "refusal",
    "visuals",
    "serialization",
    "schema",
    "series",
    "footage",
    "start",
    "pipeline",
    "ready",
    "__init__",
    "report",
    "__main__",
)
OUTSIDE = {"telegram", "dbos", "sqlite3", "sqlite_utils", "aiohttp"}
OUTSIDE |= {"sqlalchemy", "psycopg"}
NETWORK = {"urllib", "http", "socket", "ssl", "httpx", "requests"}
TIME_OF_DAY = {"datetime", "zoneinfo", "calendar"}
HEAVY = {"mediapipe", "cv2"}
HISTORY = {"sqlite3", "sqlite_utils", "psycopg"}
OF_ANALYSIS_FOR_BOT = {
    "analysis",
    "analysis.types",
    "analysis.errors",
    "analysis.quantities",
    "analysis.refusal",
    "analysis.measurement.definitions",
    "analysis.serialization",
    "analysis.scoring.checklist",
    "analysis.wording",
    "analysis.visuals.filming_guide.card",
    "analysis.visuals.comparison.film",
    "analysis.visuals.comparison.ghost",
    "analysis.visuals.motion",
    "analysis.visuals.clip_rows",
    "analysis.visuals.faces",
    "analysis.visuals.phase_board",
    "analysis.visuals.angle_marks",
    "analysis.visuals.progress_chart",
    "analysis.visuals.squad_board",
    "analysis.corrections",
    "analysis.scoring.apply_corrections",
    "analysis.scoring.comparison",
    "analysis.scoring.findings",
    "analysis.scoring.focus",
    "analysis.scoring.metres",
    "analysis.travel",
}


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules(package):
    """Every module of a package: its dotted name and its file."""
    files = sorted((ROOT / package).rglob("*.py"))
    return {name_of(path): path for path in files}


@cache
def known_modules():
    return {**modules("analysis"), **modules("bot"), **modules("content")}


def imports_in(source, package):
    """Dotted names of what a source text of the given package imports, anywhere in it.

    `from a import b` counts as `a.b` where that is a module of ours, else as `a`.
    """
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: 1 - node.level or None] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            names = {f"{base}.{alias.name}" for alias in node.names}
            ours = names & known_modules().keys()
            found |= ours | ({base} if len(ours) < len(names) else set())
    return found


@cache
def imports_of(module):
    path = known_modules()[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    return imports_in(path.read_text(), package)


def roots_of(module):
    return {name.split(".")[0] for name in imports_of(module)}


def stop_of(module):
    """The first name below `analysis`: visuals.strip belongs to visuals."""
    return [*module.split("."), "__init__"][1]


def rank_of(module):
    stop = stop_of(module)
    assert stop in ANALYSIS, f"{module} has no place yet: give it one in ANALYSIS"
    return ANALYSIS.index(stop)


def in_package(module, *packages):
    return any(module == name or module.startswith(f"{name}.") for name in packages)


def test_the_reader_sees_every_kind_of_import():
    source = """
import analysis.types
from analysis import errors, ANALYSIS_VERSION
def late():
    from . import geometry
    from .types import Clip
"""
    assert imports_in(source, "analysis") == {
        "analysis.types",
        "analysis.errors",
        "analysis",
        "analysis.geometry",
    }
    above = imports_in("from ..geometry import bend", "analysis.visuals")
    assert above == {"analysis.geometry"}


def breaches(wrong, *packages, but=()):
    """What the modules of some packages import and must not: ``wrong`` of each."""
    found = {
        module: wrong(module)
        for package in packages
        for module in modules(package)
        if not in_package(module, *but)
    }
    assert len(found) > 1
    return {module: names for module, names in found.items() if names}


def test_analysis_imports_one_way():
    def later(module):
        stop, rank = stop_of(module), rank_of(module)
        ours = {name for name in imports_of(module) if in_package(name, "analysis")}
        others = {name for name in ours if stop_of(name) != stop}
        return {name for name in others if rank_of(name) >= rank}

    assert breaches(later, "analysis") == {}


def test_analysis_and_content_know_nothing_of_the_outside():
    forbidden = OUTSIDE | TIME_OF_DAY | {"bot"}
    downloads = ("analysis.estimation.model_file", "analysis.estimation.wheel_download")

    def outside(module):
        found = roots_of(module) & (forbidden | NETWORK)
        return found - NETWORK if module in downloads else found

    assert breaches(outside, "analysis", "content") == {}


def test_content_knows_nothing_of_analysis():
    assert breaches(lambda module: roots_of(module) & {"analysis"}, "content") == {}


def test_the_bot_touches_only_the_light_part_of_analysis():
    def heavy(module):
        touched = {name for name in imports_of(module) if in_package(name, "analysis")}
        return touched - OF_ANALYSIS_FOR_BOT | roots_of(module) & HEAVY

    assert breaches(heavy, "bot") == {}


def test_only_the_store_speaks_to_the_history():
    def speaks(module):
        return roots_of(module) & HISTORY

    assert breaches(speaks, "bot", but=["bot.store"]) == {}


def test_only_the_queues_own_modules_know_its_engine():
    def engine(module):
        return roots_of(module) & {"dbos"}

    def tables(module):
        return roots_of(module) & {"sqlalchemy"}

    assert breaches(engine, "bot", but=["bot.jobs"]) == {}
    assert breaches(tables, "bot", but=["bot.jobs", "bot.store"]) == {}


def test_only_one_module_knows_telegrams_errors():
    def errors(module):
        return imports_of(module) & {"telegram.error"}

    assert breaches(errors, "bot", but=["bot.chat.faults"]) == {}


def loaded_by(*names):
    """Top-level modules a fresh interpreter holds after importing the names."""
    code = "import importlib, sys\n"
    code += "".join(f"importlib.import_module({name!r})\n" for name in names)
    code += "print(*{name.split('.')[0] for name in sys.modules})"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_importing_analysis_is_light():
    assert not loaded_by("analysis") & (HEAVY | OUTSIDE)


def test_the_bot_process_never_holds_the_pose_model_or_opencv():
    loaded = loaded_by(*modules("bot"))
    assert "telegram" in loaded
    assert not loaded & HEAVY
