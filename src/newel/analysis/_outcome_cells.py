"""Cells about outcomes: differences with their intervals, p values, effect sizes, each with the people behind it."""

from collections.abc import Iterable

import numpy as np

from newel.analysis import _cells
from newel.analysis._change import Difference
from newel.analysis._comparing import Compared
from newel.analysis._verdicts import Shift
from newel.findings import Estimate
from newel.protocol import Outcome, Protocol

POINTS = "points"
DEVIATIONS = "standard deviations"


def difference(found: Difference, unit: str = POINTS) -> Estimate:
    """Return a difference between two waves with its 95 % interval."""
    if found.why_none:
        return _cells.empty("difference", unit, sentence(found.why_none))
    return Estimate("difference", found.estimate, unit, found.people, low=found.low, high=found.high)


def p_value(p: float, people: int, *, why_none: str = "") -> Estimate:
    """Return a p value, or why there is none."""
    if not np.isfinite(p):
        return _cells.empty("p_value", "p", sentence(why_none or "it could not be worked out"))
    return Estimate("p_value", p, "p", people)


def coefficient(value: float, people: int, *, unit: str = "", why_none: str = "") -> Estimate:
    """Return a number without a unit of its own, or why there is none."""
    if not np.isfinite(value):
        return _cells.empty("coefficient", unit, sentence(why_none or "it could not be worked out"))
    return Estimate("coefficient", value, unit, people)


def effect_size(each: Compared, found: Difference) -> Estimate:
    """Return Hedges' g of a difference in points, in its own direction, with its interval."""
    if found.why_none or not np.isfinite(each.unit):
        return _cells.empty("coefficient", "g", sentence(found.why_none or "scores of the reference wave do not vary"))
    numbers = (found.estimate * each.unit, found.low * each.unit, found.high * each.unit)
    return Estimate("coefficient", numbers[0], "g", found.people, low=numbers[1], high=numbers[2])


def in_deviations(shift: Shift | None, people: int, *, why_none: str = "", confidence: float = 0.95) -> Estimate:
    """Return a change in standard deviations with its interval, or why there is none."""
    if shift is None:
        return _cells.empty("coefficient", DEVIATIONS, sentence(why_none or "it could not be worked out"))
    low, high = shift.low(confidence), shift.high(confidence)
    return Estimate("coefficient", shift.estimate, DEVIATIONS, people, low=low, high=high)


def words(says: str, people: int | None) -> Estimate:
    """Return words that stand on so many people."""
    return Estimate("words", 0, "", people, says=says)


def sentence(text: str) -> str:
    """Return a clause as a sentence."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def label(each: Compared) -> str:
    """Return an outcome's name with its range and its better end, as a row names it."""
    scale = each.scores.scale
    better = "higher" if each.scores.better > 0 else "lower"
    return f"{each.scores.outcome.label} ({scale.lowest:g} to {scale.highest:g}, {better} is better)"


def not_held(protocol: Protocol, outcomes: Iterable[Outcome], found: Iterable[str]) -> tuple[str, ...]:
    """Name the outcomes that are shown nowhere: counts of the returns, and scales that the study does not hold."""
    known = set(found)
    absent = [outcome for outcome in outcomes if outcome.id not in known]
    counts = [outcome.label for outcome in absent if outcome.measure]
    scales = [outcome.label for outcome in absent if outcome.scale]
    notes = []
    if protocol.impact is None:
        notes.append("The protocol has no block [impact], so it names no waves that outcomes are compared between.")
    if counts:
        notes.append(f"Counts of the monthly returns are not scales, and not compared here: {', '.join(counts)}.")
    if scales and protocol.impact is not None:
        notes.append(f"The study does not hold the instrument of: {', '.join(scales)}.")
    return tuple(notes)
