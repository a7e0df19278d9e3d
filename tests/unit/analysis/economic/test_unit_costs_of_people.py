"""Unit costs not known for certain make a change in cost less sure: by hand, and by pricing and fitting anew."""

from dataclasses import replace
from math import sqrt
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats

from newel.analysis import Evidence
from newel.analysis._joint_change import JointChange, fit_joint_change
from newel.analysis._service_use import ServiceUsers, read_service_users
from newel.costs import registry_frames
from newel.findings import Answer
from newel.protocol import Protocol
from tests.support.analysing import ask, cell, table
from tests.support.costs import a_registry
from tests.support.money import thresholds
from tests.support.rehearsed import small_evidence
from tests.support.service_people import FACTOR, Said, a_people_protocol, people, people_evidence
from tests.support.services import service_registry

ENDS = ("w2", "w3")
TWO_WAVES = {"reference_wave": "w2", "first_follow_up": "w3", "last_wave": "w3"}
GAMMA = {"nurse_health": 20.0, "visit_justice": 150.0}
"""Standard errors of 40 and 300 pounds, far larger than such sources have, so that they show."""


def two_waves() -> Protocol:
    accepting = {"thresholds": thresholds("heard", 500, 4000), "comparator": "Before"}
    protocol = a_people_protocol(sites=10, **accepting)
    assert protocol.impact is not None
    return protocol.model_copy(update={"impact": protocol.impact.model_copy(update=TWO_WAVES)})


PROTOCOL = two_waves()


def priced_with_error() -> dict[str, pl.DataFrame]:
    """Return the registry's records, two of its unit costs with an error."""
    known = {cost.id: cost for cost in service_registry().unit_costs}
    for name, error in GAMMA.items():
        known[name] = known[name].model_copy(update={"uncertainty": "gamma", "standard_error": error})
    return registry_frames(a_registry(*known.values()))


def drawn(**changes: Any) -> list[Said]:
    """Return people whose use of a nurse falls and whose visits rise by wave 3, so that prices matter to the change."""
    said = people(PROTOCOL, seed=4, together=0.3, **{"each": 15, "move": 0.3} | changes)
    last = [
        replace(each, nurse=each.nurse + 4, hospital=each.hospital + 2) if each.wave == "w3" else each for each in said
    ]
    return [each for each in last if each.wave in ENDS]


SAID = drawn()


@pytest.fixture(scope="module")
def fixed() -> Answer:
    return ask("costs_and_effects", people_evidence(PROTOCOL, SAID), "economic")


@pytest.fixture(scope="module")
def drawn_prices() -> Answer:
    return ask("costs_and_effects", people_evidence(PROTOCOL, SAID, **priced_with_error()), "economic")


def change(count: str) -> float:
    """Return the later wave's mean of a count less the earlier one's: sites are of one size."""
    means = [np.mean([getattr(each, count) for each in SAID if each.wave == wave]) for wave in ENDS]
    return float(means[1] - means[0])


def of_prices(name: str) -> float:
    """Return what unit costs alone leave open of the change in a body's cost in a year, by hand."""
    nurse, visit = (12 * FACTOR * change(count) * GAMMA[cost] for count, cost in zip(
        ("nurse", "hospital"), GAMMA, strict=True
    ))  # fmt: skip
    return {"health": abs(nurse), "justice": abs(visit), "all": sqrt(nurse**2 + visit**2)}[name]


@pytest.mark.parametrize("name", ["health", "justice", "all"])
def test_unit_costs_add_their_own_error_to_that_of_people_and_sites(
    fixed: Answer, drawn_prices: Answer, name: str
) -> None:
    before, after = cell(fixed, "costs", name, "gain"), cell(drawn_prices, "costs", name, "gain")
    sites = ((before.high or 0) - (before.low or 0)) / 2 / stats.t.ppf(0.975, 9)
    both = sqrt(sites**2 + of_prices(name) ** 2)
    margin = stats.t.ppf(0.975, 9 * both**4 / sites**4) * both

    assert after.value == before.value
    assert (after.low, after.high) == pytest.approx(((before.value or 0) - margin, (before.value or 0) + margin))
    errors = [cell(drawn_prices, "certainty", name, column).value for column in ("people", "prices", "both")]
    assert errors == pytest.approx([sites, of_prices(name), both], rel=1e-6)


