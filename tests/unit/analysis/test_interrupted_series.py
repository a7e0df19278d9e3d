"""Incidents month by month: planted changes come back, and what a model cannot bear is said."""

import numpy as np
import pytest

from newel.analysis._series import DELIVERY, series_of
from newel.findings import Answer
from tests.support.analysing import ask, cell, evidence
from tests.support.incidents import drawn_returns, staggered_protocol

LOCKDOWN = {
    "id": "lockdown",
    "label": "Lockdown",
    "starts_month": "2020-03",
    "ends_month": "2020-05",
    "site_types": ["yoi"],
    "source": "a test",
}


def _answer(*, seed: int = 4, delivery: float = 1.0, **changes: object) -> Answer:
    protocol = staggered_protocol(**changes)
    returns = drawn_returns(protocol, seed=seed, delivery=delivery)
    return ask("interrupted_series", evidence({"monthly_return": returns}, protocol=protocol), measures=["assaults"])


def test_a_planted_fall_with_delivery_is_inside_the_interval_and_found() -> None:
    answer = _answer(delivery=0.4)

    change = cell(answer, "assaults_changes", "delivery_level", "change")

    assert change.low is not None
    assert change.high is not None
    assert change.low < -60 < change.high
    assert change.high < 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_change_is_found_where_none_was_planted(seed: int) -> None:
    change = cell(_answer(seed=seed), "assaults_changes", "delivery_level", "change")

    assert change.low is not None
    assert change.high is not None
    assert change.low < 0 < change.high


def test_without_delivery_more_incidents_would_have_been_expected() -> None:
    answer = _answer(delivery=0.4)

    late = [cell(answer, "assaults_by_month", "2020-12", column).value for column in ("seen", "expected", "without")]

    assert late[2] > 1.8 * late[1]
    first = [cell(answer, "assaults_by_month", "2018-08", column).value for column in ("expected", "without")]
    assert first[0] == first[1]


def test_expected_incidents_add_up_to_those_that_were_seen() -> None:
    protocol = staggered_protocol()
    about = evidence({"monthly_return": drawn_returns(protocol, seed=7)}, protocol=protocol)

    found = series_of(about, "assaults")

    seen = found.months["incidents"].sum()
    assert found.expected().sum() == pytest.approx(seen, rel=0.05)
    assert np.array_equal(found.expected(without=()), found.expected())
    assert not np.array_equal(found.expected(without=DELIVERY), found.expected())


def test_an_interruption_has_a_level_of_its_own_at_the_sites_it_touched() -> None:
    protocol = staggered_protocol(interruptions=[LOCKDOWN])
    returns = [
        row | {"assaults": row["assaults"] // 5}
        if row["site_id"] in ("S01", "S02") and "2020-03" <= row["month"] <= "2020-05"
        else row
        for row in drawn_returns(protocol, seed=9)
    ]

    answer = ask("interrupted_series", evidence({"monthly_return": returns}, protocol=protocol), measures=["assaults"])

    while_it_lasted = cell(answer, "assaults_changes", "lockdown_pulse", "change")
    assert while_it_lasted.high is not None
    assert while_it_lasted.high < -30
    assert cell(answer, "assaults_changes", "lockdown_level", "change").low < 0


def test_a_slope_of_a_few_months_is_not_printed_as_if_it_were_known() -> None:
    late = LOCKDOWN | {"ends_month": "2020-10"}

    slope = cell(_answer(interruptions=[late]), "assaults_changes", "lockdown_slope", "change")

    assert slope.value is None
    assert "Too few months speak of it" in slope.why_missing


def test_without_returns_the_reason_stands_in_every_cell() -> None:
    answer = ask("interrupted_series", evidence(), measures=["assaults"])

    assert cell(answer, "assaults_changes", "delivery_level", "change").why_missing == (
        "Fewer than 24 months were received."
    )
    assert "Assaults: fewer than 24 months were received." in answer.notes
    assert [table.id for table in answer.tables] == ["assaults_changes", "beside", "spread"]


def test_months_without_any_incident_are_said_to_have_none() -> None:
    protocol = staggered_protocol()
    none = [row | {"assaults": 0, "assault_children": 0} for row in drawn_returns(protocol, seed=1)]

    answer = ask("interrupted_series", evidence({"monthly_return": none}, protocol=protocol), measures=["assaults"])

    assert "Assaults: no assaults happened." in answer.notes


def test_two_other_ways_find_the_planted_fall_too() -> None:
    protocol = staggered_protocol()
    returns = drawn_returns(protocol, seed=4, delivery=0.4)

    answer = ask("interrupted_series", evidence({"monthly_return": returns}, protocol=protocol), measures=["assaults"])

    remembered = cell(answer, "beside", "assaults", "memory_change")
    assert remembered.low is not None
    assert remembered.high is not None
    assert remembered.low < -60 < remembered.high < 0
    assert abs(cell(answer, "beside", "assaults", "memory").value) < 0.25  # months were drawn without one


def test_sites_read_alone_are_told_only_where_there_are_five_of_them() -> None:
    protocol = staggered_protocol()  # the first site starts after three months, so five have six months before
    returns = drawn_returns(protocol, seed=4, delivery=0.5, rate=6000, noise=False)
    without = [row for row in returns if row["site_id"] != "S06"]

    five = ask("interrupted_series", evidence({"monthly_return": returns}, protocol=protocol), measures=["assaults"])
    four = ask("interrupted_series", evidence({"monthly_return": without}, protocol=protocol), measures=["assaults"])

    assert cell(five, "beside", "assaults", "sites").value == 5
    for end in ("lowest", "middle", "highest"):
        assert cell(five, "beside", "assaults", end).value == pytest.approx(-50, abs=1)
    assert cell(four, "beside", "assaults", "sites").value == 4
    assert "tell of single ones" in cell(four, "beside", "assaults", "lowest").why_missing
