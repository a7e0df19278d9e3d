"""What delivery costs a child in a year, weighed against what it prevents of incidents that have a price."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

import numpy as np

from newel.analysis._delivery import Delivery
from newel.analysis._incidents import UNIT
from newel.analysis._item_prices import ItemPrice, Price
from newel.analysis._places import Place
from newel.analysis._prevented import Prevented
from newel.findings import Estimate
from newel.statistics.arrays import Numbers


@dataclass(frozen=True)
class Weighed:
    """Delivery, the incidents it may prevent and what each of them costs."""

    delivery: Delivery
    prices: Mapping[str, ItemPrice]
    found: Mapping[str, Prevented]
    everywhere: Place
    number: int
    seed: int

    def rng(self, *streams: int) -> np.random.Generator:
        """Return a generator of its own for each thing that is drawn, so that no number hangs on another's order."""
        return np.random.default_rng((self.seed, *streams))

    def cost(self, delivery: Delivery, amount: str = "accrued") -> float:
        """Return the cost of a year of full delivery per child."""
        return delivery.per(amount, "full_child_years", self.everywhere, unit="").value or 0.0

    def cost_draws(self, delivery: Delivery, amount: str = "accrued") -> Numbers:
        """Return draws of it."""
        by = "full_child_years"
        return delivery.draws(amount, by, self.everywhere, number=self.number, rng=self.rng(1))

    def prevented_draws(self, measure: str) -> Numbers:
        """Return draws of how many fewer incidents there are, per 100 children and year."""
        rates = self.found[measure].draws((0.0, 1.0), number=self.number, rng=self.rng(2))
        return np.asarray(rates[:, 0] - rates[:, 1])

    @property
    def places_per_child(self) -> float:
        """How many places there are for each child who lived there, over the months of delivery."""
        sites = self.everywhere.rows(self.delivery.sites)
        return fsum(sites["full_place_years"]) / fsum(sites["full_child_years"])

    def needed(self, delivery: Delivery, price: Price, *, amount: str = "accrued") -> Estimate:
        """Return how many fewer incidents pay for delivery, per 100 children and year, with an interval from draws."""
        value = 100 * self.cost(delivery, amount) / price.amount
        low, high = np.percentile(100 * self.cost_draws(delivery, amount) / price.draws, [2.5, 97.5])
        if np.isclose(low, high):  # one site and a fixed price: nothing is drawn
            return Estimate("amount", value, UNIT, None, national=True)
        return Estimate("amount", value, UNIT, None, low=float(low), high=float(high), national=True)

    def incidents_cost(self, perspective: str) -> float:
        """Return what the incidents that happen without delivery cost a perspective, per child and year."""
        told = [measure for measure, found in self.found.items() if not found.why_none]
        rates = {measure: self.found[measure].rate(0.0) / 100 for measure in told}
        return fsum(self.prices[measure].amount(perspective) * rate for measure, rate in rates.items())
