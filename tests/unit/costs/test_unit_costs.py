"""A unit cost says what it is uncertain by, when and where it holds, and whom it is from."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from tests.support.costs import a_shared_cost, a_unit_cost

DAY = date(2019, 6, 1)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"uncertainty": "gamma"}, "a standard_error"),
        ({"standard_error": 4.0}, "no standard_error"),
        ({"uncertainty": "uniform", "low": 30.0}, "a high"),
        ({"uncertainty": "uniform", "low": 41.0, "high": 50.0}, "between low and high"),
        ({"uncertainty": "gamma", "standard_error": 4.0, "amount": 0.0}, "above 0"),
        ({"valid_from": "2019-06-02", "valid_to": "2019-06-01"}, "valid_to"),
        ({"amount": -1.0}, "greater than or equal to 0"),
        ({"currency": "EUR"}, "GBP"),
        ({"perspective": "treasury"}, "health"),
        ({"source": "  "}, "at least 1 character"),
        ({"price_year": None}, "valid integer"),
    ],
)
def test_what_a_unit_cost_may_not_leave_open_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        a_unit_cost(**changes)


def test_a_shared_cost_ends_after_it_begins() -> None:
    with pytest.raises(ValidationError, match="to_month"):
        a_shared_cost(to_month="2018-12")


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"valid_from": "2019-06-01", "valid_to": "2019-06-01"}, True),
        ({"valid_from": "2019-06-02"}, False),
        ({"valid_to": "2019-05-31"}, False),
        ({"site_type": "yoi"}, True),
        ({"site_type": "sch"}, False),
    ],
)
def test_a_unit_cost_holds_in_its_days_at_its_sites(changes: dict[str, Any], holds: bool) -> None:  # noqa: FBT001
    assert a_unit_cost(**changes).holds(DAY, "yoi") is holds


def test_the_source_is_cited_with_table_and_page() -> None:
    assert a_unit_cost(source_table="7.1", source_page="88").cites == "A book of costs, 2018, table 7.1, page 88"
    assert a_unit_cost().cites == "A book of costs, 2018"


@pytest.mark.parametrize(
    ("changes", "mean", "spread"),
    [
        ({"uncertainty": "gamma", "standard_error": 8.0}, 40.0, 8.0),
        ({"uncertainty": "lognormal", "standard_error": 8.0}, 40.0, 8.0),
        ({"uncertainty": "uniform", "low": 34.0, "high": 46.0}, 40.0, 12 / np.sqrt(12)),
        ({"uncertainty": "triangular", "low": 34.0, "high": 52.0}, 42.0, np.sqrt(14.0)),
    ],
)
def test_draws_have_the_mean_and_the_spread_that_the_unit_cost_states(
    changes: dict[str, Any], mean: float, spread: float
) -> None:
    draws = a_unit_cost(**changes).draws(200_000, np.random.default_rng(1))

    assert draws.mean() == pytest.approx(mean, abs=4 * spread / np.sqrt(200_000))
    assert draws.std() == pytest.approx(spread, rel=0.02)
    assert a_unit_cost(**changes).spread == pytest.approx(spread)
    assert (draws > 0).all()


def test_a_fixed_cost_does_not_vary_and_the_same_seed_draws_the_same() -> None:
    gamma = a_unit_cost(uncertainty="gamma", standard_error=8.0)

    assert set(a_unit_cost().draws(5, np.random.default_rng(1))) == {40.0}
    assert a_unit_cost().spread == 0
    assert (gamma.draws(5, np.random.default_rng(3)) == gamma.draws(5, np.random.default_rng(3))).all()


def test_limits_that_are_the_amount_itself_draw_the_amount() -> None:
    same = a_unit_cost(uncertainty="triangular", low=40.0, high=40.0)

    assert set(same.draws(3, np.random.default_rng(1))) == {40.0}
