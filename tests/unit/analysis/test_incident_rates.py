"""Incidents per 100 children per year: what is counted, over whom, and how many children are surely behind it."""

import pytest

from newel.faults import Refused
from newel.findings import Answer
from tests.support.analysing import ask, cell, evidence, value
from tests.support.oracles import oracle

QUARTER = ("2019-01", "2019-02", "2019-03")


def rates(*rows: dict[str, object]) -> Answer:
    return ask("incident_rates", evidence({"monthly_return": rows}))


def test_a_quarter_of_the_estate_gives_the_published_rate() -> None:
    published = oracle("published_estate")["rates"][0]
    monthly = (158, 158, 157)
    months = [
        {"month": month, "children": 480.0, "assaults": count} for month, count in zip(QUARTER, monthly, strict=True)
    ]

    rate = value(rates(*months), "rates_by_type", "all", "assaults")

    assert sum(monthly) == published["incidents"]
    assert rate is not None
    assert round(rate) == published["per_100_per_year"]


def test_the_latest_version_of_a_month_is_counted_once() -> None:
    first = {"children": 120.0, "assaults": 1}

    answer = rates(first, first | {"version": 2, "assaults": 10})

    assert value(answer, "rates_by_type", "yoi", "assaults") == 100


def test_a_month_that_does_not_know_its_incidents_adds_no_child_years() -> None:
    answer = rates(
        {"month": "2019-01", "children": 120.0, "assaults": 10},
        {"month": "2019-02", "children": 120.0, "assaults": None, "self_harm": 5},
    )

    assert cell(answer, "rates_by_type", "yoi", "assaults").denominator == pytest.approx(10)
    assert value(answer, "rates_by_type", "yoi", "self_harm") == 50


def test_the_children_behind_a_rate_are_the_most_of_any_one_month() -> None:
    answer = rates(
        {"month": "2019-01", "assaults": 9, "assault_children": 2},
        {"month": "2019-02", "assaults": 5, "assault_children": 4},
        {"site_id": "S02", "month": "2019-02", "assaults": 1, "assault_children": 1},
    )

    assert cell(answer, "rates_by_type", "yoi", "assaults").people == 5


def test_at_least_one_child_is_behind_incidents_whose_children_nobody_counted() -> None:
    answer = rates({"assaults": 9, "assault_children": None})

    assert cell(answer, "rates_by_type", "yoi", "assaults").people == 1
    assert cell(answer, "assaults_by_month", "2019-08", "yoi").people == 1


def test_a_month_without_a_return_has_no_rate_and_says_why() -> None:
    found = cell(rates({"month": "2019-01", "assaults": 9}), "assaults_by_month", "2019-02", "yoi")

    assert found.value is None
    assert "no return was received" in found.why_missing


def test_what_the_rates_rest_on_is_shown() -> None:
    answer = rates(
        {"month": "2019-01", "children": 100.0, "assaults": 1},
        {"month": "2019-02", "children": 110.0, "self_harm": 1},
        {"site_id": "S03", "month": "2019-02", "children": 11.0, "restraints": 0},
    )

    assert [value(answer, "coverage", "all", column) for column in ("sites", "months_used", "children")] == [6, 3, 116]
    assert value(answer, "coverage", "yoi", "months_expected") == 2 * 29


def test_only_the_measures_the_question_names_are_shown() -> None:
    answer = ask("incident_rates", evidence(), measures=["self_harm"])

    assert [each.id for each in answer.tables] == ["rates_by_type", "coverage", "self_harm_by_month"]


def test_a_measure_no_return_has_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="one of assaults, self_harm, restraints"):
        ask("incident_rates", evidence(), measures=["escapes"])


def test_an_interruption_is_named_with_its_months() -> None:
    from tests.support.protocols import a_protocol

    interruption = {
        "id": "lockdown",
        "label": "Lockdown",
        "starts_month": "2020-03",
        "ends_month": "2020-07",
        "site_types": ["yoi"],
        "source": "a test",
    }

    answer = ask("incident_rates", evidence(protocol=a_protocol(interruptions=[interruption])))

    assert any("Lockdown (Young offender institutions), March to July 2020" in note for note in answer.notes)
