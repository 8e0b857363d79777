"""What a card says of a value so near an edge that its ± reaches across.

The mildest verdict within the ± counts, so that a value beyond the aim may be good: the
card says why, or the sign would seem to be wrong.
"""

from __future__ import annotations

from analysis.types import Finding, Measure
from content.words import Words


def beyond_aim(finding: Finding, measure: Measure) -> bool:
    """Whether it counts as good though the value itself is beyond the aim."""
    low, high = finding.band.green
    value = measure.value
    if finding.verdict != "good" or value is None:
        return False
    return (low is not None and value < low) or (high is not None and value > high)


def told_close(finding: Finding, measure: Measure, words: Words) -> str:
    """The reason in a few words; empty where the call is clear, or good either way."""
    if beyond_aim(finding, measure):
        return words.text("picture.on_edge")
    doubtful = finding.close and finding.verdict != "good"
    return words.text("verdict.close") if doubtful else ""