def test_pricing_everyone_anew_with_drawn_unit_costs_moves_the_change_as_far() -> None:
    rng, number = np.random.default_rng(1), 20_000
    nurse = rng.gamma(40**2 / 20**2, 20**2 / 40, number)
    visit = rng.gamma(300**2 / 150**2, 150**2 / 300, number)
    totals = 12 * FACTOR * (change("nurse") * nurse + change("hospital") * (200 + visit))

    assert totals.std() == pytest.approx(of_prices("all"), rel=0.03)


def test_the_error_goes_into_net_benefit_and_its_chance_and_into_no_score(fixed: Answer, drawn_prices: Answer) -> None:
    before, after = (cell(each, "heard_benefit", "at_4000", "benefit") for each in (fixed, drawn_prices))
    chances = [cell(each, "heard_benefit", "at_4000", "chance").value or 0 for each in (fixed, drawn_prices)]

    assert after.value == before.value
    assert (after.high or 0) - (after.low or 0) > 1.05 * ((before.high or 0) - (before.low or 0))
    assert abs(chances[1] - 0.5) < abs(chances[0] - 0.5)
    assert table(fixed, "outcomes") == table(drawn_prices, "outcomes")


def test_it_is_said_whether_unit_costs_are_taken_as_known(fixed: Answer, drawn_prices: Answer) -> None:
    assert not [each for each in fixed.tables if each.id == "certainty"]
    assert any(note.startswith("No unit cost here has an error") for note in fixed.notes)
    assert table(drawn_prices, "certainty").printed_in == "methods"
    assert any(note.startswith("A unit cost has an error of its own") for note in drawn_prices.notes)


def fitted(users: ServiceUsers) -> JointChange:
    return fit_joint_change(users, [users.counts], [users.scores])


def test_fitting_anew_with_dearer_and_cheaper_unit_costs_gives_the_same_error_where_sites_differ_in_size() -> None:
    """Covariances are fitted anew as well here, and in the analysis they are held: a few parts in a hundred apart."""
    sizes = {f"S{number:02}": 3 + 2 * number for number in range(1, 11)}
    kept = [each for each in drawn(each=24) if int(each.person.rpartition("p")[2]) < sizes[each.site]]
    users, moved = read_service_users(people_evidence(PROTOCOL, kept, **priced_with_error())), []
    for place, price in enumerate(users.unit_costs):
        ends = []
        for amount in (price.amount - price.error / 2, price.amount + price.error / 2):
            costs = list(users.unit_costs)
            costs[place] = replace(price, amount=amount)
            again = fitted(replace(users, unit_costs=tuple(costs)))
            ends.append(again.difference(again.weights(cost="all"), *ENDS).estimate)
        moved.append(ends[1] - ends[0])

    joint = fitted(users)
    weights = joint.weights(cost="all")[None, :]
    assert joint.of_prices(weights, *ENDS)[0] == pytest.approx(sqrt(sum(each**2 for each in moved)), rel=0.05)
    assert sum(each != 0 for each in moved) == len(GAMMA)


def with_dearer(about: Evidence, unit_cost: str, *, by: float = 0.0) -> Evidence:
    """Return the evidence with one unit cost dearer, and with an error of 5 pounds."""
    frames = dict(about.freeze.frames)  # type: ignore[attr-defined]  # a freeze that a test holds
    mine = pl.col("unit_cost") == unit_cost
    frames["unit_cost"] = frames["unit_cost"].with_columns(
        amount=pl.col("amount") + pl.when(mine).then(by).otherwise(0.0),
        uncertainty=pl.when(mine).then(pl.lit("gamma")).otherwise(pl.col("uncertainty")),
        standard_error=pl.when(mine).then(5.0).otherwise(pl.col("standard_error")),
    )
    return replace(about, freeze=replace(about.freeze, frames=frames))  # type: ignore[type-var]


@pytest.mark.parametrize("unit_cost", ["training_time_justice", "reflective_session_health", "hospital_visit_justice"])
def test_a_dearer_unit_makes_people_and_their_sites_delivery_dearer_by_what_is_counted(unit_cost: str) -> None:
    """Second opinion: reading everything again with the unit cost two pounds higher in the money of its year."""
    users = read_service_users(with_dearer(small_evidence(), unit_cost))
    dearer = read_service_users(with_dearer(small_evidence(), unit_cost, by=2.0))
    place = [each.id for each in users.unit_costs].index(unit_cost)
    mine = users.unit_costs[place]

    counts = np.nan_to_num(users.counts)
    rise = (dearer.costs(counts) - users.costs(counts)) / (dearer.unit_costs[place].amount - mine.amount)
    assert users.units(counts)[:, place] == pytest.approx(rise[:, users.perspectives.index(mine.perspective)], abs=1e-9)
    assert rise.any()
