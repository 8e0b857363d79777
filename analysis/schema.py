"""``analysis.schema.json``: what :mod:`analysis.serialization` writes, for others.

``python -m analysis.schema`` generates it from the types; a test keeps it up to date.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from analysis.errors import Refused, codes_of
from analysis.serialization import CONTRACT

PATH = Path(__file__).with_name("analysis.schema.json")

_NULL = {"type": "null"}
_TOLD = {"not": _NULL}
_NONE = {"maxItems": 0}


def _one_of(*kinds: dict[str, Any]) -> dict[str, Any]:
    return {"oneOf": [{"properties": kind} for kind in kinds]}


# Which values go together: the types of single fields can't say.
_TOGETHER: dict[str, dict[str, Any]] = {
    "Phase": _one_of(
        {"frame": _TOLD, "why": _NULL},
        {"frame": _NULL, "why": _TOLD},
    ),
    "Measure": _one_of(
        {"value": _TOLD, "plus_minus": _TOLD, "why": _NULL},
        {"value": _NULL, "why": _TOLD},
    ),
    "Finding": _one_of(
        {"verdict": {"not": {"const": "cant_tell"}}, "why": _NULL},
        {"verdict": {"const": "cant_tell"}, "why": _TOLD, "close": {"const": False}},
    ),
    "Edges": {"minItems": 2},
}
_JUDGED_OR_REFUSED = _one_of(
    {"refusal": _NULL, "phases": {"minItems": 8}}
    | dict.fromkeys(("clip", "direction", "near_side", "front_leg"), _TOLD),
    {"refusal": _TOLD, "focus": _NULL, "cause": _NULL, "praise": _NULL}
    | dict.fromkeys(("phases", "measures", "findings"), _NONE),
)


class _AsWritten(GenerateJsonSchema):
    """Every field is written and no other, though some may be missing when read."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        return True

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def dataclass_schema(self, schema: Any) -> dict[str, Any]:
        return super().dataclass_schema(schema) | {"additionalProperties": False}

    def default_schema(self, schema: Any) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])


def schema() -> dict[str, Any]:
    """Return the JSON Schema of an analysis."""
    made = CONTRACT.json_schema(schema_generator=_AsWritten)
    kinds = made["$defs"]
    kinds["Refusal"]["properties"]["code"]["enum"] = codes_of(Refused)
    for name, rule in _TOGETHER.items():
        kinds[name] |= rule
    return {"$schema": _AsWritten.schema_dialect, **made, **_JUDGED_OR_REFUSED}


def text() -> str:
    """Return the file's text."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
