"""How many fewer incidents pay for delivery: by hand from costs and prices, with draws, and beside what was seen."""

import numpy as np
import polars as pl
import pytest

from newel.analysis import Evidence
from newel.findings import Answer
from tests.support import naive_economics as naive
from tests.support.analysing import ask, cell, evidence, table, value
from tests.support.protocols import a_protocol
from tests.support.value_study import unsure, value_evidence, with_fewer_restraints, with_records

PRICES = {"restraints": {"health": 600, "justice": 1500}, "assaults": {"health": 350, "justice": 800}}
"""What the rehearsal plants, in the prices of 2020."""


@pytest.fixture(scope="module")
def found() -> Answer:
    return ask("break_even", value_evidence(), "economic")


def cost_per_child(perspective: str = "all") -> float:
    sites = naive.by_site(value_evidence(), lambda row: perspective in ("all", row["perspective"]))
    return naive.ratio(sites, "accrued", "full_child_years")[0]


@pytest.mark.parametrize("measure", PRICES)
@pytest.mark.parametrize("perspective", ["health", "justice"])
def test_what_is_needed_is_the_cost_of_a_child_over_the_price_of_an_incident(
    found: Answer, measure: str, perspective: str
) -> None:
    row, price = f"{measure}_{perspective}", PRICES[measure][perspective]

    assert value(found, "needed", row, "unit_cost") == pytest.approx(price)
    assert value(found, "needed", row, "cost_per_child") == pytest.approx(cost_per_child(perspective))
    assert value(found, "needed", row, "needed") == pytest.approx(100 * cost_per_child(perspective) / price)


def test_all_perspectives_together_pay_all_costs_with_all_that_is_saved(found: Answer) -> None:
    assert value(found, "needed", "restraints_all", "unit_cost") == pytest.approx(2100)
    assert value(found, "needed", "restraints_all", "needed") == pytest.approx(100 * cost_per_child() / 2100)


def test_per_place_is_the_cost_of_a_place_over_the_price(found: Answer) -> None:
    of_a_place = naive.ratio(naive.by_site(value_evidence()), "accrued", "full_place_years")[0]

    assert value(found, "needed", "restraints_all", "needed_per_place") == pytest.approx(of_a_place / 2100)


def test_who_bears_nothing_of_an_incident_has_no_row_and_a_note(found: Answer) -> None:
    assert "restraints_local_authority" not in [row.id for row in table(found, "needed").rows]
    assert any(note.startswith("Assaults, local authority: no unit cost") for note in found.notes)


def test_fixed_prices_leave_the_interval_to_how_sites_differ(found: Answer) -> None:
    """The percentiles of draws from a t distribution are its quantiles, but for the number of draws."""
    mine = cell(found, "needed", "restraints_all", "needed")
    _, low, high = naive.ratio(naive.by_site(value_evidence()), "accrued", "full_child_years")

    assert mine.low == pytest.approx(100 * low / 2100, rel=0.01)
    assert mine.high == pytest.approx(100 * high / 2100, rel=0.01)
    assert cell(found, "needed", "restraints_all", "unit_cost").low is None


def test_an_unsure_price_makes_what_is_needed_less_sure_and_leaves_the_estimate(found: Answer) -> None:
    answer = ask("break_even", unsure(value_evidence(), "restraint"), "economic")

    before, after = (cell(each, "needed", "restraints_all", "needed") for each in (found, answer))
    assert after.value == before.value
    assert (after.low or 0) < (before.low or 0)
    assert (after.high or 0) > (before.high or 0)
    price = cell(answer, "needed", "restraints_justice", "unit_cost")
    # Gamma with a standard error of a quarter: shape 16, whose quantiles are 9.145 and 24.740 (a table of chi-square
    # with 32 degrees of freedom, halved).
    assert price.low == pytest.approx(1500 * 9.145 / 16, rel=0.02)
    assert price.high == pytest.approx(1500 * 24.740 / 16, rel=0.02)
    assert value(answer, "needed", "assaults_all", "needed") == value(found, "needed", "assaults_all", "needed")


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others() -> None:
    unsure_study = unsure(value_evidence(), "restraint")
    first, again, other = (
        cell(ask("break_even", unsure_study, "economic", draws=2000, seed=seed), "needed", "restraints_all", "needed")
        for seed in (1, 1, 2)
    )

    assert first == again
    assert first.low != other.low
    assert first.value == other.value


