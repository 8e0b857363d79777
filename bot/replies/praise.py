"""What a reply praises: of all that is good, something else than the last one did."""

from __future__ import annotations

from dataclasses import replace

from analysis.scoring.checklist import Checklist
from analysis.scoring.findings import done_well
from analysis.types import Analysis


def praising(analysis: Analysis, before: str | None, checklist: Checklist) -> Analysis:
    """The analysis as it is told; who does one thing well hears of it again.

    Parameters
    ----------
    before
        The check that the athlete's last reply praised; None without one.
    """
    # A start that ends in a stumble has much that is good and no praise.
    if analysis.praise is None or analysis.praise != before:
        return analysis
    others = (check for check in done_well(analysis, checklist) if check != before)
    return replace(analysis, praise=next(others, before))
