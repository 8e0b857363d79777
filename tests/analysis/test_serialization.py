"""The JSON contract: complete, rounded, the same every time, and back again."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import jsonschema
import numpy as np
import pytest

from analysis import schema as contract
from analysis.errors import OutdatedAnalysis
from analysis.serialization import CONTRACT, from_json, to_json
from analysis.travel import Told, Travel
from analysis.types import (
    EVENT_NAMES,
    Analysis,
    Band,
    ClipInfo,
    Event,
    Finding,
    Measure,
    Missing,
    Note,
    Phase,
    Refusal,
)
from tests.older_rows import CAME_IN, before


def analysed() -> Analysis:
    """A start whose set is not in the clip."""
    band = Band(green=(40.0, 50.0), amber=(36.0, None))
    return Analysis(
        analysis_version="1",
        clip=ClipInfo(960, 540, 150, 2.5, 60.0, False, 90, None),
        refusal=None,
        direction="right_to_left",
        near_side="left",
        front_leg="right",
        events=dict.fromkeys(EVENT_NAMES, Missing("event_before_clip"))
        | {"touchdown_1": Event(1.9100049, 115, 0.00816)},
        phases=(
            Phase(1, None, None, why="event_before_clip"),
            *(Phase(n, 100 + n, n / 3, f"p{n}.jpg") for n in range(2, 9)),
        ),
        measures=(
            Measure("body_line_exit", 3, 44.96, "deg", 2.04, 103),
            Measure("trunk_set", 1, None, "deg", None, None, "event_before_clip"),
            Measure("knee_touchdown_1", 6, 98.0, "deg", 6.0, 106, far_side=True),
        ),
        findings=(
            Finding("body_line", "body_line_exit", "good", True, band, 45.0, None),
            Finding(
                "trunk_set",
                "trunk_set",
                "cant_tell",
                False,
                band,
                None,
                None,
                "event_before_clip",
            ),
        ),
        focus=None,
        praise="body_line",
        notes=(Note("low_frame_rate", {"fps": 29.970029970029}), Note("starts_late")),
        level="developing",
        travel=Travel(step_1=Told(1.0712, 0.05), push_time=Told(0.34, 0.01)),
    )


def refused(code: str = "no_start", *, readable: bool = True) -> Analysis:
    """A clip that is not judged."""
    return Analysis(
        analysis_version="1",
        clip=ClipInfo(1920, 1080, 90, 3.0, 30.0, False, 0, None) if readable else None,
        refusal=Refusal(code, "nobody pushed off", "refused.jpg" if readable else None),
        direction=None,
        near_side=None,
        front_leg=None,
        events={},
        phases=(),
        measures=(),
        findings=(),
        focus=None,
        praise=None,
        notes=(),
    )


def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(contract.PATH.read_text(encoding="utf-8"))
    return loaded


EVERY_KIND = [
    pytest.param(analysed(), id="analysed"),
    pytest.param(refused(), id="refused"),
    pytest.param(refused("unreadable", readable=False), id="unreadable"),
]


def test_the_schema_is_what_the_types_say() -> None:
    assert contract.PATH.read_text(encoding="utf-8") == contract.text()


def test_the_schema_is_itself_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("analysis", EVERY_KIND)
def test_what_is_written_follows_the_schema(analysis: Analysis) -> None:
    jsonschema.validate(to_json(analysis), schema())


@pytest.mark.parametrize("analysis", EVERY_KIND)
def test_an_analysis_comes_back_as_it_was_written(analysis: Analysis) -> None:
    written = json.loads(json.dumps(to_json(analysis)))
    assert to_json(from_json(written)) == written
    assert from_json(written) == from_json(to_json(analysis))


def test_coming_back_loses_only_what_is_rounded() -> None:
    analysis = analysed()
    again = from_json(to_json(analysis))
    assert again.measures[0] == replace(
        analysis.measures[0], value=45.0, plus_minus=2.0
    )
    assert again.measures[1:] == analysis.measures[1:]
    assert again.findings == analysis.findings
    assert again.events["touchdown_1"] == Event(1.91, 115, 0.0082)
    assert again.clip == analysis.clip
    assert again.notes[0].values == {"fps": 29.97}


def test_the_same_analysis_gives_the_same_bytes_whatever_order_it_was_made_in() -> None:
    analysis = analysed()
    backwards = replace(analysis, events=dict(reversed(list(analysis.events.items()))))
    assert json.dumps(to_json(analysis)) == json.dumps(to_json(backwards))


def test_numbers_of_numpy_become_plain_json() -> None:
    measure = Measure(
        "trunk_set", 1, np.float64(-0.04), "deg", np.float64(3), np.int64(7)
    )
    written = to_json(replace(analysed(), measures=(measure,)))["measures"][0]
    assert json.dumps([written["value"], written["frame"]]) == "[0.0, 7]"


@pytest.mark.parametrize(
    ("part", "change"),
    [
        pytest.param(
            "measures", {"value": None}, id="a measure with neither value nor why"
        ),
        pytest.param("measures", {"why": "out_of_picture"}, id="a measure with both"),
        pytest.param(
            "measures", {"plus_minus": None}, id="a number without plus-minus"
        ),
        pytest.param("measures", {"colour": "red"}, id="a field nobody agreed on"),
        pytest.param("findings", {"verdict": "bad"}, id="a verdict that isn't ours"),
        pytest.param("findings", {"verdict": "cant_tell"}, id="can't tell without why"),
        pytest.param("phases", {"number": 9}, id="a ninth phase"),
        pytest.param("phases", {"why": None}, id="a phase with neither frame nor why"),
        pytest.param("missing_events", {"rise": "set_unseen"}, id="an unknown event"),
        pytest.param("notes", {"values": {"fps": None}}, id="a note with no value"),
    ],
)
def test_the_schema_rejects(part: str, change: dict[str, Any]) -> None:
    written = to_json(analysed())
    told = written[part] if isinstance(written[part], dict) else written[part][0]
    told |= change
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(written, schema())


@pytest.mark.parametrize("what", CAME_IN)
def test_a_refusal_of_every_earlier_version_is_read(what: str) -> None:
    again = from_json(before(what, to_json(refused())))
    picture = None if what == "pictures" else "refused.jpg"
    assert again == replace(
        refused(), refusal=Refusal("no_start", "nobody pushed off", picture)
    )


@pytest.mark.parametrize(
    ("what", "lost"),
    [
        ("travel", {"travel": None}),
        ("level", {"travel": None, "level": "trained"}),
        ("cause", {"travel": None, "level": "trained"}),
        ("words", {"travel": None, "level": "trained"}),
    ],
)
def test_a_start_from_before_a_field_came_in_has_its_default(
    what: str, lost: dict[str, Any]
) -> None:
    written = to_json(analysed())
    assert from_json(before(what, written)) == replace(from_json(written), **lost)


@pytest.mark.parametrize("what", CAME_IN[CAME_IN.index("reasons") :])
def test_a_start_of_every_earlier_version_is_read(what: str) -> None:
    written = to_json(analysed())
    again = from_json(before(what, written))
    now = replace(from_json(written), travel=None, level="trained")
    assert again.events == now.events | dict.fromkeys(
        (name for name, event in now.events.items() if not event), Missing("not_kept")
    )
    assert [phase.why for phase in again.phases] == ["not_kept"] + [None] * 7
    assert replace(again, events=now.events, phases=now.phases) == now


def test_no_field_is_needed_that_the_first_version_did_not_write() -> None:
    kinds = CONTRACT.json_schema()
    needed = {
        name: set(kind.get("required", ())) for name, kind in kinds["$defs"].items()
    }
    assert {"": set(kinds["required"]), **needed} == {
        "": {
            *("analysis_version", "clip", "refusal", "direction", "near_side"),
            *("front_leg", "events", "phases", "measures", "findings"),
            *("focus", "praise", "notes"),
        },
        "ClipInfo": {
            *("width_px", "height_px", "frames", "duration_s", "median_fps"),
            *("variable_frame_rate", "rotation_deg", "speed_factor"),
        },
        "Refusal": {"code", "detail"},
        "Event": {"t_s", "frame", "plus_minus_s"},
        "Phase": {"number", "frame", "t_s"},
        "Measure": {"id", "phase", "value", "unit", "plus_minus", "frame"},
        "Finding": {
            *("check", "measure", "verdict", "close", "band", "seed_target", "cue"),
        },
        "Band": {"green", "amber"},
        "Edges": set(),
        "Note": {"code"},
        "Told": {"value", "plus_minus"},
        "Travel": set(),
        "Corrections": set(),
    }


def test_what_a_newer_version_adds_is_left_aside() -> None:
    written = to_json(analysed())
    newer = written | {"weather": "rain"}
    newer["measures"] = [one | {"unit_of": "angle"} for one in written["measures"]]
    assert from_json(newer) == from_json(written)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"measures": None}, "measures must be a valid tuple, not None"),
        ({"focus": 3}, "focus must be a valid string, not 3"),
        ({"events": {}}, "events Dictionary should have at least 9 items"),
        ({"phases": [{"number": 1}]}, "phases.0.frame is missing"),
        ({"direction": "up"}, "direction must be 'left_to_right' or 'right_to_left'"),
    ],
)
def test_what_cant_be_read_any_more_is_outdated(
    change: dict[str, Any], said: str
) -> None:
    with pytest.raises(OutdatedAnalysis, match=re.escape(said)):
        from_json(to_json(analysed()) | change)


@pytest.mark.parametrize("name", before("pictures", to_json(analysed())))
def test_a_row_without_a_field_of_the_first_version_is_outdated(name: str) -> None:
    written = to_json(analysed())
    del written[name]
    with pytest.raises(OutdatedAnalysis, match=f"{name} is missing"):
        from_json(written)


def test_a_measure_with_neither_value_nor_reason_is_outdated() -> None:
    written = to_json(analysed())
    written["measures"][0]["value"] = None
    with pytest.raises(OutdatedAnalysis, match="either a value or a reason"):
        from_json(written)


def test_the_schema_rejects_a_refused_clip_with_measures() -> None:
    written = to_json(replace(analysed(), refusal=Refusal("no_start", "")))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(written, schema())