def test_the_order_of_the_measures_changes_no_number(found: Answer) -> None:
    turned = ask("break_even", value_evidence(), "economic", measures=["restraints", "self_harm", "assaults"])

    for measure in ("restraints", "assaults", "self_harm"):
        for name, columns in (("needed", ("needed",)), ("against", ("prevented", "chance"))):
            for column in columns:
                mine, theirs = (cell(each, name, f"{measure}_all", column) for each in (found, turned))
                assert mine == theirs


@pytest.mark.parametrize(("cost", "says"), [(1e-6, "Pays for itself by this alone"), (1e3, "Cannot pay for itself")])
def test_the_verdict_is_of_the_draws(cost: float, says: str) -> None:
    """With pounds a million times smaller, whatever was prevented is enough; a thousand times larger, nothing is."""
    about = with_fewer_restraints(value_evidence(), 10)
    costs = with_costs_times(about, cost)

    answer = ask("break_even", costs, "economic", measures=["restraints"], draws=2000)

    assert cell(answer, "against", "restraints_all", "verdict").says.startswith(says)
    chance = value(answer, "against", "restraints_all", "chance") or 0
    assert chance > 97.5 if cost < 1 else chance < 2.5


def with_costs_times(about: Evidence, factor: float) -> Evidence:
    """Return the evidence with all costs but those of incidents changed by a factor."""
    incident = pl.col("item").is_in(["restraint", "assault", "self_harm"])
    unit_costs = about.freeze.frame("unit_cost").with_columns(
        amount=pl.when(incident).then("amount").otherwise(pl.col("amount") * factor)
    )
    scaled = pl.col("amount") * factor
    cost, shared = (about.freeze.frame(kind).with_columns(scaled) for kind in ("cost", "shared_cost"))
    return with_records(about, unit_cost=unit_costs, cost=cost, shared_cost=shared)


def test_if_all_incidents_fall_alike_the_share_is_the_cost_over_what_they_cost(found: Answer) -> None:
    happening = {
        measure: value(found, "against", f"{measure}_all", "happening") or 0
        for measure in ("restraints", "assaults", "self_harm")
    }
    prices = {"restraints": 2100, "assaults": 1150, "self_harm": 1200}
    cost = sum(prices[measure] * rate / 100 for measure, rate in happening.items())

    assert value(found, "together", "all", "incidents_per_child") == pytest.approx(cost)
    assert value(found, "together", "all", "needed_share") == pytest.approx(100 * cost_per_child() / cost)
    assert value(found, "together", "local_authority", "needed_share") is None


def test_which_costs_are_counted_changes_what_is_needed(found: Answer) -> None:
    recorded = naive.by_site(value_evidence(), lambda row: row["measured_by"] == "cost sheet")
    running = naive.ratio(recorded, "running", "full_child_years")[0]

    assert value(found, "counted", "recorded_running", "restraints") == pytest.approx(100 * running / 2100)
    rows = [value(found, "counted", row, "restraints") or 0 for row in ("recorded_running", "running", "yearly")]
    assert rows == sorted(rows)


def test_along_the_curve_twice_the_price_needs_half_as_many_and_what_was_seen_stays(found: Answer) -> None:
    rows = table(found, "restraints_curve").rows
    prices = np.array([float(row.id.removeprefix("at_")) for row in rows])
    needed = np.array([row.cells[0].value for row in rows])

    assert needed * prices == pytest.approx(100 * cost_per_child())
    assert {row.cells[2].value for row in rows} == {value(found, "against", "restraints_all", "prevented")}


def test_every_price_names_its_source_and_its_year(found: Answer) -> None:
    says = cell(found, "unit_costs", "restraints_health", "source").says

    assert says == "rehearsal: invented, at 2018 prices"
    assert cell(found, "unit_costs", "restraints_health", "certainty").says == "Taken as known"


@pytest.mark.parametrize(
    ("protocol", "why"), [(a_protocol(), "no cost of delivery"), (a_protocol(economics=None), "no economics header")]
)
def test_without_costs_nothing_is_needed_and_the_reason_is_given(protocol: object, why: str) -> None:
    answer = ask("break_even", evidence({}, protocol=protocol), "economic")  # type: ignore[arg-type]  # a protocol

    assert answer.tables == ()
    assert any(why in note for note in answer.notes)


def test_an_incident_without_a_price_is_named() -> None:
    about = value_evidence()
    priced = about.freeze.frame("unit_cost").filter(pl.col("item") != "assault")

    answer = ask("break_even", with_records(about, unit_cost=priced), "economic")

    assert any(note.startswith("Assaults: it has no unit cost") for note in answer.notes)
    assert not any(row.id.startswith("assaults") for row in table(answer, "needed").rows)
