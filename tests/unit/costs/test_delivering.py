"""The cost of delivery of a site: what is paid once is spread over the years it serves."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from newel.costs import COST_ROW, annuity, cost_of_sites, delivery_costs
from newel.protocol import Protocol
from newel.records import KINDS
from tests.support.protocols import a_protocol
from tests.support.records import frame

LASTING = {"set_up_years": 5, "training_years": 2, "source": "Assumed"}
RATES = {"id": "usual", "costs": 0.035, "effects": 0.035, "source": "Assumed"}


def records(**given: Any) -> Any:
    frames = {kind: frame(kind, rows) for kind, rows in given.items()}
    return lambda kind: frames.get(kind, KINDS[kind].empty())


def with_header(**changes: Any) -> Protocol:
    header = a_protocol().economics
    assert header is not None
    return a_protocol(economics=header.model_dump() | changes)


def paid(*rows: dict[str, Any]) -> pl.DataFrame:
    usual = dict.fromkeys(COST_ROW) | {"site_id": "S01", "month": "2019-03", "perspective": "health", "unit_cost": ""}
    return pl.DataFrame([usual | row for row in rows], schema=COST_ROW)


def yearly(protocol: Protocol) -> float | None:
    """Return the yearly cost of S01, which delivered for 26 months."""
    rows = paid(
        {"item": "trainers", "category": "set_up", "amount": 1000.0},
        {"item": "training_time", "category": "set_up", "amount": 600.0},
        {"item": "training_time", "category": "running", "amount": 260.0},
    )
    (found,) = cost_of_sites(protocol, records(), rows).iter_rows(named=True)
    assert (found["set_up"], found["running"], found["amount"], found["months"]) == (1600.0, 260.0, 1860.0, 26)
    return None if found["yearly"] is None else float(found["yearly"])


def test_what_is_paid_once_is_an_annuity_over_the_years_it_serves_and_training_over_those_staff_stay() -> None:
    found = yearly(with_header(lasting=LASTING, discounting=[RATES]))

    once = annuity(1000, years=5, rate=0.035) + annuity(600, years=2, rate=0.035)
    assert found == pytest.approx(260 / 26 * 12 + once)


@pytest.mark.parametrize("header", [{}, {"lasting": LASTING}, {"discounting": [RATES]}])
def test_without_years_and_a_rate_nothing_is_spread(header: dict[str, Any]) -> None:
    assert yearly(with_header(**header)) is None


def test_a_site_that_paid_nothing_has_no_row_and_one_without_returns_has_no_child_years() -> None:
    found = cost_of_sites(a_protocol(), records(), paid({"item": "venue", "category": "running", "amount": 5.0}))

    assert found["site_id"].to_list() == ["S01"]
    assert found.select("young_people", "trained").row(0) == (0, 0)


def test_what_was_done_before_delivery_began_is_no_cost_of_it_but_what_was_recorded_for_it_is() -> None:
    """Delivery at S01 began in November 2018."""
    frames = records(
        cost=[{"month": "2018-09", "item": "venue"}],
        unit_cost=[{"price_year": 2020}],
        price_index=[{}],
        review=[{"child_id": "a", "held_on": day, "due_on": day} for day in (date(2018, 10, 31), date(2018, 11, 1))],
    )

    found = delivery_costs(a_protocol(), frames)

    assert found.rows.select("month", "item").rows() == [("2018-09", "venue"), ("2018-11", "review")]
    assert found.left_out == ()


def test_without_an_economic_header_there_is_nothing_to_say() -> None:
    with pytest.raises(ValueError, match="no economic header"):
        delivery_costs(a_protocol(economics=None), records())
