"""What a change in cost and outcome of the same people is worth, where the protocol holds money against the outcome."""

from collections.abc import Iterator

import numpy as np
from scipy.special import stdtr

from newel.analysis._delivery import PER_CHILD_YEAR
from newel.analysis._joint_change import ALL, JointChange
from newel.findings import Column, Estimate, Figure, Row, Table
from newel.protocol import Effect, Protocol, accepted_effects, thresholds_of
from newel.statistics.arrays import Numbers
from newel.statistics.inference import Inference

POINTS = 21
"""Amounts along the curve."""
NONE_ACCEPTED = (
    "No outcome here is held against money: the protocol accepts none of them as an effect that has a price, so costs "
    "and outcomes stand side by side."
)
NOTE = (
    "Net benefit is what the change in outcome would be worth at an amount, less the change in cost; its interval "
    "follows from the model, without draws. The chance is that of a t distribution about the estimate, the outcome "
    "taken to last for the year. Compared are two waves, in each of which sites delivered as far as they did; a year "
    "of full delivery against none is another comparison, and costs more."
)


def decision_tables(protocol: Protocol, joint: JointChange, ends: tuple[str, str]) -> Iterator[Table]:
    """Yield net benefit at each threshold, and the chance along all amounts, of each accepted effect that is here."""
    for effect, place in _accepted(protocol, joint):
        thresholds = np.array(thresholds_of(protocol, effect))
        benefit = _net_benefit(joint, place, thresholds, ends=ends)
        people = min(joint.users.people(wave) for wave in ends)
        yield _benefit_table(effect, thresholds, benefit, people=people)
        along = np.linspace(0, 2 * thresholds[-1], POINTS)
        yield _curve(effect, along, _net_benefit(joint, place, along, ends=ends), people=people)


def _accepted(protocol: Protocol, joint: JointChange) -> Iterator[tuple[Effect, int]]:
    places = {each.outcome.id: place for place, each in enumerate(joint.users.outcomes)}
    for effect in accepted_effects(protocol):
        if effect.of in places and not joint.why_none:
            yield effect, places[effect.of]


def _net_benefit(joint: JointChange, place: int, thresholds: Numbers, *, ends: tuple[str, str]) -> Inference:
    better = joint.users.outcomes[place].better
    gain, cost = joint.weights(score=place), joint.weights(cost=ALL)
    return joint.inference(thresholds[:, None] * better * gain - cost, *ends)


def _benefit_table(effect: Effect, thresholds: Numbers, benefit: Inference, *, people: int) -> Table:
    chances = _chances(benefit, people)
    rows = tuple(
        Row(f"at_{amount:.0f}", f"£{amount:,.0f}", (_benefit(benefit, place, people), chances[place]))
        for place, amount in enumerate(thresholds)
    )
    columns = (
        Column("benefit", "Net benefit of the change"),
        Column("chance", "Chance that it is above 0, from 0 to 1"),
    )
    title = f"{effect.label}: net benefit of the change, by what one may cost"
    return Table(f"{effect.id}_benefit", title, "If one may cost", columns, rows)


def _benefit(benefit: Inference, place: int, people: int) -> Estimate:
    low, high = float(benefit.low[place]), float(benefit.high[place])
    return Estimate("amount", float(benefit.estimate[place]), f"GBP {PER_CHILD_YEAR}", people, low=low, high=high)


def _chances(benefit: Inference, people: int) -> list[Estimate]:
    """Return how likely it is that each net benefit is above nothing, from 0 to 1: a part of no count of anything."""
    return [Estimate("coefficient", float(share), "", people) for share in stdtr(benefit.freedom, benefit.statistic)]


def _curve(effect: Effect, along: Numbers, benefit: Inference, *, people: int) -> Table:
    rows = tuple(
        Row(f"at_{amount:.0f}", f"£{amount:,.0f}", (chance,))
        for amount, chance in zip(along, _chances(benefit, people), strict=True)
    )
    title = f"{effect.label}: chance that the change is worth its cost, by what one may cost"
    columns = (Column("chance", "Chance, 0 to 1"),)
    return Table(f"{effect.id}_worth", title, "If one may cost", columns, rows)


def decision_figures(protocol: Protocol, joint: JointChange) -> Iterator[Figure]:
    """Yield the curve of each accepted effect."""
    for effect, _ in _accepted(protocol, joint):
        yield Figure(
            f"{effect.id}_worth",
            f"{effect.label}: chance that the change is worth its cost",
            "lines",
            f"{effect.id}_worth",
            ("chance",),
            "Chance, 0 to 1",
            "One line along what a unit of the effect may cost: how likely it is that the change is worth more.",
        )


def decision_notes(protocol: Protocol, joint: JointChange) -> tuple[str, ...]:
    """Say how a decision is read, or that none is worked out."""
    return (NOTE if any(True for _ in _accepted(protocol, joint)) else NONE_ACCEPTED,)
