"""What one person's services cost: a row a count and perspective, with its price and source, that add up."""

from datetime import date
from math import fsum
from typing import Any

import polars as pl
import pytest

from newel.costs import PERSON_COST, Registry, service_use_costs
from newel.costs.checking import registry_faults
from tests.support.costs import a_registry, a_unit_cost
from tests.support.protocols import a_protocol
from tests.support.services import COUNTS, HOSPITAL, NURSE, a_service_study, service_registry

PROTOCOL, REGISTRY = a_service_study(), service_registry()
FACTOR = 121 / 110
"""From 2018 to 2020 in the tests' series."""
COUNT = {"participant_id": "p1", "site_id": "S01", "wave": "w1", "item": NURSE, "quantity": 2.0}
SCHEMA = dict.fromkeys(("participant_id", "site_id", "wave", "item"), pl.String) | {"quantity": pl.Float64}


def counts(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([COUNT | row for row in rows], schema=SCHEMA)


def test_a_count_is_priced_in_the_report_years_money_and_opens_into_its_steps() -> None:
    found = service_use_costs(PROTOCOL, REGISTRY, counts({}))

    (row,) = found.rows.iter_rows(named=True)
    assert row["amount"] == pytest.approx(2 * 40 * FACTOR)
    assert row["amount"] == row["quantity"] * row["price"]
    assert row["price"] == pytest.approx(40 * row["factor"])
    assert (row["unit"], row["perspective"], row["price_year"]) == ("contact", "health", 2018)
    assert (row["unit_cost"], row["source"]) == ("nurse_health", "A book of costs, 2018")
    assert row["steps"] == "new: 110 in 2018 to 121 in 2020"
    assert row["measured_by"] == "said in questionnaires, of 0.92 months"
    assert found.rows.schema == PERSON_COST
    assert found.left_out == ()


def test_each_perspective_that_bears_a_part_of_a_visit_has_a_row_of_its_own() -> None:
    rows = service_use_costs(PROTOCOL, REGISTRY, counts({"item": HOSPITAL, "quantity": 3.0})).rows

    assert dict(rows.select("perspective", "amount").iter_rows()) == pytest.approx(
        {"health": 3 * 200 * FACTOR, "justice": 3 * 300 * FACTOR}
    )


def test_what_was_not_answered_costs_an_unknown_amount_and_no_visit_costs_nothing() -> None:
    rows = service_use_costs(PROTOCOL, REGISTRY, counts({"quantity": None}, {"item": HOSPITAL, "quantity": 0.0})).rows

    amounts = dict(rows.select("unit_cost", "amount").iter_rows())
    assert amounts == {"nurse_health": None, "visit_health": 0.0, "visit_justice": 0.0}


def test_a_count_below_nothing_is_no_answer_and_is_told() -> None:
    found = service_use_costs(PROTOCOL, REGISTRY, counts({"quantity": -2.0}, {"participant_id": "p2"}))

    assert found.rows["amount"].to_list() == [None, pytest.approx(2 * 40 * FACTOR)]
    assert found.left_out == ((1, "a count below 0, taken as not answered"),)


def test_a_perspective_that_the_protocol_does_not_name_has_no_row() -> None:
    header = PROTOCOL.economics
    assert header is not None
    only_health = PROTOCOL.model_copy(update={"economics": header.model_copy(update={"perspectives": ("health",)})})

    rows = service_use_costs(only_health, REGISTRY, counts({"item": HOSPITAL})).rows

    assert rows["unit_cost"].to_list() == ["visit_health"]


def test_the_price_is_that_of_the_waves_first_day_and_of_the_sites_type() -> None:
    nurse = {"item": "nurse_contact", "label": "Time with a nurse", "unit": "contact", "price_year": 2020}
    registry = a_registry(
        a_unit_cost(id="before", amount=10.0, valid_to="2019-08-31", **nurse),
        a_unit_cost(id="homes", amount=20.0, valid_from="2019-09-01", site_type="sch", **nurse),
        a_unit_cost(id="prisons", amount=30.0, valid_from="2019-09-01", site_type="yoi", **nurse),
    )
    assert [wave.opens for wave in PROTOCOL.waves] == [date(2019, 2, 1), date(2019, 9, 1)]

    said = counts({}, {"wave": "w2"}, {"wave": "w2", "site_id": "S03", "participant_id": "p2"})
    rows = service_use_costs(PROTOCOL, registry, said).rows

    assert rows["unit_cost"].to_list() == ["before", "prisons", "homes"]


def test_what_has_no_price_is_left_out_and_counted_with_its_reason() -> None:
    said = counts({}, {"item": HOSPITAL}, {"wave": "w9"}, {"site_id": "S99"}, {"item": HOSPITAL, "quantity": None})
    nurse_only = Registry(REGISTRY.unit_costs[:1], (), REGISTRY.series)

    found = service_use_costs(PROTOCOL, nurse_only, said)

    unknown = f"{NURSE}: of an item, a wave or a site that the protocol does not name"
    assert found.rows.height == 1
    assert found.left_out == ((2, "hospital_visit: no unit cost holds"), (2, unknown))


def test_rows_do_not_depend_on_the_order_of_the_answers_and_add_up_to_every_person() -> None:
    people = [{"participant_id": f"p{number}", "quantity": float(number)} for number in range(5)]
    said = [person | {"item": item} for person in people for item in (NURSE, HOSPITAL)]

    rows = service_use_costs(PROTOCOL, REGISTRY, counts(*said)).rows

    assert rows.equals(service_use_costs(PROTOCOL, REGISTRY, counts(*reversed(said))).rows)
    for number in range(5):
        own = rows.filter(pl.col("participant_id") == f"p{number}")
        assert fsum(own["amount"]) == pytest.approx(number * (40 + 200 + 300) * FACTOR)


def test_nobody_counts_without_a_block_that_says_what() -> None:
    with pytest.raises(ValueError, match="service_use"):
        service_use_costs(a_protocol(), REGISTRY, counts({}))


@pytest.mark.parametrize(
    ("counted", "found"),
    [
        ({"of": "doctor_contact"}, "`doctor_contact`"),
        ({"unit": "hour"}, "`nurse_contact` in `hour`"),
        ({"of": "review", "unit": "review"}, "`review`, which other records count"),
        ({"of": "restraint", "unit": "incident"}, "`restraint`, which other records count"),
    ],
)
def test_what_is_counted_has_a_unit_cost_in_its_unit_and_is_counted_once(counted: dict[str, str], found: str) -> None:
    protocol = a_service_study({"counts": [COUNTS[0] | counted, COUNTS[1]]})

    (fault,) = registry_faults(REGISTRY, protocol)

    assert (fault.file, fault.place) == ("protocol.toml", f"economics, service_use, counts, {NURSE}")
    assert fault.found == found
    assert fault.expected
    assert fault.remedy


def test_what_nobody_named_bears_would_cost_nothing_and_is_refused() -> None:
    nurse = {"item": "nurse_contact", "label": "Time with a nurse", "unit": "contact", "perspective": "family"}
    registry = Registry((*REGISTRY.unit_costs[1:], a_unit_cost(id="nurse", **nurse)), (), REGISTRY.series)

    found = [fault.found for fault in registry_faults(registry, PROTOCOL)]

    assert "`nurse_contact`, borne by family" in found


def test_a_registry_that_prices_all_that_is_counted_agrees() -> None:
    assert list(registry_faults(REGISTRY, PROTOCOL)) == []
