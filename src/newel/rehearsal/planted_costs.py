"""What an economic analysis of a rehearsal should find: the planted cost of a place, and the planted break-even."""

from dataclasses import dataclass, fields
from math import exp, fsum

from newel.protocol import SiteType
from newel.rehearsal.cost_truths import RecordedTruth
from newel.rehearsal.plan import Plan
from newel.rehearsal.truths import IncidentName

MONEY_OF: dict[IncidentName, str] = {"restraints": "restraint", "assaults": "assault", "self_harm": "self_harm"}
"""The item of the unit cost of each kind of incident."""
EVERYWHERE = "all"


@dataclass(frozen=True)
class PlantedCosts:
    """What sites are expected to have recorded, in the protocol's prices, for each place. By perspective, and `all`."""

    running: dict[str, float]
    """For a place-year of full delivery."""
    set_up: dict[str, float]
    """Once, where delivery is full."""
    unit_costs: dict[str, float]
    """What one unit of each item costs over the protocol's perspectives."""


@dataclass(frozen=True)
class PlantedBreakEven:
    """How many incidents a year of full delivery must prevent to pay for what is recorded as its running cost.

    All are per 100 children per year: `needed`; `happening`, which happen without delivery in an uninterrupted month;
    and `prevented`, which full delivery is planted to prevent.
    """

    needed: float
    happening: float
    prevented: float

    @property
    def pays_for_itself(self) -> bool:
        """Whether delivery is planted to prevent as many as it must."""
        return self.prevented >= self.needed

    @property
    def can_pay_for_itself(self) -> bool:
        """Whether as many happen at all."""
        return self.happening >= self.needed


def planted_costs(plan: Plan) -> PlantedCosts:
    """Return the planted costs of a place. Raises ValueError for a protocol without an economic header."""
    perspectives = _perspectives(plan)
    unit_costs = {
        item: fsum(amount for perspective, amount in truth.amounts.items() if perspective in perspectives)
        for item, truth in plan.truths.costs.unit_costs.items()
    }
    return PlantedCosts(_per_place(plan, "running"), _per_place(plan, "set_up"), unit_costs)


def planted_break_even(plan: Plan, incident: IncidentName) -> dict[str, PlantedBreakEven]:
    """Return the planted break-even by site type, and `all`: the mean of the types, weighted by children living there.

    Raises ValueError for an incident without a planted rate or without a planted unit cost.
    """
    costs = planted_costs(plan)
    price = costs.unit_costs.get(MONEY_OF[incident], 0.0)
    if not price or incident not in plan.truths.incidents:
        raise ValueError(f"{incident} have no planted rate or no planted unit cost")
    children = {each.id: _children(plan, each) for each in plan.protocol.site_types if _children(plan, each)}
    found = {}
    for each in plan.protocol.site_types:
        if each.id in children:
            rate, ratio = _rate(plan, incident, each), plan.truths.incidents[incident].delivery_ratio
            of_a_child = costs.running[EVERYWHERE] * _places(plan, each) / children[each.id]
            found[each.id] = PlantedBreakEven(100 * of_a_child / price, rate, rate * (1 - ratio))
    whole = fsum(children.values())
    means = {
        field.name: fsum(getattr(found[key], field.name) * weight for key, weight in children.items()) / whole
        for field in fields(PlantedBreakEven)
    }
    return found | {EVERYWHERE: PlantedBreakEven(**means)}


def _perspectives(plan: Plan) -> tuple[str, ...]:
    if plan.protocol.economics is None:
        raise ValueError("The protocol has no economic header, so no cost is planted.")
    return plan.protocol.economics.perspectives


def _per_place(plan: Plan, category: str) -> dict[str, float]:
    """Return pounds by perspective. What a site pays is log-normal about the planted amount: its mean is above it."""
    mean = exp(plan.truths.costs.spread**2 / 2)
    truths = [truth for truth in plan.truths.costs.recorded if truth.category == category]

    def total(borne: list[RecordedTruth]) -> float:
        return mean * fsum(truth.per_place for truth in borne)

    perspectives = _perspectives(plan)
    by = {name: total([truth for truth in truths if truth.perspective == name]) for name in perspectives}
    return by | {EVERYWHERE: fsum(by.values())}


def _places(plan: Plan, site_type: SiteType) -> float:
    return float(sum(site.places for site in plan.protocol.sites if site.type == site_type.id))


def _children(plan: Plan, site_type: SiteType) -> float:
    return fsum(site.places * plan.occupancy(site) for site in plan.protocol.sites if site.type == site_type.id)


def _rate(plan: Plan, incident: IncidentName, site_type: SiteType) -> float:
    """Return incidents per 100 children per year without delivery, the mean over sites whose rates are log-normal."""
    truth = plan.truths.incidents[incident]
    return truth.rate * truth.type_ratio.get(site_type.id, 1.0) * exp(truth.site_spread**2 / 2)
