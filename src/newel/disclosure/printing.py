"""A judged number as it may be printed: protected, with its interval, or with what stands in its place."""

from collections.abc import Iterable

from newel.disclosure.judging import WITHHELD, Judge, Verdict
from newel.disclosure.released import CURRENCIES, ReleasedCell
from newel.findings import Estimate
from newel.findings.model import Kind

WITHHELD_MARK = "*"
MISSING_MARK = "no data"
SMALLEST_P = 0.001
"""A smaller p value is printed as smaller than this: nobody knows its digits."""
LEVEL = 0.05
"""A p value below it keeps a decimal more where rounding would put it there: what stands beside it was judged by it."""
WITHHELD_NOTE = "Withheld, so that nobody can be recognised."


def released_cell(estimate: Estimate, verdict: Verdict, judge: Judge, *, decimals: int) -> ReleasedCell:
    """Return the cell that may be printed for `estimate`, with so many decimals."""
    if verdict is Verdict.MISSING or estimate.value is None:
        note = estimate.why_missing or "There was nothing to work it out from."
        return ReleasedCell(MISSING_MARK, None, None, None, "", note, estimate.unit)
    if verdict in WITHHELD:
        return ReleasedCell(WITHHELD_MARK, None, None, None, "", WITHHELD_NOTE, estimate.unit)
    if estimate.kind == "words":
        says, unit = estimate.says, estimate.unit
        return ReleasedCell(says, None, None, None, "", "", unit, words=True, points_at=estimate.points_at)
    value = protected(estimate, verdict, judge)
    low, high = _interval_about(estimate, value)
    shown = [None if number is None else _write(number, decimals, estimate) for number in (value, low, high)]
    return ReleasedCell(
        shown=str(shown[0]),
        value=_drawn(value, decimals),
        low=None if low is None else _drawn(low, decimals),
        high=None if high is None else _drawn(high, decimals),
        interval="" if low is None or high is None else f"{shown[1]} to {shown[2]}",
        note="",
        unit=estimate.unit,
    )


def protected(estimate: Estimate, verdict: Verdict, judge: Judge) -> float:
    """Return the number worked out from protected counts. A mean or a difference has none in it and stays as it is.

    An amount per person is worked out from the rounded number of people: exact, beside its total it would tell it.
    """
    value, rounded = estimate.value or 0.0, judge.rule.rounded
    if verdict is not Verdict.ROUNDED:
        return value
    numerator, denominator = estimate.numerator or 0.0, estimate.denominator or 0.0
    if estimate.kind == "count":
        return rounded(value)
    if estimate.kind == "percentage" and denominator:
        return 100 * rounded(numerator) / rounded(denominator)
    return value * _factor(estimate, judge)


def _factor(estimate: Estimate, judge: Judge) -> float:
    """Return what rounding does to a rate, by its numerator, and to an amount per person, by its people."""
    rounded, denominator = judge.rule.rounded, estimate.denominator
    if estimate.kind == "rate" and estimate.numerator:
        return rounded(estimate.numerator) / estimate.numerator
    if estimate.kind == "amount" and denominator and denominator == estimate.people:
        return denominator / rounded(denominator)
    return 1.0


def _interval_about(estimate: Estimate, value: float) -> tuple[float | None, float | None]:
    """Return the interval, moved with its number: left where it was, its middle would undo the rounding.

    An interval of a rate is moved in proportion and one of anything else along, a percentage's not past its ends.
    """
    low, high, true = estimate.low, estimate.high, estimate.value
    if low is None or high is None or true is None:
        return (None, None)
    if estimate.kind == "rate":
        factor = value / true if true else 1.0
        return (low * factor, high * factor)
    low, high = low + value - true, high + value - true
    if estimate.kind == "percentage":
        return (max(low, 0.0), min(high, 100.0))
    return (low, high)


def decimals_for(kind: Kind, values: Iterable[float]) -> int:
    """Return how many decimals the printed numbers of one column get: the same for all, and no more than are of use.

    A percentage of rounded counts is right to a tenth only when it is of thousands of people, so it gets none.
    """
    sizes = [abs(value) for value in values]
    largest = max(sizes, default=0.0)
    fractions = not all(float(size).is_integer() for size in sizes)
    few = 2 if largest < 10 else 1 if largest < 1000 else 0
    decimals: dict[Kind, int] = {
        "mean": few,
        "difference": few,
        "rate": 1 if largest < 100 else 0,
        "coefficient": 3 if largest < 0.1 else 2,
        "p_value": 3,
        "count": 1 if fractions else 0,
    }
    return decimals.get(kind, 0)


def _write(number: float, decimals: int, estimate: Estimate) -> str:
    if estimate.kind == "p_value" and number < SMALLEST_P:
        return f"<{SMALLEST_P}"
    if estimate.kind == "p_value" and number < LEVEL <= round(number, decimals):
        decimals += 1
    text = f"{_drawn(number, decimals):,.{decimals}f}"
    if estimate.kind == "percentage":
        return f"{text}%"
    symbol = CURRENCIES.get(estimate.unit.partition(" ")[0], "")
    return f"-{symbol}{text[1:]}" if text.startswith("-") else f"{symbol}{text}"


def _drawn(number: float, decimals: int) -> float:
    """Return the number as printed, so that a drawing tells no more than the table; no minus before zero."""
    return round(number, decimals) + 0.0
