"""Costs are planted so that an analysis can be asked for them: sheets, unit costs, prices, and the break-even."""

from math import exp, fsum
from typing import Any

import polars as pl
import pytest

from newel.costs import Quantity, cost_of_sites, delivery_costs, registry_of
from newel.protocol import Protocol
from newel.records import KINDS
from newel.rehearsal import Plan, Truths, planted_break_even, planted_costs, rehearse
from newel.rehearsal.cost_truths import CostTruth, RecordedTruth, UnitCostTruth
from newel.rehearsal.truths import ChildrenTruth, IncidentTruth, ReturnTruth
from tests.support.instruments import an_instrument
from tests.support.protocols import a_protocol

PERSPECTIVES = ["health", "justice", "local_authority"]


def a_study(**changes: Any) -> Protocol:
    header = a_protocol().economics
    assert header is not None
    return a_protocol(economics=header.model_dump() | {"perspectives": PERSPECTIVES} | changes)


def drawn(protocol: Protocol, truths: Truths | None = None, *, seed: int = 1) -> Any:
    source = rehearse(protocol, {"team": an_instrument()}, truths or Truths(), seed=seed).source
    return lambda kind: source.frame(KINDS[kind])


def a_plan(**truths: Any) -> Plan:
    return Plan(a_study(), {}, Truths.model_validate(truths))


def test_without_spread_the_sheets_hold_exactly_what_was_planted_for_a_place() -> None:
    frame, protocol = drawn(a_study(), Truths(costs=CostTruth(spread=0.0))), a_study()

    rows = delivery_costs(protocol, frame).rows.filter(pl.col("measured_by") == "cost sheet")
    sites = cost_of_sites(protocol, frame, rows)
    planted = planted_costs(Plan(protocol, {}, Truths(costs=CostTruth(spread=0.0))))

    running = rows.filter(pl.col("category") == "running")
    for perspective in PERSPECTIVES:
        paid = fsum(running.filter(pl.col("perspective") == perspective)["amount"])
        assert paid / fsum(sites["full_place_years"]) == pytest.approx(planted.running[perspective], rel=1e-4)
    whole = sites.filter(pl.col("rollout") == "full")
    assert fsum(whole["set_up"]) / fsum(whole["places"]) == pytest.approx(planted.set_up["all"], rel=1e-4)


def test_with_spread_the_planted_cost_of_a_place_is_the_mean_over_studies() -> None:
    """Three items, six sites and three years a study: the mean of 12 studies is known to about one in a hundred."""
    protocol, found = a_study(), []
    for seed in range(12):
        frame = drawn(protocol, seed=seed)
        running = frame("cost").filter(pl.col("category") == "running")
        place_years = fsum(cost_of_sites(protocol, frame, _as_rows(running))["full_place_years"])
        found.append(fsum(running["amount"]) / place_years)

    planted = planted_costs(Plan(protocol, {}, Truths()))
    assert fsum(found) / len(found) == pytest.approx(planted.running["all"], rel=0.03)


def _as_rows(costs: pl.DataFrame) -> pl.DataFrame:
    return costs.with_columns(unit_cost=pl.lit(""))


def test_the_planted_unit_costs_come_back_when_they_are_converted() -> None:
    registry = registry_of(drawn(a_study()))
    planted = planted_costs(Plan(a_study(), {}, Truths())).unit_costs

    for item, amount in planted.items():
        unit = Truths().costs.unit_costs[item].unit
        day = a_study().study.starts
        assert registry.price(item, Quantity(1.0, unit), on=day, year=2020).amount == pytest.approx(amount, rel=1e-9)


def test_sources_of_a_rehearsal_say_that_it_is_one() -> None:
    frame = drawn(a_study())

    assert set(frame("cost")["reference"]) == {"REHEARSED"}
    for kind in ("unit_cost", "shared_cost", "price_index"):
        assert set(frame(kind)["source"]) == {"rehearsal: invented"}


def test_nothing_is_paid_before_delivery_begins_or_after_a_site_closed() -> None:
    sites = [site.model_dump(mode="json") for site in a_study().sites]
    protocol = a_protocol(sites=[sites[0] | {"closed_month": "2019-04"}, *sites[1:]])
    months = drawn(protocol)("cost").filter(pl.col("site_id") == "S01")["month"]

    assert (months.min(), months.max()) == ("2018-11", "2019-03")


