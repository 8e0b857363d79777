"""A mistake in data from outside, described in plain words."""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_core import ErrorDetails

UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")


def first_slip(error: ValidationError) -> ErrorDetails:
    """The first mistake in the data."""
    return error.errors(include_url=False)[0]


def in_words(slip: ErrorDetails, above: int = 0) -> str:
    """What is wrong and where, without the first ``above`` names of its path."""
    where = ".".join(str(name) for name in slip["loc"][above:])
    if slip["type"] == "missing":
        return f"{where} is missing"
    if slip["type"] in UNKNOWN:
        return f"{where} is not a known field"
    if slip["type"] == "value_error":  # ours, with words of its own
        return str(slip["ctx"]["error"])
    rule = slip["msg"].replace("Input should", "must", 1)
    if slip["type"] == "dataclass_type":  # which class is no reader's business
        rule = "must be a table"
    return f"{where} {rule}, not {slip['input']!r:.60}".lstrip()
