"""Cost rows: recorded, counted and shared, each with its quantity, price, steps and source, in one year's money."""

from math import fsum
from typing import Any

import polars as pl
import pytest

from newel.costs import COST_ROW, Registry, counted_costs, latest_costs, recorded_costs, shared_rows, site_months
from newel.costs.resources import USE
from newel.protocol import Economics
from newel.records import KINDS
from tests.support.costs import a_registry, a_shared_cost, a_unit_cost
from tests.support.protocols import a_protocol
from tests.support.records import frame


def header(**changes: Any) -> Economics:
    plain = a_protocol().economics
    assert plain is not None
    return plain.model_copy(update=changes)


def use(*rows: dict[str, Any]) -> pl.DataFrame:
    usual = {
        "site_id": "S01", "month": "2019-03", "item": "review", "category": "running", "unit": "review",
        "quantity": 3.0, "measured_by": "a test",
    }  # fmt: skip
    return pl.DataFrame([usual | row for row in rows], schema=USE)


def test_a_recorded_amount_is_kept_in_the_report_years_money() -> None:
    found = recorded_costs(header(), Registry(), frame("cost", [{"reference": "L/7"}]))

    row = found.rows.row(0, named=True)
    assert (row["quantity"], row["price"], row["amount"], row["factor"], row["steps"]) == (2.0, 500.0, 1000.0, 1.0, "")
    assert (row["source"], row["measured_by"], row["unit_cost"]) == ("ledger, L/7", "cost sheet", "")
    assert found.left_out == ()


def test_an_amount_of_an_earlier_year_is_converted_by_the_protocols_series() -> None:
    found = recorded_costs(header(price_index="new"), a_registry(), frame("cost", [{"price_year": 2018}]))

    row = found.rows.row(0, named=True)
    assert row["amount"] == pytest.approx(1100.0)
    assert row["price"] == pytest.approx(550.0)
    assert row["steps"] == "new: 110 in 2018 to 121 in 2020"
    assert row["price_year"] == 2018


@pytest.mark.parametrize(("index", "why"), [(None, "no series converts"), ("new", "no level for this year")])
def test_an_amount_that_cannot_be_converted_is_left_out_and_told(index: str | None, why: str) -> None:
    costs = frame("cost", [{"price_year": 2019}, {"price_year": 2019, "item": "venue"}, {"item": "travel"}])

    found = recorded_costs(header(price_index=index), a_registry(), costs)

    assert found.rows["item"].to_list() == ["travel"]
    ((rows, said),) = found.left_out
    assert rows == 2
    assert said.startswith("recorded at 2019 prices: ")
    assert why in said


def test_a_corrected_month_replaces_all_rows_of_that_month() -> None:
    costs = frame(
        "cost",
        [
            {"item": "venue", "amount": 10.0},
            {"item": "travel", "amount": 20.0},
            {"item": "venue", "amount": 11.0, "version": 2},
            {"item": "venue", "amount": 12.0, "month": "2019-04"},
        ],
    )

    assert latest_costs(costs)["amount"].to_list() == [11.0, 12.0]


def test_nothing_paid_for_nothing_has_no_price() -> None:
    found = recorded_costs(header(), Registry(), frame("cost", [{"quantity": 0.0, "amount": 0.0}]))

    assert found.rows.select("price", "amount").row(0) == (0.0, 0.0)


def test_a_quantity_has_a_row_for_each_perspective_that_bears_a_part() -> None:
    registry = a_registry(a_unit_cost(), a_unit_cost(id="justice", perspective="justice", amount=30.0, price_year=2020))

    found = counted_costs(a_protocol(), registry, use({}))

    assert found.rows.select("perspective", "unit_cost").rows() == [("health", "review_health"), ("justice", "justice")]
    assert found.rows["amount"].to_list() == pytest.approx([3 * 40 * 1.1, 3 * 30])
    assert set(found.rows["source"]) == {"A book of costs, 2018"}
    assert dict(found.rows.schema) == COST_ROW


