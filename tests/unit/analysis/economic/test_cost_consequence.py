"""Costs and what changed, side by side: the same estimates as in the sections they are from, and no sum of them."""

import pytest

from newel.findings import Answer
from tests.support.analysing import ask, cell, evidence, table, value
from tests.support.protocols import a_protocol
from tests.support.value_study import value_evidence


@pytest.fixture(scope="module")
def found() -> Answer:
    return ask("cost_consequence", value_evidence(), "economic")


def test_costs_are_those_of_the_section_on_costs(found: Answer) -> None:
    costs = ask("delivery_costs", value_evidence(), "economic")

    for row in ("health", "justice", "local_authority", "all"):
        for column in ("set_up_per_place", "running_per_place", "yearly_per_place", "yearly_per_child"):
            assert cell(found, "costs", row, column) == cell(costs, "by_perspective", row, column)


def test_outcomes_are_those_of_the_section_on_primary_outcomes(found: Answer) -> None:
    primary = ask("primary_outcomes", value_evidence())

    assert cell(found, "outcomes", "climate", "difference") == cell(primary, "gain", "climate", "difference")
    assert cell(found, "outcomes", "climate", "p_corrected") == cell(primary, "gain", "climate", "p_corrected")
    assert cell(found, "outcomes", "climate", "effect") == cell(primary, "effects", "climate", "gain")


@pytest.mark.parametrize("measure", ["restraints", "assaults", "self_harm"])
def test_the_change_of_incidents_is_that_of_the_series(found: Answer, measure: str) -> None:
    series = ask("interrupted_series", value_evidence())

    theirs = cell(series, f"{measure}_changes", "delivery_level", "change")
    assert cell(found, "incidents", measure, "change") == theirs


def test_fewer_is_the_difference_of_the_two_rates(found: Answer) -> None:
    for row in table(found, "incidents").rows:
        without, with_full, fewer = (each.value or 0 for each in row.cells[:3])
        assert without - with_full == pytest.approx(fewer)


def test_a_verdict_is_given_only_where_the_interval_leaves_no_doubt(found: Answer) -> None:
    for row in table(found, "incidents").rows:
        fewer, says = row.cells[2], row.cells[4].says
        assert fewer.low is not None
        assert fewer.high is not None
        assert says == ("Fewer" if fewer.low > 0 else "More" if fewer.high < 0 else "Cannot tell")


def test_nothing_is_added_up_across_consequences_and_no_column_divides_one_by_another(found: Answer) -> None:
    assert [each.id for each in found.tables] == ["costs", "incidents", "outcomes"]
    assert "all" not in [row.id for row in table(found, "incidents").rows]


def test_without_returns_costs_or_outcomes_every_gap_has_its_reason() -> None:
    answer = ask("cost_consequence", evidence({}, protocol=a_protocol()), "economic")

    assert [each.id for each in answer.tables] == ["incidents"]
    missing = cell(answer, "incidents", "restraints", "fewer")
    assert missing.value is None
    assert missing.why_missing == "Fewer than 24 months were received."
    assert any("no cost of delivery" in note for note in answer.notes)
    assert value(answer, "incidents", "restraints", "without") is None
