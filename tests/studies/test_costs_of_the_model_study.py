"""The model study's costs: its files agree, give the planted unit costs back, and its rehearsal the planted place."""

from math import fsum
from pathlib import Path

import polars as pl
import pytest

from newel.costs import (
    COUNTED,
    INCIDENTS,
    Registry,
    cost_of_sites,
    delivery_costs,
    read_registry,
    read_value_set,
    registry_of,
    with_registry,
)
from newel.importers.returns import read_definitions
from newel.instruments import read_instruments
from newel.pipeline import Build, freeze_records, rehearse_study
from newel.protocol import read_protocol
from newel.records import KINDS
from newel.rehearsal import Plan, planted_break_even, planted_costs, read_truths, rehearse
from newel.study import read_study
from tests.support.shared import REPOSITORY

STUDY = REPOSITORY / "studies" / "secure_stairs"
PROTOCOL, TRUTHS = read_protocol(STUDY), read_truths(STUDY)
PLAN = Plan(PROTOCOL, {}, TRUTHS)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return read_registry(STUDY, PROTOCOL)


@pytest.mark.parametrize("item", TRUTHS.costs.unit_costs)
def test_the_studys_unit_costs_are_the_planted_ones_in_the_prices_of_their_own_year(
    registry: Registry, item: str
) -> None:
    priced = registry.price(item, on=PROTOCOL.study.starts, year=2020)

    truth = TRUTHS.costs.unit_costs[item]
    assert {row.unit_cost.unit for row in priced.rows} == {truth.unit}
    assert {row.unit_cost.price_year for row in priced.rows} == {2020 - truth.years_old}
    for perspective, amount in truth.amounts.items():
        assert priced.borne_by(perspective) == pytest.approx(amount, abs=0.01)
    assert priced.amount == pytest.approx(planted_costs(PLAN).unit_costs[item], abs=0.02)


def test_all_that_records_count_and_all_that_delivery_may_prevent_has_a_unit_cost(registry: Registry) -> None:
    assert {*COUNTED, *INCIDENTS} <= set(registry.items)
    assert {item: registry.items[item] for item in COUNTED} == COUNTED


def test_every_invented_amount_says_so(registry: Registry) -> None:
    published = {cost.source for cost in registry.unit_costs if cost.item == "place_year"}
    sources = {cost.source for cost in (*registry.unit_costs, *registry.shared_costs)} - published

    assert published == {"House of Commons Justice Committee, session 2012-13, HC 339"}
    assert sources == {"Invented for this example"}
    assert all(series.source.startswith("Invented") for series in registry.series.values())


def test_a_price_of_2012_is_converted_over_both_series(registry: Registry) -> None:
    """65,000 pounds for a place in a young offender institution: Justice Committee, HC 339. The series are invented."""
    (row,) = registry.price("place_year", on=PROTOCOL.study.starts, year=2020, site_type="yoi").rows

    assert (row.unit_cost.amount, row.unit_cost.price_year) == (65_000, 2012)
    assert [step.series for step in row.steps] == ["invented_prices", "invented_prices_continued"]
    assert row.price == pytest.approx(65_000 * 92.6 / 87.0 * 108.9 / 100.0)


def test_what_a_rehearsal_writes_on_cost_sheets_is_what_the_studys_sheet_takes() -> None:
    (sheet,) = [each for each in read_definitions(STUDY).values() if each.kind == "cost"]
    words = {column.name: set(column.words) for column in sheet.columns}

    assert {truth.item for truth in TRUTHS.costs.recorded} <= words["item"]
    assert {truth.unit for truth in TRUTHS.costs.recorded} <= words["unit"]
    assert not words["item"] & set(COUNTED)


def test_there_is_no_value_set_and_the_reason_is_given() -> None:
    assert read_value_set(STUDY, PROTOCOL) is None
    assert PROTOCOL.economics is not None
    assert "No EQ-5D-Y-3L value set had been published" in PROTOCOL.economics.value_set_reason


def test_the_planted_restraint_could_pay_for_delivery_but_is_not_prevented_often_enough() -> None:
    found = planted_break_even(PLAN, "restraints")

    assert all(each.can_pay_for_itself and not each.pays_for_itself for each in found.values())


@pytest.mark.parametrize("seed", [1, 2018])
def test_the_planted_cost_of_a_place_is_recovered(registry: Registry, seed: int) -> None:
    """Three items, 18 sites and three years, each log-normal with 0.15: the whole is known to about 2 per cent."""
    source = with_registry(rehearse(PROTOCOL, read_instruments(STUDY), TRUTHS, seed=seed).source, registry)
    frames = {kind: source.frame(KINDS[kind]) for kind in KINDS}

    found = delivery_costs(PROTOCOL, frames.__getitem__)
    paid = found.rows.filter((pl.col("measured_by") == "cost sheet") & (pl.col("category") == "running"))
    place_years = fsum(cost_of_sites(PROTOCOL, frames.__getitem__, found.rows)["full_place_years"])

    planted = planted_costs(PLAN).running
    assert found.left_out == ()
    assert fsum(paid["amount"]) / place_years == pytest.approx(planted["all"], rel=0.06)
    for perspective in ("health", "justice", "local_authority"):
        borne = paid.filter(pl.col("perspective") == perspective)
        assert fsum(borne["amount"]) / place_years == pytest.approx(planted[perspective], rel=0.12)


def test_a_freeze_of_the_study_seals_its_own_registry(registry: Registry, tmp_path: Path) -> None:
    study, build = read_study(STUDY), Build(tmp_path)
    rehearse_study(study, build, seed=1, progress=lambda _: None)

    sealed = registry_of(freeze_records(study, build).frame)

    assert {cost.id for cost in sealed.unit_costs} == {cost.id for cost in registry.unit_costs}
    assert sealed.series == registry.series
    assert sealed.shared_costs == registry.shared_costs
