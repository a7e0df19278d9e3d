"""What is planned, and what is planted: one entry for every outcome of the protocol that is a scale."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from newel.analysis._outcomes import impact_waves
from newel.instruments import Instrument, Scale
from newel.protocol import Group, Outcome, Protocol, Site
from newel.rehearsal import Plan, Truths
from newel.rehearsal.plan import month_of
from newel.rehearsal.planted import PlantedOutcome, planted_outcomes
from newel.rehearsal.shifting import Shifts, expected_training, still_there
from newel.statistics.arrays import Numbers


@dataclass(frozen=True)
class Attendance:
    """How many people could be asked at each site in each wave, and the chance that one of them is scored."""

    people: Numbers
    """Shape (sites, waves); expected numbers where nobody knows how many there are."""
    known: bool
    chance: float

    def drawn(self, rng: np.random.Generator) -> Numbers:
        """Draw how many are scored, shape (sites, waves)."""
        if self.known:
            return rng.binomial(self.people.astype(np.int64), self.chance).astype(np.float64)
        return rng.poisson(self.people * self.chance).astype(np.float64)


@dataclass(frozen=True)
class Answering:
    """How a scale is answered: places on it are normal about a centre, and items are rounded places with noise."""

    position: float
    spread: float
    site_correlation: float
    shifts: Numbers
    """Planted at each site in each wave, in shares of the range, shape (sites, waves)."""
    site_gain: Numbers
    """Standard deviation of the sites' own gains in each wave, shape (waves,)."""
    wave_spread: float
    """Standard deviation of what moves a site in a wave for reasons of its own."""
    items: tuple[tuple[Numbers, bool], ...]
    """Of each item its codes in order, and whether it counts the other way round."""
    is_mean: bool
    """The score is the mean of its items, not their sum."""

    def without_change(self, reference: int) -> "Answering":
        """Return the same with no change on average from the reference wave on. Sites still change unlike."""
        return replace(self, shifts=np.repeat(self.shifts[:, [reference]], self.shifts.shape[1], axis=1))


@dataclass(frozen=True)
class Planned:
    """One outcome: its planned analysis, and the truths under which its answers are drawn."""

    outcome: Outcome
    protocol: Protocol
    instrument: Instrument
    scale: Scale
    attendance: Attendance
    answering: Answering
    planted: PlantedOutcome

    @property
    def waves(self) -> tuple[str, ...]:
        """The waves that are compared, by id, the reference first."""
        return tuple(wave.id for wave in impact_waves(self.protocol))

    @property
    def comparisons(self) -> dict[str, tuple[str, str]]:
        """The planned comparisons: the two waves of each."""
        impact = self.protocol.impact
        if impact is None:
            return {}
        start, first, last = impact.reference_wave, impact.first_follow_up, impact.last_wave
        found = {"first": (start, first), "later": (first, last), "last": (start, last)}
        return found if first != last else {"first": (start, first)}

    @property
    def better(self) -> int:
        """1 where a higher score is better, else -1."""
        said = self.outcome.better
        return 1 if (said == "higher" if said else self.scale.direction == "higher_is_better") else -1


def planned_analyses(plan: Plan) -> dict[str, Planned]:
    """Return every outcome that is a scale of an instrument the study holds, by its id; none without [impact]."""
    if plan.protocol.impact is None:
        return {}
    kept = [outcome for outcome in plan.protocol.outcomes if outcome.scale and outcome.instrument in plan.instruments]
    held = plan.protocol.model_copy(update={"outcomes": tuple(kept)})
    fewer = Plan(held, plan.instruments, plan.truths)
    planted = planted_outcomes(fewer)
    return {outcome.id: _planned(fewer, outcome, planted[outcome.id]) for outcome in kept}


def plan_of(
    protocol: Protocol, instruments: Mapping[str, Instrument], truths: Truths, *, sites: int | None = None
) -> Plan:
    """Return the plan of a study, with fewer sites where a number is given: types keep their shares.

    Raises ValueError where the protocol has not so many sites.
    """
    if sites is not None:
        protocol = protocol.model_copy(update={"sites": _some_sites(protocol, sites)})
    return Plan(protocol, instruments, truths)


def _some_sites(protocol: Protocol, number: int) -> tuple[Site, ...]:
    if not 2 <= number <= len(protocol.sites):
        raise ValueError(f"{number} sites were asked for: give a number from 2 to {len(protocol.sites)}.")
    by_type = sorted(range(len(protocol.sites)), key=lambda place: protocol.sites[place].type)
    chosen = {by_type[(2 * place + 1) * len(by_type) // (2 * number)] for place in range(number)}
    return tuple(site for place, site in enumerate(protocol.sites) if place in chosen)


def _planned(plan: Plan, outcome: Outcome, planted: PlantedOutcome) -> Planned:
    group = plan.protocol.group(str(outcome.group))
    instrument = plan.instruments[outcome.instrument].asked_of(group.id)
    scale = {scale.id: scale for scale in instrument.scales}[outcome.scale_id]
    answering = _answering(plan, instrument, scale)
    return Planned(
        outcome, plan.protocol, instrument, scale, _attendance(plan, group, scale), answering, planted
    )


def _answering(plan: Plan, instrument: Instrument, scale: Scale) -> Answering:
    truth, waves = plan.truths.questionnaires.of(instrument, scale), impact_waves(plan.protocol)
    shifted = Shifts(plan, expected_training(plan), {}).of(instrument, scale)
    return Answering(
        position=truth.position,
        spread=truth.spread,
        site_correlation=truth.site_correlation,
        shifts=np.array([[shifted[site.id, wave.id] for wave in waves] for site in plan.protocol.sites]),
        site_gain=np.array([truth.gain_spread * still_there(plan, wave, lasting=truth.lasting) for wave in waves]),
        wave_spread=truth.wave_spread,
        items=tuple((_codes(instrument, item), item in scale.reversed) for item in scale.items),
        is_mean=scale.rule == "mean",
    )


def _codes(instrument: Instrument, item: str) -> Numbers:
    options = instrument.options_of(instrument.item(item))
    return np.sort([float(option.code) for option in options if option.missing is None])


def _attendance(plan: Plan, group: Group, scale: Scale) -> Attendance:
    """Return who is expected to be scored: the steps of asking, of which each leaves some people behind."""
    truth, waves = plan.truths.questionnaires, impact_waves(plan.protocol)
    open_in = np.array(
        [
            [not site.closed_month or month_of(wave.opens) < site.closed_month for wave in waves]
            for site in plan.protocol.sites
        ]
    )
    chance = truth.agree.get(group.id, 0.5) * (1 - truth.share_withdrawn) * (1 - truth.share_unsent)
    chance *= _scored(len(scale.items), scale.minimum_answered, answered=1 - truth.share_item_missing)
    if group.denominator == "unknown":
        return Attendance(truth.asked_per_site.get(group.id, 3.0) * open_in, known=False, chance=chance)
    places = np.array([_a_place(plan, group, site) * site.places for site in plan.protocol.sites])
    return Attendance(np.rint(places)[:, None] * open_in, known=True, chance=chance * truth.asked.get(group.id, 1.0))


def _a_place(plan: Plan, group: Group, site: Site) -> float:
    return plan.truths.staff.per_place if group.denominator == "staff_in_post" else plan.occupancy(site)


def _scored(items: int, least: int, *, answered: float) -> float:
    """Return the chance that at least so many of the items are answered."""
    from scipy.stats import binom

    return float(binom.sf(least - 1, items, answered))
