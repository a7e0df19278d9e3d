"""What a site paid month by month as columns in a picture, and the same in one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from newel.web.economics.presenters.numbers import pounds
from newel.web.returns.presenters import month_words

WIDTH, HEIGHT = 640, 190
LEFT, TOP, BOTTOM = 8, 32, 156
FEWEST = 12
"""The picture has room for a year at least, so that two months do not look like walls."""


@dataclass(frozen=True)
class Column:
    """One month. `state` is `paid`, or `none` where nothing was received; a label stands under some of them."""

    x: float
    y: float
    width: float
    height: float
    state: str
    label: str


@dataclass(frozen=True)
class Columns:
    """The picture: columns from the earliest month, the highest amount in words, and the whole in a sentence."""

    columns: tuple[Column, ...]
    highest: str
    words: str
    size: tuple[int, int] = (WIDTH, HEIGHT)
    floor: int = BOTTOM


def columns_of(months: Sequence[tuple[str, float | None]], prices: str) -> Columns:
    """Draw (month, amount) from the earliest on; an amount is None where nothing was received."""
    known = [(month, amount) for month, amount in months if amount is not None]
    most = max((amount for _, amount in known), default=0.0)
    step = (WIDTH - 2 * LEFT) / max(len(months), FEWEST)
    drawn = tuple(_column(at, months, step=step, most=most) for at in range(len(months)))
    return Columns(drawn, pounds(most), _in_words(months, known, prices))


def _column(at: int, months: Sequence[tuple[str, float | None]], *, step: float, most: float) -> Column:
    month, amount = months[at]
    share = 1.0 if amount is None else (amount / most if most else 0.0)
    height = round((BOTTOM - TOP) * share, 1)
    starts_year = at == 0 or month.endswith("-01")
    return Column(
        x=round(LEFT + at * step + 0.1 * step, 1),
        y=round(BOTTOM - height, 1),
        width=round(0.8 * step, 1),
        height=height,
        state="none" if amount is None else "paid",
        label=month[:4] if starts_year else "",
    )


def _in_words(months: Sequence[tuple[str, float | None]], known: Sequence[tuple[str, float]], prices: str) -> str:
    if not known:
        return f"No amount was received for any of {len(months)} months."
    (least, low), (greatest, high) = min(known, key=_amount), max(known, key=_amount)
    return (
        f"{prices}: for {len(known)} of {len(months)} months amounts were received, from {pounds(low)} in "
        f"{month_words(least)} to {pounds(high)} in {month_words(greatest)}."
    )


def _amount(month: tuple[str, float]) -> float:
    return month[1]
