"""What a decision costs and prevents: by hand, by another road, and where there is nothing to work out."""

from dataclasses import replace

import pytest

from newel.costs import annuity
from newel.costs.deciding import Assumed, net_between, outlook
from tests.support.naive_outlook import NaiveOutlook

YEAR = Assumed(cost=8000.0, prevented=50.0, unit_cost=2000.0, children=0.5, places=100)
"""One year: a place costs 8,000, half a child lives in it, so a quarter of an incident is prevented, worth 500."""


def test_one_year_is_what_it_is_by_hand():
    found = outlook(YEAR)

    assert (found.cost, found.saved, found.net) == (8000.0, 500.0, 7500.0)
    assert found.prevented == 0.25
    assert found.per_incident == 32_000.0
    assert found.verdict == "costs"


def test_the_break_even_of_one_year_is_what_it_is_by_hand():
    # 8,000 pay for 4 incidents of 2,000; in a place with half a child that is 8 a child, 800 per 100 children.
    assert outlook(YEAR).needed == 800.0


def test_a_budget_is_of_all_places_and_is_not_discounted():
    first, second = outlook(replace(YEAR, years=2, rate=0.5, lasts=0.4)).years

    assert (first.cost, second.cost) == (800_000.0, 800_000.0)
    assert (first.prevented, second.prevented) == (25.0, 10.0)
    assert (first.saved, second.saved) == (50_000.0, 20_000.0)
    assert (first.net, second.net) == (750_000.0, 780_000.0)


def test_two_years_count_the_second_at_its_discount():
    found = outlook(replace(YEAR, years=2, rate=0.25, lasts=0.5))

    assert found.cost == pytest.approx(8000 + 8000 / 1.25)
    assert found.prevented == pytest.approx(0.25 + 0.125 / 1.25)


def test_an_annuity_is_paid_off_by_the_years_it_was_worked_out_for():
    yearly = annuity(10_000.0, years=5, rate=0.035)
    paid = outlook(replace(YEAR, cost=yearly, years=5, rate=0.035)).cost

    # An annuity is paid at the end of each year; here the first year counts in full, so that all stand a year earlier.
    assert paid == pytest.approx(10_000.0 * 1.035)


@pytest.mark.parametrize(
    "assumed",
    [
        YEAR,
        replace(YEAR, years=20, rate=0.035, lasts=0.9),
        replace(YEAR, years=5, rate=0.0, lasts=0.625, prevented=-98.4),
        replace(YEAR, years=7, rate=0.1, lasts=0.0),
        replace(YEAR, years=3, rate=0.015, cost=0.0),
        Assumed(cost=7908.0, prevented=16.2, unit_cost=2100.0, children=0.6807, years=5, rate=0.035, places=1160),
    ],
)
def test_year_by_year_and_closed_formulas_come_to_the_same(assumed):
    found, naive = outlook(assumed), NaiveOutlook(assumed)

    assert found.cost == pytest.approx(float(naive.cost), rel=1e-13)
    assert found.saved == pytest.approx(float(naive.saved), rel=1e-13)
    assert found.net == pytest.approx(float(naive.net), rel=1e-12)
    assert found.needed == pytest.approx(float(naive.needed), rel=1e-13)
    for year in found.years:
        assert year.prevented == pytest.approx(float(naive.prevented_in(assumed, year.number)), rel=1e-13)


@pytest.mark.parametrize("unused", [{"unit_cost": 0.0}, {"children": 0.0}])
def test_where_an_incident_is_worth_nothing_there_is_no_break_even(unused):
    found = outlook(replace(YEAR, **unused))

    assert found.needed is None
    assert found.verdict == "costs"


@pytest.mark.parametrize("prevented", [0.0, -20.0])
def test_where_nothing_is_prevented_there_is_no_cost_for_each_incident(prevented):
    assert outlook(replace(YEAR, prevented=prevented)).per_incident is None


def test_more_incidents_add_to_the_cost():
    assert outlook(replace(YEAR, prevented=-50.0)).net == 8500.0


@pytest.mark.parametrize(
    ("prevented", "verdict"),
    [(800.0, "even"), (800.04, "even"), (799.96, "even"), (800.1, "pays"), (799.9, "costs")],
)
def test_the_verdict_is_to_the_pound_for_one_place(prevented, verdict):
    # One incident more per 100 children is worth 10 pounds for a place.
    assert outlook(replace(YEAR, prevented=prevented)).verdict == verdict


def test_the_ends_of_an_interval_come_lowest_cost_first():
    assert net_between(YEAR, -50.0, 850.0) == (-500.0, 8500.0)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"cost": -1.0}, "a cost of -1"),
        ({"unit_cost": -0.5}, "a cost of one incident of -0.5"),
        ({"children": -0.1}, "-0.1 children"),
        ({"lasts": 1.1}, "a share of 1.1"),
        ({"lasts": -0.1}, "a share of -0.1"),
        ({"years": 0}, "0 years"),
        ({"rate": -0.01}, "a yearly rate of -0.01"),
        ({"places": 0}, "0 places"),
        ({"cost": float("nan")}, "a cost of nan"),
    ],
)
def test_numbers_that_mean_nothing_are_refused_in_words(wrong, words):
    with pytest.raises(ValueError, match=words):
        outlook(replace(YEAR, **wrong))
