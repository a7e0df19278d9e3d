"""What one incident costs: added over those who bear it, drawn by its source's own law, in the report's prices."""

import numpy as np
import polars as pl
import pytest

from newel.analysis import Evidence
from newel.analysis._item_prices import ItemPrice, incident_prices
from tests.support.analysing import evidence
from tests.support.protocols import a_protocol
from tests.support.value_study import unsure, value_evidence, with_records


def prices(about: Evidence, number: int = 4000) -> dict[str, ItemPrice]:
    return incident_prices(about, number=number, rng=np.random.default_rng(5))


def test_a_price_is_in_the_reports_prices_and_adds_up_over_perspectives() -> None:
    found = prices(value_evidence())["restraints"]

    assert found.amount("health") == pytest.approx(600)
    assert found.amount("justice") == pytest.approx(1500)
    assert found.amount("all") == pytest.approx(2100)
    assert found.amount("local_authority") == 0


def test_draws_of_all_are_the_sums_of_the_draws_of_each() -> None:
    found = prices(unsure(value_evidence(), "restraint"))["restraints"]

    parts = found.of("health").draws + found.of("justice").draws
    assert found.of("all").draws == pytest.approx(parts)
    assert found.of("health").draws.mean() == pytest.approx(600, rel=0.02)
    assert found.of("health").draws.std() == pytest.approx(150, rel=0.05)


def test_a_perspective_the_protocol_does_not_name_bears_nothing() -> None:
    found = prices(value_evidence(perspectives=["health"]))["restraints"]

    assert list(found.borne_by) == ["health", "all"]
    assert found.amount("all") == pytest.approx(600)


def test_who_bears_nothing_has_an_empty_cell_that_says_so() -> None:
    found = prices(value_evidence())["restraints"].cell("local_authority")

    assert (found.value, found.why_missing) == (None, "no unit cost says that it bears anything of it")


def test_a_price_of_one_type_of_site_is_none_for_all() -> None:
    costs = value_evidence().freeze.frame("unit_cost")
    of_homes = costs.with_columns(
        site_type=pl.when(pl.col("item") == "assault").then(pl.lit("sch")).otherwise("site_type")
    )

    assert "assaults" not in prices(with_records(value_evidence(), unit_cost=of_homes))


def test_without_a_header_or_unit_costs_there_is_no_price() -> None:
    assert prices(evidence({}, protocol=a_protocol(economics=None))) == {}
    assert prices(evidence({}, protocol=a_protocol())) == {}
