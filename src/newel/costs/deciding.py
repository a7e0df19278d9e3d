"""What a decision to deliver would cost and prevent, for numbers that a reader may move: simple sums, step by step.

The sums are written so that the page can repeat them in a browser and get the same numbers to the last digit: years are
taken one after the other, and nothing is raised to a power.
"""

from dataclasses import dataclass, replace
from typing import Literal

Verdict = Literal["pays", "even", "costs"]


@dataclass(frozen=True)
class Assumed:
    """What is assumed. Amounts are in one currency and at the prices of one year."""

    cost: float
    """Of a place in a year of full delivery."""
    prevented: float
    """Incidents per 100 children in the first year; below 0 where there are more of them."""
    unit_cost: float
    """Of one incident, to whoever pays."""
    children: float
    """Children who live in one place, on average; 1 where it is always taken."""
    lasts: float = 1.0
    """Share of the effect of a year that is left in the next, from 0 to 1."""
    years: int = 1
    rate: float = 0.0
    """A year's discount, of money and of incidents; the first year counts in full."""
    places: int = 1


@dataclass(frozen=True)
class BudgetYear:
    """One year of all places as it falls due: not discounted."""

    number: int
    prevented: float
    cost: float
    saved: float

    @property
    def net(self) -> float:
        """What is paid after what incidents would have cost; below 0 where more is saved than paid."""
        return self.cost - self.saved


@dataclass(frozen=True)
class Outlook:
    """What follows, for one place over all years, as it counts today; and the budget of all places by year."""

    cost: float
    saved: float
    prevented: float
    needed: float | None
    """Incidents per 100 children that must be prevented in the first year to pay for delivery; None if none can."""
    years: tuple[BudgetYear, ...]

    @property
    def net(self) -> float:
        """Net cost of one place."""
        return self.cost - self.saved

    @property
    def per_incident(self) -> float | None:
        """Cost of delivery for each incident prevented; None where none is prevented."""
        return self.cost / self.prevented if self.prevented > 0 else None

    @property
    def verdict(self) -> Verdict:
        """Whether delivery pays for itself, to the pound for one place."""
        if abs(self.net) < 0.5:
            return "even"
        return "pays" if self.net < 0 else "costs"


def outlook(assumed: Assumed) -> Outlook:
    """Return what follows from the assumptions. Raises ValueError for numbers that mean nothing."""
    _check(assumed)
    effect, worth, weight, lasting = 1.0, 1.0, 0.0, 0.0
    each = assumed.children * assumed.prevented / 100
    years = []
    for number in range(1, assumed.years + 1):
        weight += worth
        lasting += effect * worth
        fewer = assumed.places * each * effect
        years.append(BudgetYear(number, fewer, assumed.places * assumed.cost, fewer * assumed.unit_cost))
        effect *= assumed.lasts
        worth /= 1 + assumed.rate
    cost, prevented = assumed.cost * weight, each * lasting
    worth_of_one = assumed.children / 100 * assumed.unit_cost * lasting
    needed = cost / worth_of_one if worth_of_one > 0 else None
    return Outlook(cost, prevented * assumed.unit_cost, prevented, needed, tuple(years))


def net_between(assumed: Assumed, low: float, high: float) -> tuple[float, float]:
    """Return the net cost of a place, lowest first, at two values of what is prevented and all else as assumed."""
    ends = [outlook(replace(assumed, prevented=end)).net for end in (low, high)]
    return min(ends), max(ends)


def _check(assumed: Assumed) -> None:
    for holds, what in (
        (assumed.cost >= 0, f"a cost of {assumed.cost:g}: it must be 0 or more"),
        (assumed.unit_cost >= 0, f"a cost of one incident of {assumed.unit_cost:g}: it must be 0 or more"),
        (assumed.children >= 0, f"{assumed.children:g} children in a place: it must be 0 or more"),
        (0 <= assumed.lasts <= 1, f"a share of {assumed.lasts:g} that lasts: it must be from 0 to 1"),
        (assumed.years >= 1, f"{assumed.years} years: it must be 1 or more"),
        (assumed.rate >= 0, f"a yearly rate of {assumed.rate:g}: it must be 0 or more"),
        (assumed.places >= 1, f"{assumed.places} places: it must be 1 or more"),
    ):
        if not holds:
            raise ValueError(what)
