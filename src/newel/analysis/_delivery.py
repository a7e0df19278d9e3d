"""What delivery cost, every pound of it, and what it is per place, child, young person and trained member of staff.

Delivery counts as a dose: a month of partial delivery is half a month of full delivery. So the cost of a year of full
delivery can be told, and what the sites that deliver in part paid speaks of it too.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import fsum

import numpy as np
import polars as pl

from newel.analysis import _cells
from newel.analysis._places import Place
from newel.analysis._plugin import Evidence
from newel.costs import COST_ROW, annuity, cost_of_sites, delivery_costs, site_amounts
from newel.findings import Estimate
from newel.protocol import Economics
from newel.statistics.arrays import Numbers
from newel.statistics.ratios import ClusteredRatio, clustered_ratio, ratio_interval

NOTHING = "no cost of delivery was received or counted"
NO_LASTING = "the protocol does not say how long what was set up serves, or at which rate it is spread"
NO_HEADER = "the protocol has no economics header, so nothing says in whose money costs are"
PER_PLACE = "per place"
PER_PLACE_YEAR = "per place and year"
PER_CHILD_YEAR = "per child and year"
_SUMS = ("set_up", "set_up_training", "running", "amount")
RECORDED, COUNTED, SHARED = "recorded", "counted", "shared"
KNOWN_FROM = {
    RECORDED: "Written on the sites' cost sheets",
    COUNTED: "Counted from records, at unit costs",
    SHARED: "Part of what serves all sites",
}
"""How an amount is known."""


@dataclass(frozen=True)
class Delivery:
    """Rows of costs with how each is known, and the sites that had any, with what they can be divided by.

    `sites` is as `cost_of_sites` returns it; its amounts are those of `rows`, and `accrued` is what the months of its
    delivery cost where what was paid once is spread over the years it serves.
    """

    header: Economics | None
    rows: pl.DataFrame
    sites: pl.DataFrame
    left_out: tuple[tuple[int, str], ...] = ()

    @property
    def currency(self) -> str:
        """The currency of all amounts."""
        return self.header.currency if self.header else ""

    @property
    def why_none(self) -> str:
        """Why there is nothing to divide, or an empty text."""
        if self.header is None:
            return NO_HEADER
        return NOTHING if self.sites.is_empty() else ""

    def of(self, which: pl.Expr) -> "Delivery":
        """Return the same sites with a part of their costs: those of some rows."""
        rows = self.rows.filter(which)
        return replace(self, rows=rows, sites=_with_amounts(self.sites.drop(*_SUMS, "accrued"), rows, self.header))

    def borne_by(self, perspective: str) -> "Delivery":
        """Return what one perspective bears; `all` is everything."""
        return self if perspective == "all" else self.of(pl.col("perspective") == perspective)

    def per(self, amount: str, by: str, place: Place, *, unit: str) -> Estimate:
        """Return one amount of the sites of a place over what it is divided by, with an interval over these sites."""
        here, unit = place.rows(self.sites), f"{self.currency} {unit}".strip()
        why = self.why_none or _why_not(here, amount, by)
        if why:
            return _cells.empty("amount", unit, why, national=place.whole_study)
        amounts, divisors = _cells.numbers(here, amount), _cells.numbers(here, by)
        found = ratio_interval(amounts, divisors)
        low = None if found.low is None else max(found.low, 0.0)
        total, whole = fsum(amounts), fsum(divisors)
        return Estimate("amount", found.value, unit, None, total, whole, low, found.high, place.whole_study)

    def draws(self, amount: str, by: str, place: Place, *, number: int, rng: np.random.Generator) -> Numbers:
        """Return draws of one amount over what it is divided by, never below 0, from its t distribution over sites.

        Where one site alone paid there is no distribution, and all draws are the same. Raises ValueError where there is
        nothing to divide.
        """
        here = place.rows(self.sites)
        found = clustered_ratio(_cells.numbers(here, amount), _cells.numbers(here, by))
        return np.maximum(found.value + _errors(found, number, rng), 0.0)

    def per_person(self, amount: str, by: str, place: Place, *, unit: str) -> Estimate:
        """Return the same over a count of people, which disclosure then looks at."""
        found = self.per(amount, by, place, unit=unit)
        return found if found.denominator is None else replace(found, people=round(found.denominator))

    def total(self, amount: str, place: Place) -> Estimate:
        """Return what the sites of a place paid in all."""
        if self.why_none:
            return _cells.empty("amount", self.currency, self.why_none, national=place.whole_study)
        paid = fsum(place.rows(self.sites)[amount])
        return Estimate("amount", paid, self.currency, None, national=place.whole_study)


RATIOS: dict[str, tuple[str, str, str, str]] = {
    "set_up_per_place": ("Set-up, per place", "set_up", "full_places", PER_PLACE),
    "running_per_place": ("Running, per place and year", "running", "full_place_years", PER_PLACE_YEAR),
    "yearly_per_place": ("Altogether, per place and year", "accrued", "full_place_years", PER_PLACE_YEAR),
    "yearly_per_child": ("Altogether, per child and year", "accrued", "full_child_years", PER_CHILD_YEAR),
}
"""What full delivery costs: column, its heading, the amount, what it is divided by, its unit."""


def ratios(delivery: Delivery, place: Place) -> tuple[Estimate, ...]:
    """Return what full delivery costs at the sites of a place, one cell for each of RATIOS."""
    return tuple(delivery.per(amount, by, place, unit=unit) for _, amount, by, unit in RATIOS.values())


def read_delivery(evidence: Evidence) -> Delivery:
    """Return what delivery cost at the sites of a freeze; nothing for a protocol without an economic header."""
    header, frame = evidence.protocol.economics, evidence.freeze.frame
    if header is None:
        return Delivery(None, pl.DataFrame(schema=COST_ROW | {"known_from": pl.String}), pl.DataFrame())
    found = delivery_costs(evidence.protocol, frame)
    rows = found.rows.with_columns(known_from=_known_from(frame))
    sites = cost_of_sites(evidence.protocol, frame, rows).drop(*_SUMS, "yearly", strict=False)
    return Delivery(header, rows, _with_amounts(sites, rows, header), found.left_out)


def _known_from(frame: Callable[[str], pl.DataFrame]) -> pl.Expr:
    shared = pl.col("unit_cost").is_in(frame("shared_cost")["shared_cost"].to_list())
    recorded = pl.col("unit_cost") == ""
    return pl.when(recorded).then(pl.lit(RECORDED)).when(shared).then(pl.lit(SHARED)).otherwise(pl.lit(COUNTED))


def _with_amounts(sites: pl.DataFrame, rows: pl.DataFrame, header: Economics | None) -> pl.DataFrame:
    """Return the sites with the amounts of these rows; a site without a row paid nothing."""
    with_sums = sites.join(site_amounts(rows), on="site_id", how="left").with_columns(pl.col(*_SUMS).fill_null(0.0))
    return with_sums.with_columns(accrued=_accrued(header)).sort("site_id")


def _accrued(header: Economics | None) -> pl.Expr:
    """Return running costs, and of what was paid once the annuities of the years of delivery."""
    if header is None or header.lasting is None or not header.discounting:
        return pl.lit(None, dtype=pl.Float64)
    rate, years = header.discounting[0].costs, pl.col("months") / 12
    of_training = annuity(1.0, years=header.lasting.training_years, rate=rate) * pl.col("set_up_training")
    rest = pl.col("set_up") - pl.col("set_up_training")
    return pl.col("running") + years * (of_training + annuity(1.0, years=header.lasting.set_up_years, rate=rate) * rest)


def _errors(found: ClusteredRatio, number: int, rng: np.random.Generator) -> Numbers:
    if found.standard_error is None or found.freedom is None:
        return np.zeros(number)
    return np.asarray(found.standard_error * rng.standard_t(found.freedom, number))


def _why_not(here: pl.DataFrame, amount: str, by: str) -> str:
    """Return why an amount cannot be divided, or an empty text."""
    if here.is_empty():
        return NOTHING
    if here[amount].null_count():
        return NO_LASTING
    if here[by].null_count() or not fsum(here[by]):
        return "nothing is known that it could be divided by"
    return ""
