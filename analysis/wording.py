"""How numbers are written, on pictures and in the report alike."""

from __future__ import annotations

from dataclasses import replace

from babel.numbers import format_decimal

from analysis.measurement.definition import Posture
from analysis.measurement.definitions import DEFINED
from analysis.quantities import DECIMALS
from analysis.scoring.checklist import load_checklist
from analysis.types import Analysis, Band, Finding, Measure, Phase
from content.words import Words, locale_of

# As many as are kept: what a picture says and what a message says later are the same.
KEPT_DECIMALS = 1


def degrees(value: float) -> str:
    """Whole degrees with a true minus: ``−16°``."""
    return f"{round(round(value, KEPT_DECIMALS))}°".replace("-", "−")


def number(measure_id: str, value: float, words: Words) -> str:
    """A value short, for pictures: ``94°``, ``0.35 s``, ``48 %``, ``1.13×``."""
    row, said = DEFINED[measure_id], figure(measure_id, value, words)
    if row.unit == "deg":
        return f"{said}°"
    if row.unit == "s":
        return quantity(measure_id, said, words)
    return f"{said}×" if row.share == "times" else f"{said} %"


def figure(measure_id: str, value: float, words: Words) -> str:
    """The bare figure in the language's own writing, with a true minus.

    Whole degrees and per cent of a length, hundredths of seconds and of step ratios.
    """
    row = DEFINED[measure_id]
    kept = round(value, DECIMALS[row.unit])
    if row.unit == "deg":
        return degrees(value).rstrip("°")
    in_hundredths = row.unit == "s" or row.share == "times"
    shown, pattern = (kept, "0.00") if in_hundredths else (100 * kept, "0")
    whole = round(shown, len(pattern.partition(".")[2])) + 0.0  # no "-0"
    text: str = format_decimal(whole, pattern, locale=locale_of(words.language))
    return text.replace("-", "−")


def quantity(measure_id: str, said: str, words: Words) -> str:
    """Figures with what they are of: ``0.35 s``, ``48 %``, ``12 % of a leg``."""
    row = DEFINED[measure_id]
    if row.unit == "deg":
        return f"{said}°"
    return words.text(f"quantity.{row.share or 'seconds'}", value=said)


def spread(measure_id: str, plus_minus: float, words: Words) -> str:
    """A ± in whole degrees, per cent or hundredths; one at least: no more is sure."""
    row = DEFINED[measure_id]
    least = 1.0 if row.unit == "deg" else 0.01
    return f"±{figure(measure_id, max(plus_minus, least), words)}"


def spread_of(measure: Measure, words: Words) -> str:
    """The ± beside a value in a picture; empty where there is none."""
    if measure.plus_minus is None:
        return ""
    return spread(measure.id, measure.plus_minus, words)


def seconds(value: float, words: Words) -> str:
    """Hundredths of a second with the language's decimal sign: ``0.57``."""
    return format_decimal(value, "0.00", locale=locale_of(words.language))


def angle(measure: Measure, words: Words) -> str:
    """A measure as the athlete reads it: ``94°``, a head's as ``12° up``, or its word.

    Raises
    ------
    ValueError
        The measure has neither value nor word.
    """
    word = measure.word and words.text(f"category.{measure.word}")
    if measure.value is None:
        if not word:
            raise ValueError(f"{measure.id}: there is no value to write")
        return word
    posture = DEFINED[measure.id].posture
    if posture is None or not posture.pictured:
        said = _way(measure.id, measure.value, words)
        return f"{said} · {word}" if word else said
    where, way = _where(posture, measure.value)
    return words.text(f"picture.{posture.name}.{where}", degrees=degrees(way))


def row_of(measure: Measure, words: Words) -> tuple[str, str]:
    """Name and value in a list; a sloping back is named by which end is higher."""
    row = DEFINED[measure.id]
    if row.posture is not None and row.posture.name == "back" and measure.value:
        where, way = _where(row.posture, measure.value)
        if where != "rest":
            return words.text(f"picture.higher.{where}"), degrees(way)
    return words.text(f"picture.row.{row.part}"), angle(measure, words)


def label_of(measure: Measure, words: Words) -> str:
    """Name and value on a picture: ``front knee 94°``, ``hips higher by 20°``."""
    row = DEFINED[measure.id]
    name = words.text(f"picture.mark.{row.part}")
    said = angle(replace(measure, word=None), words)
    sloping = row.posture is not None and row.posture.name == "back"
    if sloping and said != words.text("picture.back.rest"):
        return said
    return f"{name} {said}"


def step_of(phase: int, words: Words) -> str:
    """The step a phase is pictured on; empty for those without one."""
    steps = {row.number: row.step for row in load_checklist().phases}
    step = steps.get(phase)
    return "" if step is None else words.text("picture.step", number=step)


def _where(posture: Posture, value: float) -> tuple[str, float]:
    """Which way a posture is from rest, and by how many degrees."""
    way = value - posture.rest
    if abs(way) <= posture.near:
        return "rest", abs(way)
    return ("up" if way > 0 else "down"), abs(way)


