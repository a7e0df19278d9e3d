"""What an analysis of a rehearsal should find of the services people had: how often, and what that cost who pays."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from math import exp, fsum, log, sqrt

from newel.protocol import Counted, ServiceUse, Site, Wave
from newel.rehearsal.cost_truths import ServiceTruth
from newel.rehearsal.plan import Plan, month_of
from newel.rehearsal.planted_costs import EVERYWHERE
from newel.rehearsal.service_use import delivered, is_asked, worse_is


@dataclass(frozen=True)
class PlantedServiceUse:
    """What one person is expected to have had in the time they are asked about, and what that cost.

    Means over sites, weighted by children living there. Costs are in the protocol's prices, by perspective and `all`.
    """

    counts: dict[str, dict[str, float]]
    """Times, by item and wave."""
    costs: dict[str, dict[str, float]]
    """Pounds, by perspective and wave; only of waves in which every item is asked."""
    without: dict[str, float]
    """Pounds, by perspective, where no site delivers."""
    added: dict[str, float]
    """Pounds, by perspective, that full delivery at every site adds to that; below 0 where it saves."""


def planted_service_use(plan: Plan) -> PlantedServiceUse:
    """Return what is planted. Raises ValueError where nothing is counted, or a counted thing has no planted cost."""
    use = plan.service_use
    if use is None:
        raise ValueError("The protocol has no [economics.service_use], so no use of services is planted.")
    truths = {counted.item: plan.truths.costs.of_service(counted.item) for counted in use.counts}
    by_wave = {wave.id: _counts(plan, use, wave) for wave in plan.protocol.waves}
    whole = {wave: found for wave, found in by_wave.items() if len(found) == len(truths)}
    priced = {wave: _costs(plan, use, found) for wave, found in whole.items()}
    none = _costs(plan, use, {item: _without(truth) for item, truth in truths.items()})
    full = _costs(plan, use, {item: _without(truth) * truth.delivery_ratio for item, truth in truths.items()})
    return PlantedServiceUse(
        {item: {wave: found[item] for wave, found in by_wave.items() if item in found} for item in truths},
        {name: {wave: costs[name] for wave, costs in priced.items()} for name in none},
        none,
        {name: full[name] - none[name] for name in none},
    )


def _counts(plan: Plan, use: ServiceUse, wave: Wave) -> dict[str, float]:
    """Return how often a person is expected to have had each item that is asked in a wave."""
    return {each.item: _mean(plan, each, wave) for each in use.counts if is_asked(plan, each, wave)}


def _mean(plan: Plan, counted: Counted, wave: Wave) -> float:
    truth = plan.truths.costs.of_service(counted.item)
    there = [site for site in plan.protocol.sites if not site.closed_month or month_of(wave.opens) < site.closed_month]
    weights = {site.id: _children(plan, site) for site in there}
    shares = (weights[site.id] * delivered(plan, truth, site, wave=wave) for site in there)
    return _without(truth) * fsum(shares) / fsum(weights.values())


def _children(plan: Plan, site: Site) -> float:
    return site.places * plan.occupancy(site)


def _without(truth: ServiceTruth) -> float:
    """Return the mean over sites, whose rates are log-normal about the planted one."""
    return truth.rate * exp(truth.site_spread**2 / 2)


def _costs(plan: Plan, use: ServiceUse, counts: Mapping[str, float]) -> dict[str, float]:
    header = plan.protocol.economics
    perspectives = header.perspectives if header is not None else ()
    found = {name: fsum(counts[each.item] * _price(plan, each, name) for each in use.counts) for name in perspectives}
    return found | {EVERYWHERE: fsum(found.values())}


def _price(plan: Plan, counted: Counted, perspective: str) -> float:
    truth = plan.truths.costs.unit_costs.get(counted.of)
    if truth is None:
        raise ValueError(f"{counted.of} has no planted unit cost")
    return {str(name): amount for name, amount in truth.amounts.items()}.get(perspective, 0.0)


def planted_together(plan: Plan) -> dict[str, float]:
    """Return how a person's cost to all goes with where they stand on each scale, among those of their site and wave.

    A correlation by `instrument.scale`, of the scales that some use of services is planted to go with; scores hold some
    error besides, so that theirs with cost is a little nearer to 0. Raises ValueError as `planted_service_use` does.
    """
    use = plan.service_use
    if use is None:
        raise ValueError("The protocol has no [economics.service_use], so no use of services is planted.")
    asked = [wave for wave in plan.protocol.waves if all(is_asked(plan, each, wave) for each in use.counts)]
    groups = [
        (_children(plan, site), _within(plan, use, site=site, wave=wave))
        for site, wave in product(plan.protocol.sites, asked)
        if not site.closed_month or month_of(wave.opens) < site.closed_month
    ]
    spread = sqrt(fsum(weight * variance for weight, (variance, _) in groups) * fsum(weight for weight, _ in groups))
    scales = {name for _, (_, with_scales) in groups for name in with_scales}
    sums = {name: fsum(weight * with_scales[name] for weight, (_, with_scales) in groups) for name in sorted(scales)}
    return {name: worse_is(plan, name) * found / spread for name, found in sums.items()}


def _within(plan: Plan, use: ServiceUse, *, site: Site, wave: Wave) -> tuple[float, dict[str, float]]:
    """Return the variance of a person's cost at a site in a wave, and its covariance with faring worse, by scale.

    A count is Poisson about the site's mean times a gamma and a log-normal part, both 1 on average; the log-normal one
    is that of how people fare, in which counts that go with one scale have part together.
    """
    known = [(plan.truths.costs.of_service(each.item), _price_to_all(plan, each)) for each in use.counts]
    means = [_without(truth) * delivered(plan, truth, site, wave=wave) for truth, _ in known]
    costs = [mean * price for mean, (_, price) in zip(means, known, strict=True)]
    variance = 0.0
    for (at, (one, price)), (other_at, (other, _)) in product(enumerate(known), repeat=2):
        shared = log(one.worse_ratio) * log(other.worse_ratio) if one.goes_with == other.goes_with else 0.0
        more = exp(shared) - 1
        if at == other_at:
            more = exp(one.site_spread**2) * ((1 + one.person_spread**2) * exp(shared) - 1)
            variance += costs[at] * price
        variance += costs[at] * costs[other_at] * more
    covariance: dict[str, float] = {}
    for (truth, _), cost in zip(known, costs, strict=True):
        if truth.goes_with is not None:
            covariance[truth.goes_with] = covariance.get(truth.goes_with, 0.0) + cost * log(truth.worse_ratio)
    return variance, covariance


def _price_to_all(plan: Plan, counted: Counted) -> float:
    header = plan.protocol.economics
    return fsum(_price(plan, counted, name) for name in header.perspectives) if header is not None else 0.0
