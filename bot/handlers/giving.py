"""A clip becomes another athlete's: theirs to see, and judged as theirs."""

from __future__ import annotations

from analysis.corrections import to_json as corrections_to_json
from analysis.errors import OutdatedAnalysis
from analysis.scoring.findings import judged_for
from analysis.serialization import from_json
from analysis.types import Analysis, Finding
from bot.handlers.request import Visit
from bot.store import Athlete, ClipRow


async def give(visit: Visit, row: ClipRow, athlete: Athlete) -> bool:
    """Give a clip to an athlete; where their level's bands tell otherwise, look again.

    Only another look changes the verdicts and ranges in the pictures. Without one,
    because none changes or the line is full, what was measured is judged anew.

    Returns
    -------
    bool
        Whether it is looked at again.
    """
    office = visit.office
    office.store.give(row.id, athlete.id)
    await office.hide_faces()
    await office.let_go(athlete.id)
    found = _judged(row)
    if found and _reads_otherwise(found, athlete) and _line_up(visit, row, found):
        await office.take(row.id)
        return True
    await office.delivery.judge_anew(row.id)
    return False


def _judged(row: ClipRow) -> Analysis | None:
    """What was found in a clip that nobody is looking at."""
    if row.state != "analysed" or row.under_way or row.analysis is None:
        return None
    try:
        return from_json(row.analysis)
    except OutdatedAnalysis:
        return None


def _reads_otherwise(found: Analysis, athlete: Athlete) -> bool:
    """Whether the pictures would show another verdict or range to this athlete."""
    try:
        anew = judged_for(found, athlete.about.level)
    except KeyError:  # a check has left the checklist since
        return False
    drawn = {one.id for one in found.measures if one.value is not None}
    pairs = zip(anew.findings, found.findings, strict=True)
    return any(
        _drawn(one) != _drawn(other) for one, other in pairs if one.measure in drawn
    )


def _drawn(finding: Finding) -> tuple[object, ...]:
    """What stands of a finding beside its measure's value."""
    return finding.verdict, finding.band.green, finding.close, finding.milder


def _line_up(visit: Visit, row: ClipRow, found: Analysis) -> bool:
    """Begin another look, with what was put right; False when the line is full."""
    office = visit.office
    if len(office.store.waiting(visit.chat_id)) >= office.settings.max_waiting:
        return False
    wanted = corrections_to_json(found.corrections)
    return office.store.look_again(row.id, wanted, visit.update_id)
