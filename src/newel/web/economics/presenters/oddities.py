"""What is odd in the costs of one site, in words: a month in which nothing was paid, an amount ten times the usual.

Odd is not wrong. Whoever sent it is asked to look, and may find it right.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from newel.web.economics.presenters.numbers import pounds
from newel.web.returns.presenters import month_words
from newel.web.returns.queries.paid import Paid
from newel.web.returns.queries.standing import SiteMonth

TIMES = 10
"""So many times the usual, or this part of it, is odd: most often a point or a zero has slipped."""
FEWEST = 3
"""With fewer other months nobody can tell what is usual."""
SET_UP = "set_up"
Months = Mapping[str, tuple[Paid, ...]]


@dataclass(frozen=True)
class Oddity:
    """One thing to look at, and the month it is in."""

    month: str
    words: str

    @property
    def month_name(self) -> str:
        """The month in words."""
        return month_words(self.month)


def oddities(expected: Iterable[SiteMonth], paid: Months, items: Mapping[str, str]) -> list[Oddity]:
    """Return what is odd, the latest month first. `paid` are the months that came; `items` are names of items."""
    found = [
        *_not_there(expected),
        *(Oddity(month, f"For {month_words(month)} the sheet says that nothing was paid.") for month in _empty(paid)),
        *_years(paid),
        *_amounts(paid, items),
    ]
    return sorted(found, key=lambda odd: odd.month, reverse=True)


def _not_there(expected: Iterable[SiteMonth]) -> Iterator[Oddity]:
    """Yield each month that can still be sent, and the closed ones in one sentence for each row of them."""
    for state, run in groupby(expected, key=lambda month: month.state):
        months = [month.month for month in run]
        if state == "overdue":
            for month in months:
                yield Oddity(month, f"Nothing was received for {month_words(month)}. It can still be sent.")
        elif state == "missing":
            yield Oddity(months[-1], f"Nothing was received for {_span(months)}.")


def _span(months: Sequence[str]) -> str:
    if len(months) == 1:
        return f"{month_words(months[0])}, and the month is closed"
    return f"{month_words(months[0])} to {month_words(months[-1])}, and these {len(months)} months are closed"


def _empty(paid: Months) -> list[str]:
    return [month for month, rows in paid.items() if not sum(row.amount for row in rows)]


def _years(paid: Months) -> Iterator[Oddity]:
    """Yield months whose amounts are in the prices of more than one year: they cannot be added up as they stand."""
    for month, rows in paid.items():
        years = sorted({row.price_year for row in rows})
        if len(years) > 1:
            said = " and ".join(map(str, years))
            yield Oddity(month, f"Amounts of {month_words(month)} are in the prices of {said}.")


def _amounts(paid: Months, items: Mapping[str, str]) -> Iterator[Oddity]:
    """Yield items far from their usual amount; where none of a month is, the month as a whole."""
    told = set()
    for item in sorted({row.item for rows in paid.values() for row in rows}):
        name = items.get(item, item)
        for odd in _far_off(_running(paid, item), name[:1].lower() + name[1:]):
            told.add(odd.month)
            yield odd
    yield from (odd for odd in _far_off(_running(paid), "all running costs together") if odd.month not in told)


def _running(paid: Months, item: str | None = None) -> dict[str, float]:
    """Return what was paid in each month in which anything was; set-up is paid once, and so has no usual amount."""
    sums = {
        month: sum(row.amount for row in rows if row.category != SET_UP and item in (None, row.item))
        for month, rows in paid.items()
    }
    return {month: amount for month, amount in sums.items() if amount > 0}


def _far_off(amounts: Mapping[str, float], name: str) -> Iterator[Oddity]:
    for month, amount in amounts.items():
        usual = _usual([other for each, other in amounts.items() if each != month])
        if usual and not usual / TIMES < amount < usual * TIMES:
            words = f"In {month_words(month)}, {name}: {pounds(amount)}. In other months it is about {pounds(usual)}."
            yield Oddity(month, words)


def _usual(others: Sequence[float]) -> float | None:
    return median(others) if len(others) >= FEWEST else None
