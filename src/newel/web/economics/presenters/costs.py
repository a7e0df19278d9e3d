"""Costs as plain rows: for all sites how complete their sheets are, for one site what was paid by whom and for what."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from newel.protocol import Site
from newel.web.economics.presenters.columns import Columns, columns_of
from newel.web.economics.presenters.numbers import pounds
from newel.web.economics.presenters.oddities import SET_UP, oddities
from newel.web.returns.queries.paid import Paid
from newel.web.returns.queries.standing import SiteMonth, Standing

ALL = "All together"


@dataclass(frozen=True)
class Completeness:
    """Months of one site, or of all (no `key`). `expected` were due by today; `received` holds `late`."""

    name: str
    key: str
    expected: int
    received: int
    late: int
    overdue: int
    missing: int
    last: date | None = None
    odd: int | None = None

    @property
    def share(self) -> int | None:
        """Months received of 100 expected; None where none was."""
        return round(100 * self.received / self.expected) if self.expected else None


@dataclass(frozen=True)
class AmountRow:
    """One line of a table of amounts: set-up, running and together, and its share of the longest as a bar of 100."""

    name: str
    set_up: str
    running: str
    amount: str
    bar: str


@dataclass(frozen=True)
class MonthRow:
    """One month that was received: what was paid, in the prices of which year."""

    month: SiteMonth
    amount: str
    bar: str


@dataclass(frozen=True)
class PriceYear:
    """What was recorded in the prices of one year; sums over several years would add up different pounds."""

    year: int
    by_perspective: tuple[AmountRow, ...]
    by_item: tuple[AmountRow, ...]
    months: tuple[MonthRow, ...]
    picture: Columns


def completeness(site: Site, months: Iterable[SiteMonth], *, odd: int | None = None) -> Completeness:
    """Count one site's months."""
    some = list(months)
    states = [month.state for month in some]
    late = states.count("late")
    received = states.count("received") + late
    overdue, missing = states.count("overdue"), states.count("missing")
    last = max((month.received_on for month in some if month.received_on), default=None)
    expected = received + overdue + missing
    return Completeness(site.pseudonym, site.id, expected, received, late, overdue, missing, last, odd)


def board_rows(
    sites: Sequence[Site],
    standing: Standing,
    paid: Mapping[tuple[str, str], tuple[Paid, ...]],
    *,
    items: Mapping[str, str],
) -> list[Completeness]:
    """Return one row a site and, where there are several, a last one for all: months add up, and days do not."""
    rows = [
        completeness(site, standing[site.id], odd=len(oddities((), _of_site(paid, site.id), items))) for site in sites
    ]
    if len(rows) > 1:
        counted = [(row.expected, row.received, row.late, row.overdue, row.missing, row.odd or 0) for row in rows]
        expected, received, late, overdue, missing, odd = (sum(numbers) for numbers in zip(*counted, strict=True))
        rows.append(Completeness("All sites", "", expected, received, late, overdue, missing, odd=odd))
    return rows


def price_years(
    months: Sequence[SiteMonth], paid: Mapping[str, tuple[Paid, ...]], names: Mapping[str, Mapping[str, str]]
) -> list[PriceYear]:
    """Return what a site recorded, by year of prices, the latest first. `names` are of perspectives and items."""
    years = sorted({row.price_year for rows in paid.values() for row in rows}, reverse=True)
    return [_price_year(year, months, paid, names=names) for year in years]


def _price_year(
    year: int,
    months: Sequence[SiteMonth],
    paid: Mapping[str, tuple[Paid, ...]],
    *,
    names: Mapping[str, Mapping[str, str]],
) -> PriceYear:
    by_month = {month: [row for row in rows if row.price_year == year] for month, rows in paid.items()}
    rows = [row for of_month in by_month.values() for row in of_month]
    sums = {month: sum(row.amount for row in of_month) for month, of_month in by_month.items() if of_month}
    most = max(sums.values(), default=0.0)
    shown = [month for month in months if month.month in sums]
    span = [month for month in months if sums and min(sums) <= month.month <= max(sums)]
    return PriceYear(
        year,
        _amount_rows(rows, lambda row: row.perspective, names["perspective"]),
        _amount_rows(rows, lambda row: row.item, names["item"]),
        tuple(MonthRow(month, pounds(sums[month.month]), _bar(sums[month.month], most)) for month in reversed(shown)),
        columns_of([_point(month, paid, sums) for month in span], f"In prices of {year}"),
    )


def _point(
    month: SiteMonth, paid: Mapping[str, tuple[Paid, ...]], sums: Mapping[str, float]
) -> tuple[str, float | None]:
    return month.month, sums.get(month.month, 0.0) if month.month in paid else None


def _amount_rows(rows: Sequence[Paid], key: Callable[[Paid], str], names: Mapping[str, str]) -> tuple[AmountRow, ...]:
    """Return one row for each name that anything was paid for, in the order of `names`, and one for all."""
    there = {key(row) for row in rows}
    order = [*(name for name in names if name in there), *sorted(there - set(names))]
    sums = {name: sum(row.amount for row in rows if key(row) == name) for name in order}
    most = max(sums.values(), default=0.0)
    made = [
        _amount_row(names.get(name, name), [row for row in rows if key(row) == name], _bar(sums[name], most))
        for name in order
    ]
    return (*made, _amount_row(ALL, rows, "")) if len(made) > 1 else tuple(made)


def _amount_row(name: str, rows: Sequence[Paid], bar: str) -> AmountRow:
    set_up = sum(row.amount for row in rows if row.category == SET_UP)
    amount = sum(row.amount for row in rows)
    return AmountRow(name, pounds(set_up), pounds(amount - set_up), pounds(amount), bar)


def _bar(amount: float, most: float) -> str:
    return f"{100 * amount / most:.1f}" if most else "0"


def _of_site(paid: Mapping[tuple[str, str], tuple[Paid, ...]], site_id: str) -> dict[str, tuple[Paid, ...]]:
    return {month: rows for (site, month), rows in paid.items() if site == site_id}
