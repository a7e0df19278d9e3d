"""An effect that the protocol accepts, as draws of what each option costs and gives a child in a year."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from newel.analysis._comparing import Compared, compared
from newel.analysis._delivery import Delivery
from newel.analysis._economics import ALL
from newel.analysis._item_prices import NO_UNIT_COST, ItemPrice, Price
from newel.analysis._places import Place
from newel.analysis._plugin import Evidence
from newel.analysis._prevented import Prevented, prevented
from newel.analysis._value_of_health import valued_health
from newel.protocol import PREVENTABLE, QALY, Effect
from newel.statistics.arrays import Numbers
from newel.statistics.decision import Range

NONE, PARTIAL, FULL = "none", "partial", "full"
DOSES: Mapping[str, float] = {NONE: 0.0, PARTIAL: 0.5, FULL: 1.0}
LABELS = {NONE: "No delivery", PARTIAL: "Delivery in part", FULL: "Delivery in full"}
COST, HAPPENING, RATIO, SAVING, GAIN = "cost", "happening", "ratio", "saving", "gain"
WORDS = {
    COST: "Cost of a year of full delivery, per child",
    HAPPENING: "Incidents without delivery, per child and year",
    RATIO: "Rate with full delivery, as a share of that without",
    SAVING: "What one incident costs",
    GAIN: "What full delivery changes",
}


@dataclass(frozen=True)
class Draws:
    """What is drawn from, and how: as many draws of everything, each thing from a stream of its own."""

    delivery: Delivery
    everywhere: Place
    prices: Mapping[str, ItemPrice]
    number: int
    seed: int
    perspective: str = ALL

    def rng(self, *streams: int) -> np.random.Generator:
        """Return a generator of its own for each thing that is drawn."""
        return np.random.default_rng((self.seed, *streams))


@dataclass(frozen=True)
class Options:
    """D options, the first of them no delivery, and n draws of what each costs and gives a child in a year.

    `parameters` are what was drawn, by name, shape (n,); `base` is each at its estimate.
    """

    effect: Effect
    names: tuple[str, ...]
    costs: Numbers
    effects: Numbers
    base_costs: Numbers
    base_effects: Numbers
    parameters: Mapping[str, Numbers]
    base: Mapping[str, float]
    people: int
    why_none: str = ""
    sites: Mapping[str, int] = field(default_factory=dict)
    """Sites on which the estimate of a parameter stands; none for what an incident costs, which a source says."""

    def ranges(self) -> tuple[Range, ...]:
        """Return each parameter with the middle 95 per cent of its draws; what does not vary is left out."""
        ends = {name: np.percentile(drawn, [2.5, 97.5]) for name, drawn in self.parameters.items()}
        return tuple(
            Range(name, self.base[name], float(low), float(high))
            for name, (low, high) in ends.items()
            if not np.isclose(low, high)
        )

    def gain_of(self, at: Mapping[str, float]) -> float:
        """Return what full delivery gives a child in a year, for named values of the parameters."""
        return at[GAIN] if GAIN in at else at[HAPPENING] * (1 - at[RATIO])

    def net_benefit(self, at: Mapping[str, float], threshold: float) -> float:
        """Return the net benefit of full delivery against none, for named values of the parameters."""
        gain = self.gain_of(at)
        return threshold * gain - (at[COST] - at.get(SAVING, 0.0) * gain)


def options_of(evidence: Evidence, effect: Effect, draws: Draws) -> Options:
    """Return the options of an accepted effect; `why_none` says why nothing can be worked out."""
    if effect.of in PREVENTABLE:
        return _of_incidents(evidence, effect, draws)
    return _of_scale(evidence, effect, draws)


def _nothing(effect: Effect, why: str) -> Options:
    nowhere = np.zeros((0, 0))
    return Options(effect, (), nowhere, nowhere, np.zeros(0), np.zeros(0), {}, {}, 0, why)


def _cost(draws: Draws) -> tuple[float, Numbers, int]:
    """Return the cost of a year of full delivery per child, draws of it, and on how many sites it stands."""
    mine, by = draws.delivery.borne_by(draws.perspective), "full_child_years"
    cell = mine.per("accrued", by, draws.everywhere, unit="")
    drawn = mine.draws("accrued", by, draws.everywhere, number=draws.number, rng=draws.rng(1))
    return cell.value or 0.0, drawn, draws.everywhere.rows(mine.sites).height


def _of_incidents(evidence: Evidence, effect: Effect, draws: Draws) -> Options:
    found, saving = prevented(evidence, effect.of), _saving(effect, draws)
    if found.why_none:
        return _nothing(effect, found.why_none)
    if effect.counts_savings and saving is None:
        return _nothing(effect, NO_UNIT_COST)
    partial = any(site.rollout == "partial" for site in evidence.protocol.sites)
    names = (NONE, PARTIAL, FULL) if partial else (NONE, FULL)
    return _priced(effect, names, found=found, draws=draws, saving=saving)


def _saving(effect: Effect, draws: Draws) -> Price | None:
    price = draws.prices.get(effect.of)
    if not effect.counts_savings or price is None or draws.perspective not in price.borne_by:
        return None
    return price.of(draws.perspective)


def _priced(
    effect: Effect, names: tuple[str, ...], *, found: Prevented, draws: Draws, saving: Price | None
) -> Options:
    doses = tuple(DOSES[name] for name in names)
    rates = found.draws(doses, number=draws.number, rng=draws.rng(2)) / 100
    base_rates = np.array([found.rate(dose) for dose in doses]) / 100
    cost, costs, paying = _cost(draws)
    counting = found.series.months["site_id"].n_unique()
    fewer, base_fewer = rates[:, :1] - rates, base_rates[0] - base_rates
    each = Price(0.0, np.zeros(draws.number)) if saving is None else saving
    parameters = {COST: costs, HAPPENING: rates[:, 0], RATIO: rates[:, -1] / rates[:, 0]}
    base = {COST: cost, HAPPENING: float(base_rates[0]), RATIO: float(base_rates[-1] / base_rates[0])}
    return Options(
        effect=effect,
        names=names,
        costs=costs[:, None] * np.array(doses) - each.draws[:, None] * fewer,
        effects=fewer,
        base_costs=cost * np.array(doses) - each.amount * base_fewer,
        base_effects=base_fewer,
        parameters=parameters if saving is None else parameters | {SAVING: each.draws},
        base=base if saving is None else base | {SAVING: each.amount},
        people=found.series.people,
        sites={COST: paying, HAPPENING: counting, RATIO: counting},
    )


def _of_scale(evidence: Evidence, effect: Effect, draws: Draws) -> Options:
    """Return the options of an outcome, or of valued health: a difference between waves, towards the better end."""
    found = _compared(evidence, effect)
    if found is None:
        return _nothing(effect, "the study holds no answers from which it could be worked out")
    gain = found.gain
    if gain.why_none:
        return _nothing(effect, gain.why_none)
    turned, compared_waves = found.scores.better, pl.col("wave").is_in([gain.start, gain.end])
    errors = draws.rng(3).standard_t(gain.freedom, draws.number)
    gains, base_gain = turned * gain.estimate + gain.error * errors, turned * gain.estimate
    cost, costs, paying = _cost(draws)
    nothing = np.zeros(draws.number)
    return Options(
        effect=effect,
        names=(NONE, FULL),
        costs=np.column_stack([nothing, costs]),
        effects=np.column_stack([nothing, gains]),
        base_costs=np.array([0.0, cost]),
        base_effects=np.array([0.0, base_gain]),
        parameters={COST: costs, GAIN: gains},
        base={COST: cost, GAIN: base_gain},
        people=gain.people,
        sites={COST: paying, GAIN: found.scores.frame.filter(compared_waves)["site_id"].n_unique()},
    )


def _compared(evidence: Evidence, effect: Effect) -> Compared | None:
    if effect.of == QALY:
        return valued_health(evidence)
    outcome = [each for each in evidence.protocol.outcomes if each.id == effect.of]
    return compared(evidence, outcome).get(effect.of)
