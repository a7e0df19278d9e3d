"""The pathway's measures, once more in plain Python."""

from datetime import timedelta

import pytest

from tests.support.analysing import ask, table
from tests.support.naive_pathway import (
    ASKED_OF_SITES,
    FORMULATION,
    PLACES,
    STUDY,
    TWINS,
    at,
    by_child,
    case,
    shared,
    stays,
)
from tests.support.rehearsed import small_evidence
from tests.support.twins import Numbers, assert_twins, mean


def _days(sites: list[str]) -> float | None:
    waited = []
    for child, stay in stays().items():
        if stay["site_id"] in sites and case(child, stay["admitted_on"] + timedelta(days=FORMULATION)):
            held = [(row["held_on"] - stay["admitted_on"]).days for row in by_child("formulation")[child]]
            waited.append(float(min([*held, FORMULATION])))
    return mean(waited)


def test_what_the_framework_asks_of_a_site() -> None:
    expected: Numbers = {}
    for place, sites in PLACES.items():
        expected |= {(place, measure): shared(at(place, measure)) for measure in ASKED_OF_SITES}
        expected[place, "days_to_formulation"] = _days(sites)

    assert_twins(table(ask("fidelity", small_evidence()), "measures"), expected)


def test_young_peoples_own_part() -> None:
    expected: Numbers = {
        (place, measure): shared(at(place, measure)) for place in PLACES for measure in tuple(TWINS)[6:]
    }

    assert_twins(table(ask("fidelity", small_evidence()), "own_part"), expected)


def test_cases_counted() -> None:
    repeated = {"assessed_in_time", "child_agrees"}
    expected: Numbers = {
        (measure, place): len(at(place, measure)) for place in PLACES for measure in TWINS.keys() - repeated
    }

    assert_twins(table(ask("fidelity", small_evidence()), "cases"), expected)


@pytest.mark.parametrize("measure", ["every_domain_assessed", "child_present", "reviewed_in_time"])
def test_measures_by_month(measure: str) -> None:
    expected: Numbers = {
        (month, kind): shared([each for each in at(kind, measure) if each[1] == month])
        for month in STUDY.months()
        for kind in ("yoi", "sch")
    }

    assert_twins(table(ask("fidelity", small_evidence()), f"{measure}_by_month"), expected)