def _way(measure_id: str, value: float, words: Words) -> str:
    """A number as it is pictured; ``12 % behind`` instead of one below zero."""
    posture = DEFINED[measure_id].posture
    if posture is None:
        return number(measure_id, value, words)
    way = value - posture.rest
    where = "above" if way > 0 else "below"
    said = number(measure_id, abs(way), words)
    if said == number(measure_id, 0.0, words):
        return said
    return words.text(f"picture.way.{posture.name}.{where}", value=said)


def aim(measure_id: str, band: Band, words: Words) -> str:
    """The green band in words: ``82 to 108°``, ``158° or more``."""
    low, high = band.green
    posture = DEFINED[measure_id].posture
    if posture is not None and not posture.pictured:
        return _aim_of_ways(measure_id, low, high, words)
    if low is not None and high is not None:
        low_text = figure(measure_id, low, words)
        high_text = number(measure_id, high, words)
        return words.text("card.from_to", low=low_text, high=high_text)
    if low is not None:
        return words.text("card.at_least", low=number(measure_id, low, words))
    if high is not None:
        return words.text("card.at_most", high=number(measure_id, high, words))
    return ""


def _aim_of_ways(
    measure_id: str, low: float | None, high: float | None, words: Words
) -> str:
    """``5 % behind – 20 % ahead``; below rest, the further the better."""
    least, most = (
        None if edge is None else _way(measure_id, edge, words) for edge in (low, high)
    )
    if low is not None and high is not None and low >= 0:
        said = f"{figure(measure_id, low, words)}–{number(measure_id, high, words)}"
        posture = DEFINED[measure_id].posture
        assert posture is not None
        return words.text(f"picture.way.{posture.name}.above", value=said)
    if least is not None and most is not None:
        return f"{least} – {most}"
    if high is not None and high < 0:
        return words.text("card.at_least", low=most)
    if least is not None:
        return words.text("card.at_least", low=least)
    return words.text("card.at_most", high=most)


def aim_of(finding: Finding, words: Words, value: float | None = None) -> str:
    """What to aim for, short: ``82–108°``, ``158° or more``, a head's ``in line``.

    Of a back whose value goes the same way as the aim, which way is not told again.
    """
    low, high = finding.band.green
    posture = DEFINED[finding.measure].posture
    if posture and posture.pictured and low is not None and high is not None:
        return _posture_aim(posture, (low, high), words, value)
    if posture is None and low is not None and high is not None and low >= 0:
        low_text = figure(finding.measure, low, words)
        return f"{low_text}–{number(finding.measure, high, words)}"
    return aim(finding.measure, finding.band, words)


def _posture_aim(
    posture: Posture, green: tuple[float, float], words: Words, value: float | None
) -> str:
    """At rest where that is good, else from where to where."""
    low, high = green[0] - posture.rest, green[1] - posture.rest
    if low <= 0 <= high:
        return words.text(f"picture.{posture.name}.rest")
    where, near, far = ("up", low, high) if low > 0 else ("down", -high, -low)
    between = f"{degrees(near).rstrip('°')}–{degrees(far)}"
    goes = None if value is None else _where(posture, value)[0]
    if posture.name == "back" and goes == where:
        return between
    return words.text(f"picture.{posture.name}.{where}", degrees=between)


def target_of(finding: Finding) -> str | None:
    """The sheet's own target, where it lies well within what we call good."""
    low, high = finding.band.green
    target = finding.seed_target
    if target is None or low is None or high is None:
        return None
    middle, quarter = (low + high) / 2, (high - low) / 4
    return degrees(target) if abs(target - middle) <= quarter else None


def beyond_aim(finding: Finding, measure: Measure) -> bool:
    """Whether it counts as good though the value itself is beyond the aim."""
    low, high = finding.band.green
    value = measure.value
    if finding.verdict != "good" or value is None:
        return False
    return (low is not None and value < low) or (high is not None and value > high)


def mildness(finding: Finding, measure: Measure, words: Words) -> str:
    """Why the verdict is milder than the value, or that it is a close call.

    Beside the number, or the sign would seem to be wrong; empty where the call is
    clear, or good either way.
    """
    if beyond_aim(finding, measure):
        return words.text("picture.on_edge")
    if finding.milder is not None:
        return words.text(f"milder.{finding.milder}")
    doubtful = finding.close and finding.verdict != "good"
    return words.text("verdict.close") if doubtful else ""


def told_after(phase: Phase, analysis: Analysis, words: Words) -> str:
    """``after 6``: the sheet's order is not quite that of time; empty where it is."""
    later = after(phase, analysis)
    return "" if later is None else words.text("picture.after", number=later)


def after(phase: Phase, analysis: Analysis) -> int | None:
    """The last phase further down the sheet that comes before this one in time."""
    if phase.frame is None:
        return None
    earlier = [
        one.number
        for one in analysis.phases[phase.number :]
        if one.frame is not None and one.frame < phase.frame
    ]
    return max(earlier, default=None)
