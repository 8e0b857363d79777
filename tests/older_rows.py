"""Rows of the history as earlier versions wrote them."""

import copy

# What came into the JSON after its first version, newest first; each way back takes
# away all that came before it in this list, too.
CAME_IN = (
    *("milder", "slow_motion"),
    *("travel", "level", "cause", "words"),
    *("reasons", "people", "corrections", "pictures"),
)


def before(what, written):
    """The JSON as it was before these fields came into it."""
    row = copy.deepcopy(written)
    for gone in CAME_IN[: CAME_IN.index(what) + 1]:
        _LEAVE_OUT[gone](row)
    return row


def _no_reasons(row):
    del row["missing_events"]
    for phase in row["phases"]:
        del phase["why"]


def _not_in_refusals(field):
    def leave_out(row):
        if row["refusal"]:
            del row["refusal"][field]

    return leave_out


def _no_words(row):
    for measure in row["measures"]:
        del measure["word"]


def _no_milder(row):
    for finding in row["findings"]:
        del finding["milder"]


def _no_slow_motion(row):
    if row["corrections"]:
        del row["corrections"]["slow_motion"]


_LEAVE_OUT = {
    "milder": _no_milder,
    "slow_motion": _no_slow_motion,
    "travel": lambda row: row.pop("travel"),
    "level": lambda row: row.pop("level"),
    "cause": lambda row: row.pop("cause"),
    "words": _no_words,
    "reasons": _no_reasons,
    "people": _not_in_refusals("people"),
    "corrections": lambda row: row.pop("corrections"),
    "pictures": _not_in_refusals("picture"),
}
