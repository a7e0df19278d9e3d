"""Prices of one year become those of another by the levels of a series, step by step, and never by a guess."""

import pytest

from newel.costs import factor_of, index_steps
from newel.faults import Refused
from tests.support.costs import two_series


def way(name: str, start: int, end: int) -> list[tuple[str, int, int]]:
    steps = index_steps(two_series(), name, from_year=start, to_year=end)
    return [(step.series, step.from_year, step.to_year) for step in steps]


def test_one_series_that_has_both_years_takes_one_step() -> None:
    (step,) = index_steps(two_series(), "new", from_year=2018, to_year=2020)

    assert step.factor == pytest.approx(1.1)
    assert str(step) == "new: 110 in 2018 to 121 in 2020"
    assert step.file == "costs/new.csv"


def test_the_same_year_takes_no_step_even_where_no_series_has_it() -> None:
    assert index_steps(two_series(), "new", from_year=2031, to_year=2031) == ()


def test_a_series_that_ended_is_left_at_the_year_that_links_it_with_its_successor() -> None:
    steps = index_steps(two_series(), "old", from_year=2012, to_year=2020)

    assert [(step.series, step.from_year, step.to_year) for step in steps] == [("old", 2012, 2014), ("new", 2014, 2020)]
    assert factor_of(steps) == pytest.approx(96 / 88 * 121 / 100)


def test_the_way_back_leads_over_the_same_year() -> None:
    assert way("new", 2020, 2010) == [("new", 2020, 2014), ("old", 2014, 2010)]


def test_the_year_of_the_link_itself_needs_one_step_only() -> None:
    assert way("old", 2014, 2020) == [("new", 2014, 2020)]
    assert way("new", 2010, 2014) == [("old", 2010, 2014)]


@pytest.mark.parametrize(("start", "end", "missing"), [(2018, 2019, 2019), (2011, 2020, 2011), (2020, 2021, 2021)])
def test_a_year_that_no_series_has_is_refused_with_the_file_and_never_extrapolated(
    start: int, end: int, missing: int
) -> None:
    with pytest.raises(Refused) as refused:
        index_steps(two_series(), "new", from_year=start, to_year=end)

    (fault,) = refused.value.faults
    assert fault.file == "costs/new.csv"
    assert fault.place == f"series new, year {missing}"
    assert "new has 2014 to 2020" in fault.expected
    assert "never extrapolated" in fault.remedy