def test_use_without_a_unit_cost_or_in_another_unit_is_left_out_and_counted() -> None:
    rows = [{}, {"item": "meeting"}, {"item": "meeting", "month": "2019-04"}, {"unit": "hour"}]

    found = counted_costs(a_protocol(), a_registry(), use(*rows))

    assert found.rows.height == 1
    assert found.left_out == ((2, "meeting: no unit cost holds"), (1, "review: a quantity in hour"))


def test_a_unit_cost_of_a_site_type_prices_its_sites() -> None:
    registry = a_registry(a_unit_cost(site_type="sch"), a_unit_cost(id="yoi", site_type="yoi", amount=10.0))

    found = counted_costs(a_protocol(), registry, use({}, {"site_id": "S03"}))

    assert found.rows.select("site_id", "unit_cost").rows() == [("S01", "yoi"), ("S03", "review_health")]


def months(**sites: dict[str, Any]) -> pl.DataFrame:
    rows = [{"site_id": site, "month": "2019-03"} | said for site, said in sites.items()]
    return site_months(a_protocol(), frame("monthly_return", rows)).filter(pl.col("site_id").is_in(list(sites)))


def parts(cost: Any, weights: pl.DataFrame) -> dict[str, float]:
    found = shared_rows(a_protocol(), a_registry(shared=(cost,)), weights)
    assert found.left_out == ()
    assert fsum(found.rows["amount"]) == pytest.approx(1200.0, rel=1e-12)
    by_site = found.rows.group_by("site_id").agg(pl.col("amount").sum()).sort("site_id")
    return dict(by_site.iter_rows())


def test_a_shared_cost_is_apportioned_by_child_days_by_staff_or_alike() -> None:
    weights = months(
        S01={"children": 30.0, "staff_in_post": 80},
        S03={"children": 10.0, "staff_in_post": 40},
    )

    assert parts(a_shared_cost(by="child_days"), weights) == pytest.approx({"S01": 900.0, "S03": 300.0})
    assert parts(a_shared_cost(by="staff"), weights) == pytest.approx({"S01": 800.0, "S03": 400.0})
    assert parts(a_shared_cost(by="equal"), weights) == pytest.approx({"S01": 600.0, "S03": 600.0})


def test_days_of_a_month_count_where_child_days_do() -> None:
    weights = months(S01={"children": 30.0})
    cost = a_shared_cost(by="child_days", from_month="2019-01", to_month="2019-02")

    found = shared_rows(a_protocol(), a_registry(shared=(cost,)), weights).rows

    assert found["amount"].to_list() == pytest.approx([1200 * 31 / 59, 1200 * 28 / 59])


def test_only_the_sites_and_months_that_a_shared_cost_names_bear_it() -> None:
    cost = a_shared_cost(sites=("S03",), from_month="2019-02", to_month="2019-04")

    found = shared_rows(a_protocol(), a_registry(shared=(cost,)), months(S01={}, S03={})).rows

    assert found.select("site_id", "month").rows() == [("S03", f"2019-0{month}") for month in (2, 3, 4)]
    assert found.select("item", "category", "unit", "measured_by").row(0) == (
        "team", "running", "share", "apportioned by site and month, alike",
    )  # fmt: skip


def test_a_shared_cost_that_nobody_has_a_weight_for_is_left_out_and_told() -> None:
    weights = site_months(a_protocol(), KINDS["monthly_return"].empty())

    found = shared_rows(a_protocol(), a_registry(shared=(a_shared_cost(by="staff"),)), weights)

    assert found.rows.is_empty()
    assert found.left_out == ((1, "team: no site has anything to apportion it by"),)


def test_without_an_economic_header_nothing_says_in_whose_money_costs_are() -> None:
    with pytest.raises(ValueError, match="no economic header"):
        counted_costs(a_protocol(economics=None), a_registry(), use({}))
