"""Later pounds, pounds that serve for years, and pounds that are divided."""

import pytest

from newel.costs import annuity, apportioned, discount_factor, discounted, shares


def test_a_pound_of_next_year_counts_for_less() -> None:
    assert discounted(103.5, years=1, rate=0.035) == pytest.approx(100.0)
    assert discounted(100.0, years=0, rate=0.035) == 100.0
    assert discounted(100.0, years=7, rate=0.0) == 100.0


def test_an_annuity_is_that_of_the_printed_tables() -> None:
    """The annuity factor of 5 years at 3.5 per cent is 4.5151 in any table of them, so that 4515.05 is 1000 a year."""
    assert annuity(4515.05, years=5, rate=0.035) == pytest.approx(1000.0, abs=0.01)


def test_without_a_rate_it_is_divided_by_the_years() -> None:
    assert annuity(900.0, years=3, rate=0.0) == 300.0
    assert annuity(900.0, years=3, rate=1e-9) == pytest.approx(300.0, rel=1e-6)


@pytest.mark.parametrize(("years", "rate"), [(0, 0.03), (-1, 0.03), (5, -0.01)])
def test_what_serves_for_no_time_is_refused(years: float, rate: float) -> None:
    with pytest.raises(ValueError, match=r"years|rate"):
        annuity(100.0, years=years, rate=rate)


def test_a_rate_that_takes_everything_is_refused() -> None:
    with pytest.raises(ValueError, match="above -1"):
        discount_factor(1, -1.0)


def test_an_amount_is_divided_in_proportion_to_weights() -> None:
    assert apportioned(100.0, {"S01": 3.0, "S02": 1.0, "S03": 0.0}) == {"S01": 75.0, "S02": 25.0, "S03": 0.0}


@pytest.mark.parametrize("weights", [{}, {"S01": 0.0}, {"S01": 1.0, "S02": -1.0}, {"S01": float("nan")}])
def test_weights_that_bear_nothing_are_refused(weights: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="weight"):
        shares(weights)