def test_a_study_without_an_economic_header_has_no_costs() -> None:
    frame = drawn(a_protocol(economics=None))

    assert all(frame(kind).is_empty() for kind in ("cost", "unit_cost", "shared_cost", "price_index"))
    with pytest.raises(ValueError, match="no economic header"):
        planted_costs(Plan(a_protocol(economics=None), {}, Truths()))


PAID = RecordedTruth(
    item="posts", unit="month_of_a_post", perspective="health", category="running", per_place=2000.0, unit_price=4000.0
)
A_RESTRAINT = {"restraint": UnitCostTruth(unit="incident", amounts={"justice": 500.0})}
SIMPLE = {
    "incidents": {"restraints": {"rate": 400.0, "type_ratio": {"sch": 1.5}, "delivery_ratio": 0.8, "site_spread": 0.2}},
    "children": ChildrenTruth(occupancy={"yoi": 0.5, "sch": 0.8}),
    "costs": CostTruth(recorded=(PAID,), spread=0.1, unit_costs=A_RESTRAINT),
}


def test_the_planted_break_even_is_what_a_naive_twin_works_out() -> None:
    """Two institutions of 100 places half full, and four homes of 20 places four fifths full."""
    found = planted_break_even(a_plan(**SIMPLE), "restraints")

    place = 2000 * exp(0.1**2 / 2)
    children = {"yoi": 2 * 100 * 0.5, "sch": 4 * 20 * 0.8}
    needed = {"yoi": 100 * place / 0.5 / 500, "sch": 100 * place / 0.8 / 500}
    happening = {"yoi": 400 * exp(0.2**2 / 2), "sch": 600 * exp(0.2**2 / 2)}
    for site_type in children:
        assert found[site_type].needed == pytest.approx(needed[site_type])
        assert found[site_type].happening == pytest.approx(happening[site_type])
        assert found[site_type].prevented == pytest.approx(0.2 * happening[site_type])
    everywhere = sum(needed[each] * children[each] for each in children) / sum(children.values())
    assert found["all"].needed == pytest.approx(everywhere)
    assert not found["all"].pays_for_itself
    assert not found["yoi"].can_pay_for_itself
    assert found["sch"].can_pay_for_itself


def test_the_planted_break_even_is_that_of_the_drawn_records() -> None:
    """Costs of delivery over what a restraint costs, and restraints in months without delivery, in big calm studies."""
    calm = IncidentTruth(rate=600.0, delivery_ratio=0.5, site_spread=0.0, dispersion=80.0)
    costs = CostTruth(recorded=(PAID,), spread=0.0, unit_costs=A_RESTRAINT)
    whole = ReturnTruth(share_missing=0.0, share_missing_interrupted=0.0, share_corrected=0.0, share_cell_not_known=0.0)
    truths = Truths(incidents={"restraints": calm}, costs=costs, returns=whole)
    protocol = a_study()
    frame = drawn(protocol, truths)
    planted = planted_break_even(Plan(protocol, {}, truths), "restraints")["all"]

    sent = frame("monthly_return")
    before = sent.filter(pl.col("month") < "2018-11")
    after = sent.filter(pl.col("month") >= "2018-11", pl.col("site_id") == "S01")
    rows = delivery_costs(protocol, frame).rows.filter(pl.col("measured_by") == "cost sheet")
    full = cost_of_sites(protocol, frame, rows).filter(pl.col("rollout") == "full")

    needed = 100 * fsum(full["running"]) / fsum(full["child_years"]) / 500
    assert needed == pytest.approx(planted.needed, rel=0.1)
    assert _per_100(before) == pytest.approx(planted.happening, rel=0.15)
    assert _per_100(before) - _per_100(after) == pytest.approx(planted.prevented, rel=0.3)


def _per_100(sent: pl.DataFrame) -> float:
    return float(1200 * sent["restraints"].sum() / sent["children"].sum())


@pytest.mark.parametrize("truths", [{"costs": CostTruth(unit_costs={})}, {"incidents": {"assaults": {"rate": 1.0}}}])
def test_an_incident_without_a_rate_or_a_cost_has_no_break_even(truths: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="restraints"):
        planted_break_even(a_plan(**truths), "restraints")
