"""The conventions name everything that the contract can say, and nothing more."""

import json
import re
from pathlib import Path

import pytest

import analysis
from analysis.errors import BadCorrection, BadFile, BadStart, BadView
from analysis.measurement.definitions import DEFINITIONS
from analysis.schema import PATH as SCHEMA_PATH
from analysis.types import EVENT_NAMES
from content.words import load_words

README = (Path(analysis.__file__).parent / "README.md").read_text()
SCHEMA = json.loads(SCHEMA_PATH.read_text())
WORDS = load_words()
REFUSALS = [
    leaf.code
    for branch in (BadFile, BadView, BadStart, BadCorrection)
    for leaf in branch.__subclasses__()
]


def section(title):
    return README.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def named(text):
    return set(re.findall(r"`([a-z][a-z0-9_.]*)`", text))


def first_cells(title):
    rows = re.findall(r"^\| (`.*?`) \|", section(title), re.MULTILINE)
    return set().union(*map(named, rows))


def test_the_events_are_all_there_in_order():
    rows = re.findall(r"^\| `(\w+)` \|", section("Events"), re.MULTILINE)
    assert rows == list(EVENT_NAMES)


def test_the_measures_are_all_there_with_their_phase():
    rows = re.findall(r"^\| (`[^|]*) \| (\d) \|", section("Measures"), re.MULTILINE)
    told = {name: int(phase) for cell, phase in rows for name in named(cell)}
    assert told == {row.id: row.phase for row in DEFINITIONS}


def test_the_refusals_are_all_there():
    assert first_cells("Refusals") == set(REFUSALS)


@pytest.mark.parametrize("name", SCHEMA["properties"])
def test_every_field_of_the_contract_is_there(name):
    assert name in first_cells("The JSON")


@pytest.mark.parametrize(
    "part",
    ["ClipInfo", "Event", "Phase", "Measure", "Finding", "Note", "Corrections"],
)
def test_every_field_of_every_part_is_there(part):
    shape = SCHEMA["$defs"][part]
    told = {name.removeprefix("clip.") for name in named(section("The JSON"))}
    assert set(shape["required"]) <= told


def test_every_note_and_reason_has_words():
    notes = named(section("Notes")) - {
        *("factor", "fps", "degrees", "others", "phases", "times", "starts"),
        *("seconds", "plus_minus"),
    }
    assert {code for code in notes if not WORDS.has(f"note.{code}")} == set()
    reasons = set(re.findall(r"^\| `(\w+)` \|", section("Measures"), re.MULTILINE))
    reasons -= {row.id for row in DEFINITIONS}
    assert len(reasons) >= 6
    assert {code for code in reasons if not WORDS.has(f"why.{code}")} == set()
